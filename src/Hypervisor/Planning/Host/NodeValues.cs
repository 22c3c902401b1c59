using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;

namespace Hypervisor.Planning.Host;

/// <summary>Values of properties as what they usually are. Values of the wrong length are no values.</summary>
internal static class NodeValues
{
    public static Property? Find(this Node node, string name)
    {
        foreach (var property in node.Properties)
        {
            if (property.Name.ToString() == name) return property;
        }

        return null;
    }

    public static Node? Child(this Node node, string name) => node.Children.AsEnumerable().FirstOrDefault(child => child.Name.ToString() == name);

    public static IEnumerable<Node> AsEnumerable(this ChildEnumerable children)
    {
        var list = new List<Node>();
        foreach (var child in children) list.Add(child);
        return list;
    }

    /// <summary>The cells of a value; null when there is no such property or its length is no multiple of four.</summary>
    public static uint[]? Cells(this Node node, string name) => node.Find(name) is { } property ? Cells(property) : null;

    public static uint[]? Cells(Property property)
    {
        var value = property.Value;
        if (value.Length % 4 != 0) return null;
        var cells = new uint[value.Length / 4];
        for (var i = 0; i < cells.Length; i++) cells[i] = BinaryPrimitives.ReadUInt32BigEndian(value[(i * 4)..]);
        return cells;
    }

    /// <summary>A value of one cell.</summary>
    public static uint? Cell(this Node node, string name) => node.Cells(name) is [var cell] ? cell : null;

    /// <summary>The strings of a value; none when there is no such property.</summary>
    public static string[] Strings(this Node node, string name)
    {
        if (node.Find(name) is not { Length: > 0 } property) return [];
        var text = Encoding.UTF8.GetString(property.Value);
        return text.TrimEnd('\0').Split('\0');
    }

    public static string? Text(this Node node, string name) => node.Strings(name) is [var text, ..] ? text : null;

    public static bool IsCompatible(this Node node, IReadOnlyCollection<string> names) =>
        node.Strings("compatible").Any(names.Contains);

    public static bool IsDisabled(this Node node) => node.Text("status") is { } status && status is not ("okay" or "ok");

    /// <summary>#address-cells and #size-cells for the children; the Specification's defaults are 2 and 1.</summary>
    public static (int Address, int Size) ChildCells(this Node node) =>
        ((int)Math.Min(node.Cell("#address-cells") ?? 2, 8), (int)Math.Min(node.Cell("#size-cells") ?? 1, 8));

    /// <summary>One or two cells as a number; null when more than two of them count.</summary>
    public static ulong? Number(ReadOnlySpan<uint> cells)
    {
        ulong number = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            if (number >> 32 != 0) return null;
            number = (number << 32) | cells[i];
        }

        return number;
    }
}
