using System.Globalization;
using System.Text;
using Dtc.Bindings.Decoding;
using Dtc.Tree;

namespace Dtc.Bindings.SideBySide;

/// <summary>Makes a tree in which one child of the root has other values, to try them.</summary>
internal static class NodeEdit
{
    /// <summary>The tree with the node replaced, or added at the end.</summary>
    /// <param name="source">The tree.</param>
    /// <param name="path">Path of the node, below the root.</param>
    /// <param name="name">Its name from now on.</param>
    /// <param name="without">Properties and children that are left out.</param>
    /// <param name="values">Values in the words of source by property; what is not named stays.</param>
    public static BindingTree Replace(BindingTree source, string path, string name, Dictionary<string, string> values, HashSet<string> without)
    {
        HashSet<string> replaced = [.. without, .. values.Keys];
        var tree = new DeviceTree(new NameTable());
        var node = new Node(tree.Names.Intern(Encoding.UTF8.GetBytes(name)), SourceSpan.None);
        CopyProperties(source, 0, tree.Root, tree, []);
        for (var child = source.FirstChild(0); child >= 0; child = source.NextSibling(child))
        {
            var isOld = path == "/" + Encoding.UTF8.GetString(source.NodeName(child));
            var copy = isOld ? node : new Node(tree.Names.Intern(source.NodeName(child)), SourceSpan.None);
            if (!isOld) tree.Root.Append(copy);
            CopyProperties(source, child, copy, tree, isOld ? replaced : []);
            CopyChildren(source, child, copy, tree);
        }

        foreach (var (property, text) in values) Add(node, tree.Names.Intern(Encoding.UTF8.GetBytes(property)), Bytes(text));
        tree.Root.Append(node);
        return BindingTree.FromTree(tree);
    }

    private static void CopyProperties(BindingTree source, int index, Node node, DeviceTree tree, HashSet<string> without)
    {
        var (first, count) = source.PropertiesOf(index);
        for (var i = first; i < first + count; i++)
        {
            if (!without.Contains(Encoding.UTF8.GetString(source.PropertyName(i)))) Add(node, tree.Names.Intern(source.PropertyName(i)), source.PropertyValue(i).ToArray());
        }
    }

    private static void CopyChildren(BindingTree source, int index, Node node, DeviceTree tree)
    {
        for (var child = source.FirstChild(index); child >= 0; child = source.NextSibling(child))
        {
            var copy = new Node(tree.Names.Intern(source.NodeName(child)), SourceSpan.None);
            node.Append(copy);
            CopyProperties(source, child, copy, tree, []);
            CopyChildren(source, child, copy, tree);
        }
    }

    private static void Add(Node node, Name name, byte[] value)
    {
        var property = new Property(name, SourceSpan.None);
        property.SetValue(value, 0, value.Length);
        node.Append(property);
    }

    // Cells and strings are all that examples are made of.
    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        foreach (var part in text.Split(", "))
        {
            if (part is ['"', .., '"'])
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(part[1..^1]));
                bytes.Add(0);
                continue;
            }

            foreach (var cell in part.Trim('<', '>').Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var hex = cell.StartsWith("0x", StringComparison.Ordinal);
                var number = uint.Parse(hex ? cell[2..] : cell, hex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture);
                for (var shift = 24; shift >= 0; shift -= 8) bytes.Add((byte)(number >> shift));
            }
        }

        return [.. bytes];
    }
}
