using System.Text;
using Dtc.Tree;

namespace Cli.DropIn;

/// <summary>
/// What dtc prints about a source that it cannot read: what scanner and grammar say, and in between what the compiler
/// found wrong with the meaning.
/// </summary>
internal static class DtcRefusal
{
    private const string Unreadable = "FATAL ERROR: Unable to parse input tree\n";

    /// <summary>The text, one character a byte.</summary>
    public static string Text(DtcComplaints complaints, IReadOnlyList<Diagnostic> findings, ISourceMap? map)
    {
        var text = new StringBuilder();
        var meanings = new DtcMeanings();
        foreach (var finding in findings)
        {
            if (Meaning(finding) is not null && Place(finding, map) is { } place) meanings.Add(place, finding, IsPlaced(finding.Rule));
        }

        foreach (var (marked, place, line) in complaints.Lines)
        {
            if (place is { } at)
            {
                foreach (var (subject, finding) in meanings.Take(marked, at, line.Length == 0))
                    Append(text, complaints.PlaceOf(subject), finding);
            }

            text.Append(Latin1(line));
        }

        if (complaints.Ended) return text.ToString();
        foreach (var (place, finding) in meanings.Rest()) Append(text, complaints.PlaceOf(place), finding);
        if (text.Length > 0) return text.Append("FATAL ERROR: Syntax error parsing input tree\n").ToString();

        // Something that dtc takes and the compiler does not.
        foreach (var finding in findings)
        {
            if (finding.Severity != Severity.Error) continue;
            var place = Place(finding, map)?.ToString() ?? finding.File ?? "<no-file>";
            text.Append(Latin1($"Error: {place} {finding.Message}\n"));
        }

        return text.Append(Unreadable).ToString();
    }

    /// <summary>The place of a finding; null when it has none.</summary>
    public static DtcPlace? Place(Diagnostic finding, ISourceMap? map) => map?.Resolve(finding.Span) is { } at
        ? new DtcPlace(at.File, at.Line, at.Column, at.EndLine, at.EndColumn)
        : null;

    private static void Append(StringBuilder text, DtcPlace place, Diagnostic finding)
    {
        var warning = finding.Rule == Rules.ValueTruncated;
        text.Append(warning ? "WARNING: " : "Error: ").Append(Latin1(place.ToString())).Append(warning ? ": " : " ")
            .Append(Meaning(finding)).Append('\n');
    }

    // dtc's words for faults that its grammar lets pass and its actions find.
    private static string? Meaning(Diagnostic finding)
    {
        var rule = finding.Rule;
        if (rule == Rules.BadBits) return "Array elements must be 8, 16, 32 or 64-bits";
        if (rule == Rules.ReferenceNeedsCells) return "References are only allowed in arrays with 32-bit elements.";
        if (rule == Rules.DivisionByZero) return "Division by zero";
        if (rule == Rules.HeaderMismatch) return "Header flags don't match earlier ones";
        return finding.DtcText;
    }

    // These have a place in the grammar at which they are told.
    private static bool IsPlaced(Rule rule) =>
        rule == Rules.LabelNotFound || rule == Rules.RelativeReferenceInPlugin || rule == Rules.BadBits
        || rule == Rules.ReferenceNeedsCells || rule == Rules.ValueTruncated;

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
