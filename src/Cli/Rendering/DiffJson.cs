using System.Buffers;
using System.Text.Json;
using Cli.Hosting;
using Cli.Inputs;
using Dtc.Compiler.Comparison;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>Differences of two trees for programs: one JSON object on one line.</summary>
internal sealed class DiffJson(LoadedTree left, LoadedTree right)
{
    private readonly TreeLines _left = new(left);
    private readonly TreeLines _right = new(right);

    /// <summary>Writes the differences, none too, to standard output.</summary>
    public void Write(IReadOnlyList<TreeChange> changes, Host host)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("left", left.Path);
            json.WriteString("right", right.Path);
            json.WriteBoolean("equal", changes.Count == 0);
            json.WriteStartArray("changes");
            foreach (var change in changes) Write(json, change);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        host.Out.Write(output.WrittenSpan);
    }

    private void Write(Utf8JsonWriter json, TreeChange change)
    {
        json.WriteStartObject();
        json.WriteString("kind", change.Kind switch
        {
            ChangeKind.NodeAdded => "node-added",
            ChangeKind.NodeRemoved => "node-removed",
            ChangeKind.PropertyAdded => "property-added",
            ChangeKind.PropertyRemoved => "property-removed",
            ChangeKind.PropertyChanged => "property-changed",
            ChangeKind.Order => "order",
            ChangeKind.Reservations => "reservations",
            _ => "boot-cpu",
        });
        json.WriteString("path", change.Path);
        if ((change.Left ?? change.Right) is { } property) json.WriteString("property", property.Name.ToString());
        Side(json, "left", left, _left, change.LeftNode, change.Left);
        Side(json, "right", right, _right, change.RightNode, change.Right);
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, string name, LoadedTree input, TreeLines lines, Node? node, Property? property)
    {
        if (node is null) return;
        json.WriteStartObject(name);
        if (property is not null)
        {
            json.WriteString("value", lines.Value(property));
            json.WriteString("hex", Convert.ToHexStringLower(property.Value));
        }

        if (input.Place(property?.Span ?? (node.NameSpan.IsNone ? node.Span : node.NameSpan)) is { } place) json.WriteString("at", place);
        json.WriteEndObject();
    }
}
