using System.Buffers.Binary;
using System.Text;

namespace Dtc.Fdt.Tests;

/// <summary>A node to be written as a blob.</summary>
internal sealed class TreeModel(string name)
{
    public string Name { get; } = name;

    public List<(string Name, byte[] Value)> Properties { get; } = [];

    public List<TreeModel> Children { get; } = [];

    public TreeModel Add(string name)
    {
        if (Children.Find(c => c.Name == name) is { } known) return known;
        Children.Add(new TreeModel(name));
        return Children[^1];
    }

    public void Set(string name, params byte[] value)
    {
        var at = Properties.FindIndex(p => p.Name == name);
        if (at < 0) Properties.Add((name, value));
        else Properties[at] = (name, value);
    }

    public void Set(string name, uint cell) => Set(name, Cell(cell));

    public void Set(string name, string text) => Set(name, Encoding.ASCII.GetBytes(text + "\0"));

    public void Append(string name, byte[] value)
    {
        var at = Properties.FindIndex(p => p.Name == name);
        Set(name, at < 0 ? value : [.. Properties[at].Value, .. value]);
    }

    public static byte[] Cell(uint cell)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, cell);
        return value;
    }

    public byte[] ToBlob(int padding = 0)
    {
        var writer = new FdtWriter();
        Write(writer);
        return writer.Finish(new FdtLayout { Padding = padding });
    }

    private void Write(FdtWriter writer)
    {
        writer.BeginNode(Encoding.ASCII.GetBytes(Name));
        foreach (var (name, value) in Properties) writer.Property(Encoding.ASCII.GetBytes(name), value);
        foreach (var child in Children) child.Write(writer);
        writer.EndNode();
    }
}
