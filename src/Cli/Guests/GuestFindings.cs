using Cli.Hosting;
using Cli.Rendering;
using Hypervisor.Configuration;

namespace Cli.Guests;

/// <summary>Shows findings about a configuration, with the lines they are about.</summary>
internal static class GuestFindings
{
    /// <summary>Writes findings to standard error.</summary>
    /// <param name="host">The outside world.</param>
    /// <param name="notes">How they are shown.</param>
    /// <param name="file">The configuration.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="force">Those that can be forced are warnings.</param>
    public static void Write(Host host, BindingNotes notes, string file, FindingList findings, bool force)
    {
        notes.Write(host, findings.Items.Select(finding => new BindingNote(
            finding.Rule.Name,
            finding.IsError && !(force && finding.CanBeForced),
            finding.File ?? file,
            finding.Position,
            finding.Message)
        {
            Rule = finding.Rule.Id,
            Help = finding.Help,
        }));
        if (findings.Dropped > 0) host.WriteError(System.Text.Encoding.UTF8.GetBytes($"{findings.Dropped} more finding{(findings.Dropped == 1 ? " is" : "s are")} not shown\n"));
    }
}
