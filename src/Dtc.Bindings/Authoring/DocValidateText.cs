using System.Globalization;
using System.Text;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Authoring;

/// <summary>Findings as text of dt-doc-validate's form.</summary>
public static class DocValidateText
{
    /// <summary>Formats a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="lineNumbers">Whether places are told (<c>-n</c>); those of syntax errors always are.</param>
    /// <param name="verbose">Whether the meta-schema and the value it refuses are shown (<c>-v</c>).</param>
    /// <returns>One or more lines, without the last line end.</returns>
    public static string Format(SchemaFinding finding, bool lineNumbers, bool verbose = false)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var file = Path.GetFullPath(finding.File);
        var (line, column) = finding.Position;
        if (finding.Fault is { } fault)
        {
            var text = new StringBuilder();
            var place = lineNumbers && finding.HasReferencePlace ? string.Create(CultureInfo.InvariantCulture, $"{line}:{column}: ") : " ";
            Append(text, file, place, fault, string.Empty, [], verbose);
            return text.ToString();
        }

        if (finding.ReferenceText is { } known) return $"{file}: {known}";
        if (finding.Rule == Rules.BindingSyntax) file = finding.File;
        return line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{column}: {finding.Message}")
            : $"{file}: {finding.Message}";
    }

    private static void Append(
        StringBuilder text, string file, string place, SchemaFault fault, string prefix, PathItem[] parent, bool verbose)
    {
        PathItem[] path = [.. parent, .. fault.Error.PathItems];
        text.Append(prefix).Append(file).Append(':').Append(place);
        foreach (var item in path) text.Append(item.ToString()).Append(':');
        if (path.Length > 0) text.Append(' ');
        if (verbose) AppendVerbose(text, fault.Error);
        else if (fault.Branches.Length == 0) text.Append(fault.Error.Message);
        else if (fault.Branches.Length == 1) text.Append(BestMatch.Of(fault.Error.Branches).Message);
        else AppendBranches(text, file, fault, prefix, path);
        if (fault.Hint is not null) text.Append("\n\t").Append(prefix).Append("hint: ").Append(fault.Hint);
        if (fault.SchemaId is not null) text.Append("\n\t").Append(prefix).Append("from schema $id: ").Append(fault.SchemaId);
    }

    private static void AppendVerbose(StringBuilder text, EvaluationError error)
    {
        text.Append(error.Message).Append("\n\nFailed validating ").Append(error.Keyword is { } keyword ? PythonText.Of(keyword) : "None");
        var path = error.SchemaItems.AsSpan()[..Math.Max(0, error.SchemaItems.Length - 1)];
        text.Append(" in ").Append(DtValidateVerbose.Index("metaschema", path)).Append(":\n");
        DtValidateVerbose.AppendIndented(text, PythonItem.Of(error.Origin.Source));
        text.Append("\n\nOn ").Append(DtValidateVerbose.Index("schema", error.PathItems)).Append(":\n");
        DtValidateVerbose.AppendIndented(text, PythonItem.Of(error.Instance, sort: false));
    }

    private static void AppendBranches(StringBuilder text, string file, SchemaFault fault, string prefix, PathItem[] path)
    {
        // A message is left out when the text of this alternative so far holds it already, be it in another.
        var part = new StringBuilder();
        part.Append('\'').Append(fault.Error.SchemaItems[^1].ToString()).Append("' conditional failed, one must be fixed:");
        foreach (var branch in fault.Branches.OrderBy(b => b.Error.PathItems, Comparer<PathItem[]>.Create(PathItem.Compare)))
        {
            var message = branch.Error.Message;
            if (branch.Branches.Length > 0)
            {
                part.Append('\n');
                Append(part, file, " ", branch, prefix + "\t", path, verbose: false);
            }
            else if (!part.ToString().Contains(message, StringComparison.Ordinal))
            {
                part.Append('\n').Append(prefix).Append('\t').Append(message);
                if (branch.Hint is { } hint && hint != fault.Hint) part.Append("\n\t\t").Append(prefix).Append("hint: ").Append(hint);
            }
        }

        text.Append(part);
    }
}
