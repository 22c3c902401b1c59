using System.Buffers;
using System.Text.Json;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>
/// One JSON object a line, the fields always present and always in this order. The encoder escapes everything
/// but plain ASCII, so that even this form is safe on a terminal.
/// </summary>
internal sealed class JsonRenderer : IDiagnosticRenderer
{
    /// <inheritdoc/>
    public void Append(IBufferWriter<byte> output, Diagnostic diagnostic, string input, ISourceMap? map)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            var at = map?.Resolve(diagnostic.Span);
            json.WriteStartObject();
            WritePlace(json, at, diagnostic.File ?? input);
            json.WriteString("severity", SeverityName.Of(diagnostic.Severity));
            json.WriteString("rule", diagnostic.Rule.Id);
            json.WriteString("name", diagnostic.Rule.Name);
            json.WriteString("message", diagnostic.Message);
            json.WriteString("help", diagnostic.Help);
            json.WriteStartArray("related");
            foreach (var related in diagnostic.Related)
            {
                json.WriteStartObject();
                WritePlace(json, map?.Resolve(related.Span), input);
                json.WriteString("message", related.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("chain");
            foreach (var link in at?.Chain ?? []) WriteLink(json, link);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public void AppendHidden(IBufferWriter<byte> output, string input, int count)
    {
        // Whoever reads this form by program set the limit himself; a line without a finding would only disturb.
    }

    private static void WritePlace(Utf8JsonWriter json, SourceLocation? at, string file)
    {
        json.WriteString("file", at?.File ?? (file == "-" ? "<stdin>" : file));
        WriteNumber(json, "line", at?.Line);
        WriteNumber(json, "column", at?.Column);
        WriteNumber(json, "endLine", at?.EndLine);
        WriteNumber(json, "endColumn", at?.EndColumn);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void WriteLink(Utf8JsonWriter json, SourceLink link)
    {
        json.WriteStartObject();
        json.WriteString("kind", link.Kind == SourceLinkKind.IncludedFrom ? "include" : "macro");
        json.WriteString("name", link.Name);
        json.WriteString("file", link.File);
        json.WriteNumber("line", link.Line);
        json.WriteNumber("column", link.Column);
        json.WriteEndObject();
    }
}
