using System.Buffers;
using Dtc.Fdt;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>Writes a finished tree as a blob.</summary>
internal sealed class BlobOutput
{
    private readonly FdtWriter _writer = new();
    private readonly ArrayBufferWriter<byte> _path = new();
    private int[] _nameOffsets = [];
    private DeviceTree _tree = null!;

    /// <summary>The blob. <paramref name="minimumExceeded"/>: it is larger than the minimum size asked for.</summary>
    /// <exception cref="FdtTooLargeException">The blob would exceed 2 GiB.</exception>
    public byte[] Write(DeviceTree tree, CompileOptions options, out bool minimumExceeded)
    {
        _tree = tree;
        _writer.Reset(options.Version);
        if (_nameOffsets.Length < tree.Names.Count) _nameOffsets = new int[tree.Names.Count * 2];
        else Array.Clear(_nameOffsets);
        foreach (var reservation in tree.Reservations) _writer.AddReservation(reservation.Address, reservation.Size);
        Node(tree.Root);
        var layout = new FdtLayout
        {
            BootCpu = tree.BootCpu,
            ReservedEntries = options.ReservedEntries,
            MinimumSize = options.MinimumSize,
            Padding = options.Padding,
            Alignment = options.Alignment,
        };
        var blob = _writer.Finish(layout);
        minimumExceeded = _writer.MinimumSizeExceeded;
        return blob;
    }

    private void Node(Node node)
    {
        if (node.Deleted) return;
        if (_writer.UsesFullPaths)
        {
            _path.Clear();
            node.WritePath(_path);
            _writer.BeginNode(_path.WrittenSpan);
        }
        else _writer.BeginNode(node.Name.Utf8);

        foreach (var property in node.Properties)
        {
            ref var offset = ref _nameOffsets[property.Name.Id]; // one more than the offset; 0 for not placed yet
            if (offset == 0) offset = _writer.InternString(property.Name.Utf8) + 1;
            _writer.Property(offset - 1, property.Value);
        }

        foreach (var child in node.Children) Node(child);
        _writer.EndNode();
    }
}
