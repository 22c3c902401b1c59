using System.Text;

namespace Dtc.Bindings.Evaluation;

/// <summary>Findings as text of dt-validate's form.</summary>
public static class DtValidateText
{
    /// <summary>Formats a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">The file as it is shown.</param>
    /// <returns>One or more lines, without the last line end.</returns>
    public static string Format(BindingFinding finding, string file)
    {
        ArgumentNullException.ThrowIfNull(finding);
        switch (finding.Kind)
        {
            case FindingKind.Unmatched:
                return $"{file}: {finding.NodePath}: {finding.Message}";
            case FindingKind.Recursion:
                return $"dt-validate: {finding.Message}";
            case FindingKind.Decode:
                return finding.Message;
        }

        var text = new StringBuilder();
        Append(text, finding, finding.Error!, file, string.Empty, []);
        text.Append("\n\tfrom schema $id: ").Append(finding.SchemaId);
        return text.ToString();
    }

    private static void Append(
        StringBuilder text, BindingFinding finding, EvaluationError error, string file, string prefix, PathItem[] parent)
    {
        PathItem[] path = [.. parent, .. error.PathItems];
        AppendPlace(text.Append(prefix), finding, file, path);
        if (error.Branches.Length == 0)
        {
            text.Append(error.Message);
        }
        else if (error.Branches.Length == 1)
        {
            text.Append(BestMatch.Of(error.Branches).Message);
        }
        else
        {
            AppendBranches(text, finding, error, file, prefix, path);
        }
    }

    /// <summary>Appends what every message begins with: file, node and the path below it.</summary>
    internal static void AppendPlace(StringBuilder text, BindingFinding finding, string file, PathItem[] path)
    {
        text.Append(file).Append(": ").Append(finding.NodeName);
        if (finding.Compatible is not null) text.Append(" (").Append(finding.Compatible).Append(')');
        text.Append(": ");
        foreach (var item in path) text.Append(item.ToString()).Append(':');
        if (path.Length > 0) text.Append(' ');
    }

    private static void AppendBranches(
        StringBuilder text, BindingFinding finding, EvaluationError error, string file, string prefix, PathItem[] path)
    {
        // A message is left out when the text of this alternative so far holds it already, be it in another.
        var part = new StringBuilder();
        part.Append('\'').Append(error.SchemaItems[^1].ToString()).Append("' conditional failed, one must be fixed:");
        foreach (var branch in error.Branches.OrderBy(b => b.PathItems, Comparer<PathItem[]>.Create(PathItem.Compare)))
        {
            if (branch.Branches.Length > 0)
            {
                part.Append('\n');
                Append(part, finding, branch, file, prefix + "\t", path);
            }
            else if (!part.ToString().Contains(branch.Message, StringComparison.Ordinal))
            {
                part.Append('\n').Append(prefix).Append('\t').Append(branch.Message);
            }
        }

        text.Append(part);
    }
}
