using System.Globalization;
using System.Text;
using Dtc.Tree;
using Emulator.Scenarios;

namespace Cli.Rendering;

/// <summary>A boot's report for people: a table of the guests, what was proved, and what is wrong.</summary>
internal static class BootReportText
{
    private const int MaxLastLines = 12;

    /// <summary>The report as text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="palette">Colours.</param>
    /// <param name="everything">Show expectations that are met, allowed differences and notes, too.</param>
    public static string Of(BootReport report, Palette palette, bool everything)
    {
        var text = new StringBuilder();
        text.Append(palette.Bold).Append(Printable.Escape(report.Name)).Append(palette.Reset).Append(": ");
        text.Append(report.Verdict == BootVerdict.Passed ? palette.Help : palette.For(Severity.Error)).Append(Word(report.Verdict)).Append(palette.Reset);
        text.Append(CultureInfo.InvariantCulture, $" in {report.Duration.TotalSeconds:0.0} s\n");
        if (report.Hypervisor is { } hypervisor) text.Append("  ").Append(Printable.Escape(hypervisor)).Append('\n');
        if (report.Guests.Count > 0) Table(text, report);
        foreach (var guest in report.Guests) Details(text, guest, everything);
        foreach (var finding in report.Findings)
        {
            if (finding.Severity == Severity.Note && !everything) continue;
            text.Append(palette.For(finding.Severity)).Append(SeverityName.Of(finding.Severity)).Append('[').Append(finding.Rule.Id).Append(']').Append(palette.Reset)
                .Append(": ").Append(Printable.Escape(finding.Message)).Append('\n');
            if (finding.Help is { } help) text.Append("  ").Append(palette.Help).Append("help: ").Append(palette.Reset).Append(Printable.Escape(help)).Append('\n');
        }

        if (report.Verdict is BootVerdict.Passed or BootVerdict.Interrupted || report.LastLines.Count == 0) return text.ToString();
        text.Append("last lines of the log:\n");
        foreach (var line in report.LastLines.Skip(report.LastLines.Count - MaxLastLines))
            text.Append("  ").Append(line.Channel.ToString().PadRight(6)).Append("| ").Append(Printable.Escape(line.Text)).Append('\n');
        return text.ToString();
    }

    /// <summary>A verdict in a word or three.</summary>
    public static string Word(BootVerdict verdict) => verdict switch
    {
        BootVerdict.Passed => "passed",
        BootVerdict.Failed => "failed",
        BootVerdict.HypervisorNotSeen => "hypervisor not seen",
        BootVerdict.Hung => "hung",
        BootVerdict.EmulatorFailed => "emulator failed",
        _ => "interrupted",
    };

    private static void Table(StringBuilder text, BootReport report)
    {
        List<string[]> rows = [["guest", "up after", "expectations", "nodes", "properties", "equal", "allowed", "at boot", "not"]];
        foreach (var guest in report.Guests)
        {
            rows.Add(
            [
                Printable.Escape(guest.Guest.Name),
                guest.UpAfter is { } up ? string.Create(CultureInfo.InvariantCulture, $"{up.TotalSeconds:0.0} s") : "never",
                guest.Facts.Name is null ? "-" : $"{guest.Checks.Count(static c => c.IsMet)} of {guest.Checks.Count} met",
                .. guest.Proof is { } proof
                    ? (string[])[Number(proof.Nodes), Number(proof.Properties), Number(proof.Equal), Number(proof.Allowed.Count), Number(proof.Open.Count), Number(proof.Unexplained.Count)]
                    : [guest.Facts.Tree is null ? "no tree" : "read back", "-", "-", "-", "-", "-"],
            ]);
        }

        var widths = new int[rows[0].Length];
        foreach (var row in rows) for (var i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        foreach (var row in rows)
        {
            text.Append(' ');
            for (var i = 0; i < row.Length; i++) text.Append(' ').Append(i == row.Length - 1 ? row[i] : row[i].PadRight(widths[i] + 1));
            text.Append('\n');
        }
    }

    private static void Details(StringBuilder text, GuestResult guest, bool everything)
    {
        if (!everything) return;
        foreach (var check in guest.Checks)
        {
            text.Append("  ").Append(check.IsMet ? "met    " : "NOT MET").Append(' ').Append(Printable.Escape(guest.Guest.Name)).Append(": ")
                .Append(Printable.Escape(check.Name)).Append(": ").Append(Printable.Escape(check.Seen)).Append('\n');
        }

        foreach (var allowed in guest.Proof?.Allowed ?? [])
        {
            text.Append("  allowed ").Append(Printable.Escape(guest.Guest.Name)).Append(": ").Append(Printable.Escape(allowed.Difference.ToString()))
                .Append(" (").Append(Printable.Escape(allowed.Allowance.Reason)).Append(")\n");
        }

        foreach (var open in guest.Proof?.Open ?? [])
        {
            text.Append("  at boot ").Append(Printable.Escape(guest.Guest.Name)).Append(": ").Append(Printable.Escape(open.Difference.ToString()))
                .Append(" (").Append(Printable.Escape(open.Value.Reason)).Append(")\n");
        }

        if (guest.Proof is { Reordered.Count: > 0 } proof)
            text.Append("  order   ").Append(Printable.Escape(guest.Guest.Name)).Append(": in another order than promised: ").Append(Printable.Escape(string.Join(", ", proof.Reordered))).Append('\n');
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
