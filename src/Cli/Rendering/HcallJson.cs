using System.Buffers;
using System.Text.Json;
using Cli.Hosting;
using Cli.Inputs;
using Hypervisor.Hcall;

namespace Cli.Rendering;

/// <summary>Hypercall ABIs, and what is found by them, as JSON. Numbers of calls are texts in hexadecimal.</summary>
internal static class HcallJson
{
    /// <summary>Prints one document.</summary>
    public static void Print(Host host, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true })) write(json);
        output.Write("\n"u8);
        host.Out.Write(output.WrittenSpan);
    }

    /// <summary>An ABI; with <paramref name="details"/> all about it.</summary>
    public static void Abi(Utf8JsonWriter json, HcallAbi abi, bool details)
    {
        json.WriteStartObject();
        json.WriteString("name", abi.Name);
        json.WriteString("title", abi.Title);
        json.WriteString("extends", abi.Base?.Name);
        json.WriteString("conduit", abi.Conduit.ToString());
        json.WriteNumber("calls", abi.Functions.Count);
        if (details)
        {
            json.WriteStartObject("registers");
            foreach (var registers in abi.Registers)
            {
                json.WriteStartObject(registers.Architecture);
                json.WriteString("function", registers.Function);
                Texts(json, "arguments", registers.Arguments);
                Texts(json, "results", registers.Results);
                json.WriteString("client", registers.Client);
                Texts(json, "clobbered", registers.Clobbered);
                json.WriteString("preserved", registers.Preserved);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartArray("ranges");
            foreach (var range in abi.Base is null ? abi.Numbers.Ranges : abi.Claims) Range(json, range);
            json.WriteEndArray();
            json.WriteStartArray("functions");
            foreach (var function in abi.Functions) Function(json, function);
            json.WriteEndArray();
            json.WriteStartArray("status");
            foreach (var code in abi.Status.Codes)
            {
                json.WriteStartObject();
                json.WriteString("name", code.Name);
                json.WriteNumber("value", code.Value);
                json.WriteString("description", code.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Texts(json, "sources", abi.Sources);
        }

        json.WriteEndObject();
    }

    /// <summary>A decoded function id.</summary>
    public static void Number(
        Utf8JsonWriter json, ulong value, IReadOnlyList<DecodedNumber> decoded, List<(HcallAbi Abi, HcallDetection Detection)> answers)
    {
        json.WriteStartObject();
        json.WriteString("number", $"0x{value:x8}");
        json.WriteBoolean("known", decoded.Any(entry => entry.Function is not null));
        json.WriteStartArray("abis");
        foreach (var entry in decoded)
        {
            json.WriteStartObject();
            json.WriteString("abi", entry.Abi.Name);
            json.WriteString("title", entry.Abi.Title);
            json.WritePropertyName("function");
            if (entry.Function is { } function) Function(json, function);
            else json.WriteNullValue();
            json.WriteBoolean("wide", entry.Is64);
            Fields(json, entry.Fields);
            json.WritePropertyName("range");
            if (entry.Range is { } range) Range(json, range);
            else json.WriteNullValue();
            Texts(json, "impossible", entry.Impossible);
            json.WriteString("conduit", entry.Abi.Conduit.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("answers");
        foreach (var (abi, detection) in answers)
        {
            json.WriteStartObject();
            json.WriteString("abi", abi.Name);
            Texts(json, "words", [.. detection.Answer.Select(word => $"0x{word:x8}")]);
            json.WriteString("description", detection.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A decoded status.</summary>
    public static void Status(Utf8JsonWriter json, ulong value, IReadOnlyList<DecodedStatus> decoded)
    {
        json.WriteStartObject();
        json.WriteString("status", $"0x{value:x8}");
        json.WriteBoolean("known", decoded.Any(entry => entry.Code is not null));
        json.WriteStartArray("abis");
        foreach (var entry in decoded)
        {
            json.WriteStartObject();
            json.WriteString("abi", entry.Abi.Name);
            json.WriteString("name", entry.Code?.Name);
            json.WriteString("description", entry.Code?.Description);
            Fields(json, entry.Fields);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A collision.</summary>
    public static void Collision(Utf8JsonWriter json, HcallCollision collision)
    {
        json.WriteStartObject();
        json.WriteString("kind", collision.Kind switch
        {
            HcallCollisionKind.Number => "number",
            HcallCollisionKind.Range => "range",
            _ => "shared",
        });
        json.WriteString("first", collision.First.Name);
        json.WriteString("second", collision.Second.Name);
        json.WriteString("conduit", collision.Conduit);
        json.WriteStartArray("numbers");
        foreach (var place in collision.Places)
        {
            json.WriteStartObject();
            json.WriteString("number", $"0x{place.Number:x8}");
            json.WriteString("first", place.First);
            json.WriteString("second", place.Second);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("range");
        if (collision.Range is { } range) Range(json, range);
        else json.WriteNullValue();
        json.WriteString("explanation", collision.Explanation);
        json.WriteEndObject();
    }

    /// <summary>A finding about a node, one object a line.</summary>
    public static void Finding(IBufferWriter<byte> output, HcallFinding finding, LoadedTree input)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            var at = input.Map?.Resolve(finding.Span);
            json.WriteStartObject();
            json.WriteString("file", at?.File ?? (input.Path == "-" ? "<stdin>" : input.Path));
            if (at is null)
            {
                json.WriteNull("line");
                json.WriteNull("column");
            }
            else
            {
                json.WriteNumber("line", at.Line);
                json.WriteNumber("column", at.Column);
            }

            json.WriteString("severity", SeverityName.Of(finding.Rule.Severity));
            json.WriteString("rule", finding.Rule.Id);
            json.WriteString("name", finding.Rule.Name);
            json.WriteString("node", finding.NodePath);
            json.WriteString("property", finding.Property);
            json.WriteString("message", finding.Message);
            json.WriteString("consequence", finding.Consequence);
            json.WriteString("help", finding.Help);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Function(Utf8JsonWriter json, HcallFunction function)
    {
        json.WriteStartObject();
        json.WriteString("name", function.Name);
        json.WriteString("number", $"0x{function.Number:x8}");
        json.WriteString("number64", function.Number64 is { } wide ? $"0x{wide:x8}" : null);
        if (function.Arguments is { } count) json.WriteNumber("arguments", count);
        else json.WriteNull("arguments");
        json.WriteString("since", function.Since);
        json.WriteString("description", function.Description);
        json.WriteEndObject();
    }

    private static void Range(Utf8JsonWriter json, HcallRange range)
    {
        json.WriteStartObject();
        json.WriteString("first", $"0x{range.First:x8}");
        json.WriteString("last", $"0x{range.Last:x8}");
        json.WriteString("name", range.Name);
        json.WriteString("kind", range.Kind);
        json.WriteString("abi", range.Abi);
        json.WriteEndObject();
    }

    private static void Fields(Utf8JsonWriter json, IReadOnlyList<DecodedField> fields)
    {
        json.WriteStartArray("fields");
        foreach (var (field, value, meaning) in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteNumber("high", field.High);
            json.WriteNumber("low", field.Low);
            json.WriteNumber("value", value);
            json.WriteString("meaning", meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
