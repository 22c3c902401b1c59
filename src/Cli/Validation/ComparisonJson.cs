using System.Buffers;
using System.Text.Json;
using Dtc.Bindings.SideBySide;

namespace Cli.Validation;

/// <summary>Verdicts of bindings, and nodes they share, as JSON (docs/findings-json.md).</summary>
internal static class ComparisonJson
{
    /// <summary>An object with both; empty when no binding was named.</summary>
    public static byte[] Of(CheckedInput input)
    {
        if (input.Verdicts.Count == 0) return [];
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("verdicts");
            foreach (var verdict in input.Verdicts) Write(json, verdict);
            json.WriteEndArray();
            json.WriteStartArray("sideBySide");
            foreach (var comparison in input.Comparisons) Write(json, comparison);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }

    /// <summary>Writes what <see cref="Of"/> made as members of an object that is open.</summary>
    public static void Write(Utf8JsonWriter json, byte[] comparison)
    {
        using var document = JsonDocument.Parse(comparison);
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(json);
    }

    private static void Write(Utf8JsonWriter json, BindingVerdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("binding", verdict.Binding);
        json.WriteBoolean("applies", verdict.Applies);
        json.WriteBoolean("satisfied", verdict.Satisfied);
        json.WriteNumber("nodes", verdict.Nodes);
        json.WriteNumber("errors", verdict.Errors);
        json.WriteNumber("warnings", verdict.Warnings);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NodeComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("node", comparison.NodePath);
        json.WriteBoolean("exists", comparison.Exists);
        json.WriteStartArray("properties");
        foreach (var row in comparison.Properties)
        {
            json.WriteStartObject();
            json.WriteString("property", row.Property);
            json.WriteString("has", row.Has);
            json.WriteStartArray("bindings");
            foreach (var stand in row.Stands) Write(json, stand);
            json.WriteEndArray();
            json.WriteString("both", row.Both);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteStrings(json, "leftOpen", comparison.LeftOpen);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PropertyStand stand)
    {
        json.WriteStartObject();
        json.WriteString("binding", stand.Binding);
        json.WriteString("asks", stand.Asks);
        json.WriteBoolean("required", stand.Required);
        if (stand.Satisfied is { } satisfied) json.WriteBoolean("satisfied", satisfied);
        else json.WriteNull("satisfied");
        WriteStrings(json, "faults", stand.Faults);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
