using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>Findings as the records that <c>dt-validate --json-output</c> writes.</summary>
public static class DtValidateJson
{
    /// <summary>Makes the record of a finding.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="file">The file as it is shown.</param>
    /// <param name="formatted">The finding as text.</param>
    public static SchemaValue Of(BindingFinding finding, string file, string formatted)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(formatted);
        var record = new SchemaMembers();
        record.Set("type", Text(finding.Kind switch
        {
            FindingKind.Unmatched => "unmatched",
            FindingKind.Decode => "decode",
            FindingKind.Recursion => "recursion-error",
            _ => "validation",
        }));
        record.Set("level", Text(finding.Kind == FindingKind.Unmatched ? "warning" : "error"));
        record.Set("file", Text(file));
        record.Set("line", SchemaValue.Null());
        record.Set("column", SchemaValue.Null());
        if (finding.Kind != FindingKind.Decode)
        {
            record.Set("node", TextOrNull(finding.NodePath));
            record.Set("nodename", TextOrNull(finding.NodeName));
        }

        if (finding.Kind == FindingKind.Validation) AddError(record, finding);
        if (finding.Kind == FindingKind.Unmatched) record.Set("compatible", Compatible(finding));
        record.Set("message", Text(finding.Message));
        if (finding.Kind != FindingKind.Decode) record.Set("formatted", Text(formatted));
        if (finding.Error is { Branches.Length: > 0 } error && finding.Kind == FindingKind.Validation)
        {
            var branches = error.Branches.OrderBy(b => b.PathItems, Comparer<PathItem[]>.Create(PathItem.Compare));
            record.Set("context", SchemaValue.Of(branches.Select(branch => Branch(error, branch)).ToList()));
        }

        return SchemaValue.Of(record);
    }

    private static void AddError(SchemaMembers record, BindingFinding finding)
    {
        record.Set("compatible", TextOrNull(finding.Compatible));
        record.Set("property_path", Path(finding.Error!.PathItems));
        record.Set("schema_path", Path(finding.Error.SchemaItems));
        record.Set("schema", TextOrNull(finding.SchemaId));
    }

    private static SchemaValue Branch(EvaluationError parent, EvaluationError branch)
    {
        var record = new SchemaMembers();
        record.Set("message", Text(branch.Message));
        record.Set("property_path", Path([.. parent.PathItems, .. branch.PathItems]));
        record.Set("schema_path", Path([.. parent.SchemaItems, .. branch.SchemaItems]));
        record.Set("schema", SchemaValue.Null());
        return SchemaValue.Of(record);
    }

    private static SchemaValue Compatible(BindingFinding finding)
    {
        var node = finding.Node!;
        for (var i = 0; i < node.Count; i++)
        {
            if (node.NameAt(i).Text == "compatible") return Value(node.ValueAt(i));
        }

        return SchemaValue.Null();
    }

    private static SchemaValue Value(in TypedValue value)
    {
        switch (value.Kind)
        {
            case TypedKind.String:
                return Text(value.String);
            case TypedKind.Array:
                var items = new List<SchemaValue>(value.Items.Length);
                foreach (ref readonly var item in value.Items.AsSpan()) items.Add(Value(item));
                return SchemaValue.Of(items);
            case TypedKind.Integer:
                return SchemaValue.Of(value.Integer);
            case TypedKind.Boolean:
                return SchemaValue.Of(value.Boolean);
            default:
                return Text(PythonText.Of(value));
        }
    }

    private static SchemaValue Path(ReadOnlySpan<PathItem> path)
    {
        var items = new List<SchemaValue>(path.Length);
        foreach (var item in path) items.Add(item.Name is { } name ? Text(name) : SchemaValue.Of((Int128)item.Index));
        return SchemaValue.Of(items);
    }

    private static SchemaValue Text(string text) => SchemaValue.Of(text);

    private static SchemaValue TextOrNull(string? text) => text is null ? SchemaValue.Null() : SchemaValue.Of(text);
}
