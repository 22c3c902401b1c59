using System.Buffers;
using System.Text.Json;
using Cli.Rendering;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>
/// One JSON document (docs/findings-json.md), a finding on each line. Fields are always present and always in this order.
/// </summary>
internal sealed class JsonFormat(Explainer explainer, ValidateArguments arguments) : IFindingFormat
{
    /// <summary>Version of the form; it grows when a field changes its meaning or goes away.</summary>
    public const int Version = 2;

    private readonly BindingDescriptions _descriptions = new();

    /// <inheritdoc/>
    public bool ShowsUnmatched => true;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Separator => ",\n"u8;

    /// <inheritdoc/>
    public void Begin(IBufferWriter<byte> output) => output.Write("{\"version\":2,\"tool\":\"dtc-sharp\",\"findings\":[\n"u8);

    /// <inheritdoc/>
    public (int Errors, int Warnings) Write(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<BindingFinding> findings)
    {
        var tally = new FindingTally(arguments.Quiet > 0);
        using var json = new Utf8JsonWriter(output);
        if (input.Remark is { } remark && tally.Shows(remark.Severity))
        {
            tally.Add(remark.Severity);
            WriteDiagnostic(json, input, remark, null);
        }

        var any = tally.Warnings > 0;
        foreach (var diagnostic in input.Tree is null ? input.Diagnostics?.Items ?? [] : [])
        {
            if (diagnostic.Severity != Severity.Error) continue;
            if (any) Next(json, output);
            any = true;
            tally.Add(diagnostic.Severity);
            WriteDiagnostic(json, input, diagnostic, input.Map);
        }

        foreach (var finding in findings.SelectMany(explainer.Explain).Concat(input.RuleFindings)) Write(json, output, input, finding, ref any, tally);
        return tally.Counts;
    }

    /// <inheritdoc/>
    public (int Errors, int Warnings) WriteAcross(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<ExplainedFinding> findings)
    {
        var (tally, any) = (new FindingTally(arguments.Quiet > 0), false);
        using var json = new Utf8JsonWriter(output);
        foreach (var finding in findings) Write(json, output, input, finding, ref any, tally);
        return tally.Counts;
    }

    /// <inheritdoc/>
    /// <remarks>Verdicts stand at the end of the document, with the inputs.</remarks>
    public void Close(IBufferWriter<byte> output, CheckedInput input)
    {
    }

    /// <inheritdoc/>
    public void End(IBufferWriter<byte> output, IReadOnlyList<InputOutcome> outcomes)
    {
        output.Write("\n],\"inputs\":"u8);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            foreach (var outcome in outcomes)
            {
                json.WriteStartObject();
                json.WriteString("input", outcome.Path);
                json.WriteString("status", outcome.Status switch
                {
                    InputStatus.Checked => "checked",
                    InputStatus.Unusable => "unusable",
                    _ => "crashed",
                });
                json.WriteNumber("errors", outcome.Errors);
                json.WriteNumber("warnings", outcome.Warnings);
                if (outcome.Comparison.Length > 0) ComparisonJson.Write(json, outcome.Comparison);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        output.Write("}\n"u8);
    }

    private void Write(Utf8JsonWriter json, IBufferWriter<byte> output, CheckedInput input, ExplainedFinding finding, ref bool any, FindingTally tally)
    {
        if (!tally.Shows(finding.Severity)) return;
        if (any) Next(json, output);
        any = true;
        tally.Add(finding);
        Write(json, input, finding);
    }

    private static void Next(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.Flush();
        output.Write(",\n"u8);
        json.Reset();
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, CheckedInput input, Diagnostic diagnostic, ISourceMap? map)
    {
        json.WriteStartObject();
        WriteHead(json, input.Path, diagnostic.Rule, diagnostic.Severity);
        WritePlace(json, map?.Resolve(diagnostic.Span), diagnostic.File ?? input.Path);
        json.WriteNull("node");
        json.WriteNull("property");
        json.WriteStartArray("path");
        json.WriteEndArray();
        json.WriteString("message", diagnostic.Message);
        json.WriteNull("found");
        json.WriteStartArray("allowed");
        json.WriteEndArray();
        json.WriteString("suggestion", diagnostic.Help);
        json.WriteNull("binding");
        json.WriteNull("description");
        json.WriteStartArray("related");
        json.WriteEndArray();
        json.WriteNull("upstream");
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, CheckedInput input, ExplainedFinding finding)
    {
        json.WriteStartObject();
        WriteHead(json, input.Path, finding.Rule, finding.Severity);
        WritePlace(json, input.Places?.Map.Resolve(input.Places.SpanOf(finding.Place)), input.Path);
        json.WriteString("node", finding.Place.NodePath);
        json.WriteString("property", finding.Place.Property);
        WritePath(json, "path", finding.Upstream?.PropertyPath ?? []);
        json.WriteString("message", finding.Message);
        json.WriteString("found", finding.Found);
        WriteStrings(json, "allowed", finding.Allowed);
        json.WriteString("suggestion", finding.Suggestion);
        WriteBinding(json, finding.Binding);
        json.WriteString("description", finding is { Binding: { } binding, Subject: { } subject }
            ? _descriptions.Find(binding.File, subject, binding.Line)
            : null);
        WriteRelated(json, input, finding);
        WriteUpstream(json, finding.Upstream);
        if (finding.Reason is { } reason) WriteReason(json, reason);
        if (arguments.Explain) WriteExplanation(json, finding);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string input, Rule rule, Severity severity)
    {
        json.WriteString("input", input);
        json.WriteString("rule", rule.Id);
        json.WriteString("name", rule.Name);
        json.WriteString("level", SeverityName.Of(severity));
    }

    private static void WritePlace(Utf8JsonWriter json, SourceLocation? at, string file)
    {
        json.WriteString("file", at?.File ?? (file == "-" ? "<stdin>" : file));
        WriteNumber(json, "line", at?.Line);
        WriteNumber(json, "column", at?.Column);
        WriteNumber(json, "endLine", at?.EndLine);
        WriteNumber(json, "endColumn", at?.EndColumn);
    }

    private static void WriteReason(Utf8JsonWriter json, FindingReason reason)
    {
        json.WriteStartObject("why");
        json.WriteString("rule", reason.Rule);
        json.WriteString("consequence", reason.Consequence);
        json.WriteString("source", reason.Source);
        json.WriteEndObject();
    }

    private static void WriteRelated(Utf8JsonWriter json, CheckedInput input, ExplainedFinding finding)
    {
        json.WriteStartArray("related");
        foreach (var related in input.Places?.Related(finding) ?? [])
        {
            json.WriteStartObject();
            WritePlace(json, input.Places!.Map.Resolve(related.Span), input.Path);
            json.WriteString("message", related.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBinding(Utf8JsonWriter json, BindingPlace? binding)
    {
        if (binding is null)
        {
            json.WriteNull("binding");
            return;
        }

        json.WriteStartObject("binding");
        json.WriteString("id", binding.Id);
        json.WriteString("file", binding.File.Length == 0 ? null : binding.File);
        WriteNumber(json, "line", binding.Line == 0 ? null : binding.Line);
        WriteNumber(json, "column", binding.Line == 0 ? null : binding.Column);
        json.WriteEndObject();
    }

    private static void WriteUpstream(Utf8JsonWriter json, BindingFinding? finding)
    {
        if (finding is null || finding.Kind == FindingKind.Deprecated)
        {
            json.WriteNull("upstream");
            return;
        }

        json.WriteStartObject("upstream");
        json.WriteString("type", finding.Kind switch
        {
            FindingKind.Validation => "validation",
            FindingKind.Unmatched => "unmatched",
            FindingKind.Decode => "decode",
            _ => "recursion-error",
        });
        json.WriteString("node", finding.NodePath);
        json.WriteString("schema", finding.SchemaId);
        json.WriteString("message", finding.Message);
        json.WriteEndObject();
    }

    private void WriteExplanation(Utf8JsonWriter json, ExplainedFinding finding)
    {
        json.WriteString("applies", explainer.ReasonOf(finding.Upstream));
        WriteBranches(json, finding);
    }

    private static void WriteBranches(Utf8JsonWriter json, ExplainedFinding finding)
    {
        json.WriteStartArray("alternatives");
        foreach (var branch in finding.Branches)
        {
            foreach (var fault in branch.Faults)
            {
                json.WriteStartObject();
                json.WriteNumber("number", branch.Number);
                json.WriteString("rule", fault.Rule.Id);
                json.WriteString("message", fault.Message);
                json.WriteString("found", fault.Found);
                WriteStrings(json, "allowed", fault.Allowed);
                WriteBinding(json, fault.Binding);
                WriteBranches(json, fault);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WritePath(Utf8JsonWriter json, string name, IReadOnlyList<PathItem> path)
    {
        json.WriteStartArray(name);
        foreach (var item in path)
        {
            if (item.Name is { } step) json.WriteStringValue(step);
            else json.WriteNumberValue(item.Index);
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
