using Dtc.Tree;
using Emulator.Proof;
using Emulator.Qemu;
using Emulator.Scenarios;
using Hypervisor.Generation;
using Hypervisor.Trees;

namespace Cli.Guests;

/// <summary>What came of booting a system.</summary>
/// <param name="Report">The boot.</param>
/// <param name="Binding">The binding that trees read back were held against; null for none.</param>
/// <param name="CheckedTrees">How many were.</param>
/// <param name="Faults">What it found at error level.</param>
internal sealed record BootOutcome(BootReport Report, string? Binding, int CheckedTrees, IReadOnlyList<string> Faults)
{
    /// <summary>Whether all is proved.</summary>
    public bool Passed => Report.Verdict == BootVerdict.Passed && Faults.Count == 0;
}

/// <summary>Boots a generated system, compares what its guests saw, and holds that against the bindings.</summary>
internal static class SystemBoot
{
    /// <summary>Boots it. Ctrl-C interrupts it, and no process is left behind.</summary>
    /// <param name="system">The system.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="observer">Who is told what happens.</param>
    /// <param name="adapt">Changes the trees before the boot; null leaves them.</param>
    public static BootOutcome Run(
        GeneratedSystem system, BootLimits limits, Func<BootScenario, IBootObserver?> observer, Func<SystemTrees, SystemTrees>? adapt = null)
    {
        using var interrupt = new BootInterrupt();
        var trees = SystemRun.TreesOf(system);
        var scenario = BootScenarios.Of(system.Plan, adapt?.Invoke(trees) ?? trees, limits);
        var report = BootRunner.Run(scenario, new QemuEmulator(), observer(scenario), interrupt.Token);
        report = WithOpenNumbers(report, system);
        var binding = BindingOf(system.Plan);
        var faults = ReadBackCheck.Run(report, binding, out var checkedTrees);
        return new BootOutcome(report, binding, checkedTrees, faults);
    }

    /// <summary>The binding that judges a plan's trees.</summary>
    public static string BindingOf(Hypervisor.Planning.Plan plan) => plan.Xen is not null ? "xen" : "virtio-mmio";

    // What Xen chooses at boot is promised with a reservation, and may come out otherwise.
    private static BootReport WithOpenNumbers(BootReport report, GeneratedSystem system)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var guest in report.Guests)
        {
            var numbers = system.Domains.FirstOrDefault(domain => domain.Domain.Name == guest.Guest.Name)?.ChosenAtBoot ?? [];
            foreach (var difference in guest.Proof?.Unexplained ?? [])
            {
                if (numbers.Any(number => IsOf(number, difference))) open.Add($"guest '{guest.Guest.Name}': {difference}");
            }
        }

        if (open.Count == 0) return report;
        bool IsOpen(Diagnostic finding) => finding.Rule == Rules.TreeDiffers && open.Contains(finding.Message);
        var findings = report.Findings.Select(finding => IsOpen(finding)
            ? new Diagnostic(Rules.NumberChosenAtBoot, SourceSpan.None, $"{finding.Message} (Xen chooses this when it boots)") : finding).ToList();
        return report with
        {
            Findings = findings,
            Verdict = report.Verdict == BootVerdict.Failed && findings.TrueForAll(finding => finding.Severity != Severity.Error) ? BootVerdict.Passed : report.Verdict,
        };
    }

    // Of a node whose own address is open, another address is meant too; nothing else.
    private static bool IsOf(OpenNumber number, TreeDifference difference) => number.Property is { } property
        ? difference.Path == number.Path && difference.Property == property
        : difference.Path == number.Path || (number.Path.Split('@') is [var name, _] && difference.Path.Split('@') is [var other, _] && name == other && !difference.Path[name.Length..].Contains('/', StringComparison.Ordinal));
}
