using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees;

/// <summary>Writes nodes and properties of a tree in order, and notes where each came from.</summary>
internal sealed class TreeWriter
{
    private readonly Stack<Node> _open = new();

    /// <summary>Starts a tree with an open root.</summary>
    public TreeWriter(NameTable names, string? origin = null)
    {
        Tree = new DeviceTree(names);
        _open.Push(Tree.Root);
        if (origin is not null) Origins[Tree.Root] = origin;
    }

    /// <summary>The tree so far.</summary>
    public DeviceTree Tree { get; }

    /// <summary>Where nodes and properties came from.</summary>
    public Dictionary<object, string> Origins { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The open node.</summary>
    public Node Current => _open.Peek();

    /// <summary>Opens a child of the open node.</summary>
    public Node Begin(string name, string? origin = null) => Begin(Encoding.UTF8.GetBytes(name), origin);

    /// <summary>Opens a child of the open node.</summary>
    public Node Begin(ReadOnlySpan<byte> name, string? origin = null)
    {
        var node = new Node(Tree.Names.Intern(name), SourceSpan.None);
        Current.Append(node);
        _open.Push(node);
        if (origin is not null) Origins[node] = origin;
        return node;
    }

    /// <summary>Opens a child with a unit address in lower case hexadecimal digits.</summary>
    public Node Begin(string name, ulong address, string? origin = null) =>
        Begin(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}@{address:x}"), origin);

    /// <summary>Closes the open node.</summary>
    public void End() => _open.Pop();

    /// <summary>A property without a value.</summary>
    public void Flag(string name) => Bytes(name, default);

    /// <summary>A list of 32-bit cells.</summary>
    public void Cells(string name, params ReadOnlySpan<uint> cells)
    {
        var bytes = new byte[cells.Length * 4];
        for (var i = 0; i < cells.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), cells[i]);
        Bytes(name, bytes, [new Marker(MarkerKind.UInt32, 0, null, SourceSpan.None)]);
    }

    /// <summary>A 64-bit number, as two cells.</summary>
    public void Number64(string name, ulong value) => Cells(name, (uint)(value >> 32), (uint)value);

    /// <summary>A list of strings.</summary>
    public void Strings(string name, params ReadOnlySpan<string> values)
    {
        var bytes = new List<byte>();
        var markers = new Marker[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            markers[i] = new Marker(MarkerKind.String, bytes.Count, null, SourceSpan.None);
            bytes.AddRange(Encoding.UTF8.GetBytes(values[i]));
            bytes.Add(0);
        }

        Bytes(name, bytes.ToArray(), markers);
    }

    /// <summary>A list of addresses and sizes.</summary>
    /// <param name="name">The property.</param>
    /// <param name="addressCells">Cells of an address, 0 to 2.</param>
    /// <param name="sizeCells">Cells of a size, 0 to 2.</param>
    /// <param name="ranges">The entries.</param>
    public void Ranges(string name, int addressCells, int sizeCells, params ReadOnlySpan<AddressRange> ranges)
    {
        var cells = new List<uint>();
        foreach (var range in ranges)
        {
            Add(range.Address, addressCells);
            Add(range.Size, sizeCells);
        }

        Cells(name, cells.ToArray());

        void Add(ulong value, int count)
        {
            if (count > 1) cells.Add((uint)(value >> 32));
            if (count > 0) cells.Add((uint)value);
        }
    }

    /// <summary>A property of any value.</summary>
    public Property Bytes(string name, ReadOnlySpan<byte> value, ReadOnlySpan<Marker> markers = default) =>
        Bytes(Encoding.UTF8.GetBytes(name), value, markers);

    /// <summary>A property of any value.</summary>
    public Property Bytes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<Marker> markers = default)
    {
        var property = new Property(Tree.Names.Intern(name), SourceSpan.None);
        Tree.SetValue(property, value, markers);
        Current.Append(property);
        return property;
    }

    /// <summary>Copies a property of another tree; what its source called the values' types goes along, references do not.</summary>
    public Property Copy(Property property, string? name = null)
    {
        var markers = new List<Marker>();
        foreach (var marker in property.Markers)
        {
            if (marker.IsType) markers.Add(new Marker(marker.Kind, marker.Offset, null, SourceSpan.None));
        }

        return Bytes(name is null ? property.Name.Utf8 : Encoding.UTF8.GetBytes(name), property.Value, markers.ToArray());
    }

    /// <summary>Copies all properties and children of a node into the open one.</summary>
    public void CopyBody(Node node, Func<Node, string?>? origin = null)
    {
        foreach (var property in node.Properties) Copy(property);
        foreach (var child in node.Children)
        {
            Begin(child.Name.Utf8, origin?.Invoke(child));
            CopyBody(child, origin);
            End();
        }
    }

    /// <summary>Notes where the property that was written last came from.</summary>
    public void Origin(Property property, string origin) => Origins[property] = origin;
}
