using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Findings;

/// <summary>A place in a tree: a node, one of its properties, or a part of that property's value.</summary>
/// <param name="NodePath">Path of the node; null when it is the blob as a whole.</param>
/// <param name="Property">Name of the property; null when it is the node itself.</param>
/// <param name="Offset">First byte of the part within the value.</param>
/// <param name="Length">Length of the part in bytes; -1 when it is the whole property.</param>
public sealed record FindingPlace(string? NodePath, string? Property = null, int Offset = 0, int Length = -1)
{
    /// <summary>The place that a path leads to, starting from a node; as far as the path can be followed.</summary>
    /// <param name="node">The node.</param>
    /// <param name="nodePath">Its path.</param>
    /// <param name="path">Names of children and properties, then places in lists.</param>
    /// <param name="symbols">The names.</param>
    internal static FindingPlace Of(TypedObject node, string nodePath, IEnumerable<PathItem> path, SymbolTable symbols)
    {
        var place = new FindingPlace(nodePath);
        var value = TypedValue.Of(node);
        foreach (var item in path)
        {
            if (value.Kind == TypedKind.Object && item.Name is { } name)
            {
                // What a node is called stands where it is opened.
                if (name == "$nodename" || !value.Object.TryGet(symbols[name], out value)) return place;
                place = value.Kind == TypedKind.Object ? new FindingPlace(Join(place.NodePath!, name)) : place with { Property = name };
            }
            else if (value.Kind == TypedKind.Array && item.Name is null && item.Index < value.Items.Length)
            {
                var offset = place.Offset;
                foreach (ref readonly var before in value.Items.AsSpan(0, item.Index)) offset += SizeOf(before);
                value = value.Items[item.Index];
                place = place with { Offset = offset, Length = SizeOf(value) };
            }
            else
            {
                return place;
            }
        }

        return place;
    }

    /// <summary>The path of a child.</summary>
    internal static string Join(string parent, string name) => parent == "/" ? parent + name : $"{parent}/{name}";

    /// <summary>Bytes that a decoded value had.</summary>
    internal static int SizeOf(in TypedValue value)
    {
        switch (value.Kind)
        {
            case TypedKind.Integer:
                return value.Width / 8;
            case TypedKind.String:
                return value.String.Length + 1;
            case TypedKind.Bytes:
                return value.Bytes.Length;
            case TypedKind.Array:
                var size = 0;
                foreach (ref readonly var item in value.Items.AsSpan()) size += SizeOf(item);
                return size;
            default:
                return 0;
        }
    }
}
