using System.Buffers;
using System.Text;
using Cli.Output;
using Emulator.Machines;
using Hypervisor.Generation;
using Hypervisor.Planning;
using Hypervisor.Trees;

namespace Cli.Guests;

/// <summary>The files that <c>generate</c> writes: trees as source and blob, the plan, what was hidden and why, QEMU's command line.</summary>
internal static class SystemFiles
{
    /// <summary>Names and contents, in the order they are written.</summary>
    public static List<OutputContent> Of(GeneratedSystem system)
    {
        var files = new List<OutputContent>();
        var machine = system.Machine.ToBlob();
        files.Add(new OutputContent(Planner.MachineName + ".dts", system.Machine.ToSource()));
        files.Add(new OutputContent(Planner.MachineName + ".dtb", machine));
        foreach (var domain in system.Domains)
        {
            files.Add(new OutputContent($"{domain.Domain.Name}.dts", domain.Tree.ToSource()));
            files.Add(new OutputContent($"{domain.Domain.Name}.dtb", domain.Tree.ToBlob()));
        }

        var plan = new ArrayBufferWriter<byte>();
        PlanJson.Write(plan, system.Plan);
        files.Add(new OutputContent("plan.json", [.. plan.WrittenSpan, (byte)'\n']));
        files.Add(new OutputContent("report.txt", Encoding.UTF8.GetBytes(Report(system))));
        if (!system.Plan.Host.IsEmulated)
        {
            files.Add(new OutputContent("load.txt", Encoding.UTF8.GetBytes(LoadList.Of(system.Plan))));
            return files;
        }

        var board = BootScenarios.MachineOf(system.Plan, machine);
        var made = board.Images.Select(loaded => loaded.Image).Concat(board.Devices.Select(device => device.Image).OfType<ImageSource>());
        files.AddRange(made.Where(image => image.Path is null && image.Name != Planner.MachineName + ".dtb").Select(image => new OutputContent(image.Name, image.Content, image.Size)));
        files.Add(new OutputContent("qemu.sh", Encoding.UTF8.GetBytes(Script(board))));
        return files;
    }

    private static string Script(EmulatedMachine board) =>
        "#!/bin/sh\n# Starts this system in QEMU; its serial port is this terminal.\ncd \"$(dirname \"$0\")\" || exit\nexec "
        + QemuArguments.Shell(board.Architecture.Program(), QemuArguments.Of(board, image => image.Path ?? image.Name)) + "\n";

    private static string Report(GeneratedSystem system)
    {
        var text = new StringBuilder();
        if (system.HostChanges.Count > 0)
        {
            text.Append(Planner.MachineName).Append('\n');
            foreach (var change in system.HostChanges) Change(text, change);
            text.Append('\n');
        }

        var isCopy = system.Plan.Xen is null && system.Plan.Host.TreeFile is not null;
        foreach (var domain in system.Domains)
        {
            text.Append(domain.Domain.Name).Append('\n');
            if (domain.Changes.Count == 0) text.Append(isCopy ? "  the host's tree as it is\n" : "  made anew: nothing of the host's tree is in it\n");
            foreach (var change in domain.Changes) Change(text, change);

            foreach (var open in domain.ChosenAtBoot)
                text.Append("  chosen at boot: ").Append(open.Path).Append(open.Property is { } property ? " " + property : string.Empty).Append(": ").Append(open.Reason).Append('\n');
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Change(StringBuilder text, DerivedChange change)
    {
        text.Append("  ").Append(Word(change.Kind)).Append(' ').Append(change.Path);
        if (change.Property is { } property) text.Append(' ').Append(property);
        text.Append(": ").Append(change.Reason).Append(" [").Append(change.Rule).Append(']');
        if (change.Source is { } source) text.Append(" (").Append(source).Append(')');
        text.Append('\n');
    }

    private static string Word(DerivedChangeKind kind) => kind switch
    {
        DerivedChangeKind.Hidden => "hidden",
        DerivedChangeKind.Replaced => "replaced",
        DerivedChangeKind.PropertyRemoved => "removed",
        DerivedChangeKind.PropertyChanged => "changed",
        DerivedChangeKind.Added => "added",
        _ => "dangling",
    };
}
