using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;

namespace Hypervisor.Hosts;

/// <summary>
/// Values of properties as what they usually are, read as Xen and Linux read them: a number is the first cell, a string ends with
/// its zero, compatibles are compared without regard to case, what is left over at the end of cells does not count.
/// </summary>
internal static class NodeValues
{
    private const int LongestName = 256;

    /// <summary>A property by its name.</summary>
    public static Property? Find(this Node node, string name)
    {
        Span<byte> utf8 = stackalloc byte[LongestName];
        if (!Encoding.UTF8.TryGetBytes(name, utf8, out var length)) return null;
        foreach (var property in node.Properties)
        {
            if (property.Name.Length == length && property.Name.Utf8.SequenceEqual(utf8[..length])) return property;
        }

        return null;
    }

    /// <summary>A child by its whole name.</summary>
    public static Node? Child(this Node node, string name)
    {
        foreach (var child in node.Children)
        {
            if (child.Name.ToString() == name) return child;
        }

        return null;
    }

    /// <summary>The children as a list of their own.</summary>
    public static List<Node> AsEnumerable(this ChildEnumerable children)
    {
        var list = new List<Node>();
        foreach (var child in children) list.Add(child);
        return list;
    }

    /// <summary>The cells of a property; null when there is no such property.</summary>
    public static uint[]? Cells(this Node node, string name) => node.Find(name)?.Cells();

    /// <summary>The cells of a value.</summary>
    public static uint[] Cells(this Property property)
    {
        var cells = new uint[property.Length / 4];
        for (var i = 0; i < cells.Length; i++) cells[i] = BinaryPrimitives.ReadUInt32BigEndian(property.Value[(i * 4)..]);
        return cells;
    }

    /// <summary>The first cell of a property; null when there is none.</summary>
    public static uint? Cell(this Node node, string name) =>
        node.Find(name) is { Length: >= 4 } property ? BinaryPrimitives.ReadUInt32BigEndian(property.Value) : null;

    /// <summary>The strings of a property; none when it is not there.</summary>
    public static string[] Strings(this Node node, string name) => node.Find(name) is { Length: > 0 } property ? property.Strings() : [];

    /// <summary>The strings of a value.</summary>
    public static string[] Strings(this Property property) => Encoding.UTF8.GetString(property.Value).TrimEnd('\0').Split('\0');

    /// <summary>The first string of a property; null when there is none or it has no end.</summary>
    public static string? Text(this Node node, string name) => node.Find(name)?.Text();

    /// <summary>The first string of a value; null when it has no end.</summary>
    public static string? Text(this Property property)
    {
        var end = property.Value.IndexOf((byte)0);
        return end < 0 ? null : Encoding.UTF8.GetString(property.Value[..end]);
    }

    /// <summary>True when the node has a compatible of the list; the first of the list that it has comes along.</summary>
    public static bool IsCompatible(this Node node, IEnumerable<string> list, out string matched)
    {
        matched = "";
        if (node.Find("compatible") is not { } property) return false;
        var own = property.Strings();
        foreach (var wanted in list)
        {
            foreach (var have in own)
            {
                if (!string.Equals(have, wanted, StringComparison.OrdinalIgnoreCase)) continue;
                matched = wanted;
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the node has a compatible of the list.</summary>
    public static bool IsCompatible(this Node node, IEnumerable<string> list) => node.IsCompatible(list, out _);

    /// <summary>True when the node has the compatible.</summary>
    public static bool IsCompatible(this Node node, string compatible) => node.IsCompatible([compatible], out _);

    /// <summary>True for nodes without a status, or with one that says so.</summary>
    public static bool IsAvailable(this Node node) => node.Text("status") is null or "okay" or "ok";

    /// <summary>The phandle, however the property is called; 0 for none.</summary>
    public static uint PhandleOf(this Node node)
    {
        foreach (var property in node.Properties)
        {
            if (property.Length >= 4 && (property.Name.Utf8.SequenceEqual("phandle"u8) || property.Name.Utf8.SequenceEqual("linux,phandle"u8))
                && BinaryPrimitives.ReadUInt32BigEndian(property.Value) is not 0 and var phandle) return phandle;
        }

        return 0;
    }

    /// <summary>A number of up to two cells; of more the last two count.</summary>
    public static ulong Number(ReadOnlySpan<uint> cells)
    {
        ulong number = 0;
        foreach (var cell in cells) number = (number << 32) | cell;
        return number;
    }
}
