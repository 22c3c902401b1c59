using System.Text;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>Findings as <c>dt-validate -v</c> prints them: with the schema that was not met, and the value.</summary>
public static class DtValidateVerbose
{
    private const int Width = 72;

    /// <summary>Formats a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">The file as it is shown.</param>
    /// <returns>Lines, without the last line end.</returns>
    public static string Format(BindingFinding finding, string file)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Kind != FindingKind.Validation || finding.Error is not { } error) return DtValidateText.Format(finding, file);
        var text = new StringBuilder();
        DtValidateText.AppendPlace(text, finding, file, error.PathItems);
        text.Append(error.Message).Append("\n\nFailed validating ");
        text.Append(error.Keyword is { } keyword ? PythonText.Of(keyword) : "None");
        text.Append(" in ").Append(Index("schema", error.SchemaItems.AsSpan()[..Math.Max(0, error.SchemaItems.Length - 1)])).Append(":\n");
        AppendIndented(text, PythonItem.Of(error.Origin.Source));
        text.Append("\n\nOn ").Append(Index("instance", error.PathItems)).Append(":\n");
        AppendIndented(text, PythonItem.Of(error.Instance, sort: false));
        text.Append("\n\tfrom schema $id: ").Append(finding.SchemaId);
        return text.ToString();
    }

    /// <summary>A path as Python would write it: <c>schema['a'][0]</c>.</summary>
    internal static string Index(string container, ReadOnlySpan<PathItem> path)
    {
        var text = new StringBuilder(container);
        foreach (var item in path) text.Append('[').Append(item.Name is { } name ? PythonText.Of(name) : item.ToString()).Append(']');
        return text.ToString();
    }

    /// <summary>Appends a value on indented lines.</summary>
    internal static void AppendIndented(StringBuilder text, PythonItem value) =>
        text.Append("    ").Append(PythonPrinter.Print(value, Width, compact: false).Replace("\n", "\n    ", StringComparison.Ordinal));
}
