using System.Text.Json;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Tests;

/// <summary>JSON as schema values, in the order of the text.</summary>
internal static class Json
{
    public static SchemaValue Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Convert(document.RootElement);
    }

    public static SchemaValue Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new SchemaMembers();
                foreach (var property in element.EnumerateObject()) members.Set(property.Name, Convert(property.Value));
                return SchemaValue.Of(members);
            case JsonValueKind.Array:
                return SchemaValue.Of(element.EnumerateArray().Select(Convert).ToList());
            case JsonValueKind.String:
                return SchemaValue.Of(element.GetString()!);
            case JsonValueKind.Number:
                return Int128.TryParse(element.GetRawText(), out var integer)
                    ? SchemaValue.Of(integer)
                    : SchemaValue.Of(element.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return SchemaValue.Of(element.GetBoolean());
            default:
                return SchemaValue.Null();
        }
    }
}
