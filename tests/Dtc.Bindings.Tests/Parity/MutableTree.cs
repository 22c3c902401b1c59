using Dtc.Fdt;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>A blob taken apart, to be changed and put together again.</summary>
internal sealed class MutableTree
{
    private MutableTree(MutableNode root, List<MutableNode> nodes)
    {
        Root = root;
        Nodes = nodes;
    }

    public MutableNode Root { get; }

    /// <summary>All nodes in the order of the blob, the root first.</summary>
    public List<MutableNode> Nodes { get; }

    public static MutableTree Read(byte[] blob)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out var error)) throw new ArgumentException($"no blob: {error}", nameof(blob));
        var nodes = new List<MutableNode>();
        return new MutableTree(Read(reader.Root, nodes), nodes);
    }

    public byte[] Write()
    {
        var writer = new FdtWriter();
        Write(Root, writer);
        return writer.Finish(default);
    }

    private static MutableNode Read(FdtNode source, List<MutableNode> nodes)
    {
        var node = new MutableNode(source.Name.ToArray());
        nodes.Add(node);
        foreach (var property in source.Properties) node.Properties.Add((property.Name.ToArray(), property.Value.ToArray()));
        foreach (var child in source.Children) node.Children.Add(Read(child, nodes));
        return node;
    }

    private static void Write(MutableNode node, FdtWriter writer)
    {
        writer.BeginNode(node.Name);
        foreach (var (name, value) in node.Properties) writer.Property(name, value);
        foreach (var child in node.Children) Write(child, writer);
        writer.EndNode();
    }
}

/// <summary>A node of a <see cref="MutableTree"/>.</summary>
internal sealed class MutableNode(byte[] name)
{
    public byte[] Name { get; set; } = name;

    public List<(byte[] Name, byte[] Value)> Properties { get; } = [];

    public List<MutableNode> Children { get; } = [];
}
