using System.Text.Json;

namespace Dtc.Bindings.Documents;

/// <summary>Reads a JSON document, such as a schema that dt-mk-schema processed. Values have no positions.</summary>
public static class JsonReader
{
    /// <summary>Nesting of arrays and objects; processed schemas reach about 30.</summary>
    public const int MaximumDepth = 256;

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">UTF-8, with or without a byte order mark.</param>
    /// <exception cref="DocumentException">It is damaged.</exception>
    public static SchemaValue Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaximumDepth });
        try
        {
            reader.Read();
            var value = ReadValue(ref reader);
            reader.Read();
            return value;
        }
        catch (JsonException fault)
        {
            var position = new SchemaPosition((int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1);
            throw new DocumentException("the text is not JSON: " + Reason(fault.Message), position);
        }
        catch (InvalidOperationException)
        {
            // A string that holds an escaped lone surrogate, or bytes that are no UTF-8.
            var before = bytes[..(int)Math.Min(reader.TokenStartIndex, bytes.Length)];
            var line = before.Count((byte)'\n') + 1;
            throw new DocumentException(
                "a string is no Unicode text", new SchemaPosition(line, before.Length - before.LastIndexOf((byte)'\n')));
        }
    }

    private static SchemaValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new SchemaMembers();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = StringPool.Share(reader.GetString()!);
                    reader.Read();
                    members.Set(key, ReadValue(ref reader));
                }

                return SchemaValue.Of(members);
            case JsonTokenType.StartArray:
                var items = new List<SchemaValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(ref reader));
                return SchemaValue.Of(items);
            case JsonTokenType.String:
                return SchemaValue.Of(StringPool.Share(reader.GetString()!));
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? SchemaValue.Of((Int128)number) : ReadLongNumber(ref reader);
            case JsonTokenType.True:
                return SchemaValue.Of(true);
            case JsonTokenType.False:
                return SchemaValue.Of(false);
            default:
                return SchemaValue.Null();
        }
    }

    private static SchemaValue ReadLongNumber(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        return Int128.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var integer)
            ? SchemaValue.Of(integer)
            : SchemaValue.Of(reader.GetDouble());
    }

    // Without the place, which has its own field.
    private static string Reason(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
