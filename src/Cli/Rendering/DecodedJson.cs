using System.Text.Json;
using Dtc.Bindings.Values;

namespace Cli.Rendering;

/// <summary>
/// Decoded trees as JSON: a node is an object of its properties and children in the order of the tree; integers, lists and
/// lists of lists are what they are; a property without a value is true; bytes that have no type are
/// <c>{"bytes": "00ff"}</c>. No node looks like that, since strings only stand in lists.
/// </summary>
internal static class DecodedJson
{
    /// <summary>Writes a node.</summary>
    public static void Write(Utf8JsonWriter json, TypedObject node)
    {
        json.WriteStartObject();
        for (var i = 0; i < node.Count; i++)
        {
            json.WritePropertyName(node.NameAt(i).Text);
            Write(json, node.ValueAt(i));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in TypedValue value)
    {
        switch (value.Kind)
        {
            case TypedKind.Boolean:
                json.WriteBooleanValue(value.Boolean);
                break;
            case TypedKind.Integer when value.Integer > long.MaxValue:
                json.WriteNumberValue((ulong)value.Integer);
                break;
            case TypedKind.Integer:
                json.WriteNumberValue((long)value.Integer);
                break;
            case TypedKind.String:
                json.WriteStringValue(value.String);
                break;
            case TypedKind.Bytes:
                json.WriteStartObject();
                json.WriteString("bytes", Convert.ToHexStringLower(value.Bytes));
                json.WriteEndObject();
                break;
            case TypedKind.Array:
                json.WriteStartArray();
                foreach (ref readonly var item in value.Items.AsSpan()) Write(json, item);
                json.WriteEndArray();
                break;
            case TypedKind.Object:
                Write(json, value.Object);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
