using System.Buffers;
using Cli.Hosting;
using Cli.Rendering;
using Dtc.Tree;
using Hypervisor.Generation;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>From a plan to its trees, with what is found told.</summary>
internal sealed class SystemRun(GuestArguments arguments, Host host)
{
    /// <summary>Makes the trees; null when something stands in the way that is not forced. It was told then.</summary>
    public GeneratedSystem? Make(Plan plan)
    {
        var diagnostics = new DiagnosticBag();
        var system = SystemGenerator.Make(BootScenarios.WithNames(plan), diagnostics);
        Tell(diagnostics);
        return diagnostics.HasErrors && !arguments.Force ? null : system;
    }

    /// <summary>The trees as blobs.</summary>
    public static SystemTrees TreesOf(GeneratedSystem system) => new(
        system.Machine.ToBlob(), system.Domains.ToDictionary(domain => domain.Domain.Name, domain => domain.Tree.ToBlob(), StringComparer.Ordinal));

    private void Tell(DiagnosticBag diagnostics)
    {
        var notes = new BindingNotes(OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None, arguments.JsonFindings);
        var text = new ArrayBufferWriter<byte>();
        foreach (var finding in diagnostics.Items)
        {
            if (finding.Severity == Severity.Note) continue; // the report has them
            notes.Append(text, new BindingNote(finding.Rule.Name, finding.Severity == Severity.Error && !arguments.Force, finding.File ?? "the trees", default, finding.Message)
            {
                Rule = finding.Rule.Id,
                Help = finding.Help,
            });
        }

        if (text.WrittenCount > 0) host.WriteError(text.WrittenSpan);
    }
}
