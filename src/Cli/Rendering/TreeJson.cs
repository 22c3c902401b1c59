using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Dtc.Compiler.Comparison;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>Nodes and properties as JSON objects.</summary>
internal static class TreeJson
{
    /// <summary>Trees may be nested deeper than writers expect.</summary>
    public static JsonWriterOptions Options => new() { MaxDepth = int.MaxValue };

    /// <summary>
    /// A property: its name, the value as source and in hexadecimal, and as strings or cells where it can be those.
    /// </summary>
    public static void Property(Utf8JsonWriter json, Node node, Property property, TreeLines lines)
    {
        json.WriteStartObject();
        json.WriteString("name", property.Name.ToString());
        json.WriteString("value", lines.Value(property));
        json.WriteString("hex", Convert.ToHexStringLower(property.Value));
        if (ValueText.IsStrings(property.Value))
        {
            json.WriteStartArray("strings");
            foreach (var range in property.Value[..^1].Split((byte)0))
                json.WriteStringValue(Encoding.UTF8.GetString(property.Value[range]));
            json.WriteEndArray();
        }
        else if (property.Length > 0 && property.Length % 4 == 0)
        {
            json.WriteStartArray("cells");
            for (var at = 0; at < property.Length; at += 4)
                json.WriteNumberValue(BinaryPrimitives.ReadUInt32BigEndian(property.Value[at..]));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A node: its path, properties and children; the children by name only unless recursive.</summary>
    public static void Node(Utf8JsonWriter json, Node node, TreeLines lines, bool recursive)
    {
        json.WriteStartObject();
        json.WriteString("path", node.Path);
        json.WriteStartArray("properties");
        foreach (var property in node.Properties) Property(json, node, property, lines);
        json.WriteEndArray();
        json.WriteStartArray("children");
        foreach (var child in node.Children)
        {
            if (recursive) Node(json, child, lines, true);
            else json.WriteStringValue(child.Name.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
