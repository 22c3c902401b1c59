using System.Text;

namespace Dtc.Fdt.Tests;

/// <summary>One edit with arguments, done to an editor or to libfdt.</summary>
internal sealed record RandomEdit(int Kind, int Node, int Parent, byte[] Name, byte[] Value, int Number)
{
    private static readonly string[] Names =
    [
        "reg", "compatible", "phandle", "status", "g", "tatus", "a-rather-long-property-name", "#address-cells",
        "new", "soc", "serial@0", "serial", "x@1,2", "bus@7e000000", "", "ranges",
    ];

    /// <summary>Picks an edit for a tree, most of them sensible.</summary>
    public static RandomEdit Next(Random random, ReadOnlySpan<byte> blob)
    {
        // Offsets of nodes, and some at which there is none.
        List<int> offsets = [1, 2, 0x10000];
        if (FdtReader.TryOpen(blob, out var reader, out _))
        {
            for (var cursor = reader.Cursor; cursor.Read();)
            {
                if (cursor.Token == FdtToken.BeginNode || random.Next(16) == 0) offsets.Add(cursor.Offset);
            }
        }

        var value = new byte[random.Next(4) == 0 ? random.Next(60) : 4 * random.Next(4)];
        random.NextBytes(value);
        return new RandomEdit(
            random.Next(16),
            offsets[random.Next(offsets.Count)],
            offsets[random.Next(offsets.Count)],
            Encoding.ASCII.GetBytes(Names[random.Next(Names.Length)]),
            value,
            random.Next(5));
    }

    /// <summary>Does it and returns an offset, 0, or an error code negated.</summary>
    public int Apply(FdtEditor editor)
    {
        int node;
        switch (Kind)
        {
            case 0 or 1 or 2:
                return -(int)editor.SetProperty(Node, Name, Value);
            case 3:
                return -(int)editor.AppendProperty(Node, Name, Value);
            case 4:
                return -(int)editor.RemoveProperty(Node, Name);
            case 5 or 6:
                var error = editor.AddNode(Node, Name, out node);
                return error == FdtError.None ? node : -(int)error;
            case 7 when Node != 0:
                return -(int)editor.RemoveNode(Node);
            case 8:
                return -(int)editor.Rename(Node, Name);
            case 9:
                return -(int)editor.AddReservation((ulong)Value.Length << 32, (ulong)Number);
            case 10:
                return -(int)editor.RemoveReservation(Number);
            case 11:
                return -(int)editor.SetPropertyInPlace(Node, Name, Value);
            case 12:
                return -(int)editor.SetPropertyPartInPlace(Node, Name, Number, Value);
            case 13 when Number == 0:
                return -(int)editor.NopProperty(Node, Name);
            case 13 when Number == 1 && Node != 0:
                return -(int)editor.NopNode(Node);
            case 14:
                error = editor.MakeProperty(Node, Name, Value.Length, out var memory);
                if (error == FdtError.None) Value.CopyTo(memory);
                return -(int)error;
            case 15 when Number == 0:
                return -(int)editor.Pack();
            default:
                return -(int)editor.AppendAddressRange(Parent, Node, Name, (ulong)Value.Length << (16 * Number), (ulong)Number);
        }
    }

    /// <summary>Does it and returns what libfdt returns.</summary>
    public unsafe int Apply(byte* blob)
    {
        byte[] text = [.. Name, 0];
        byte[] bytes = [.. Value, 0];
        fixed (byte* name = text, value = bytes)
        {
            switch (Kind)
            {
                case 0 or 1 or 2:
                    return Libfdt.SetProperty(blob, Node, name, value, Value.Length);
                case 3:
                    return Libfdt.AppendProperty(blob, Node, name, value, Value.Length);
                case 4:
                    return Libfdt.RemoveProperty(blob, Node, name);
                case 5 or 6:
                    return Libfdt.AddNode(blob, Node, name, Name.Length);
                case 7 when Node != 0:
                    return Libfdt.RemoveNode(blob, Node);
                case 8:
                    return Libfdt.Rename(blob, Node, name);
                case 9:
                    return Libfdt.AddReservation(blob, (ulong)Value.Length << 32, (ulong)Number);
                case 10:
                    return Libfdt.RemoveReservation(blob, Number);
                case 11:
                    return Libfdt.SetPropertyInPlace(blob, Node, name, value, Value.Length);
                case 12:
                    return Libfdt.SetPropertyPart(blob, Node, name, Name.Length, (uint)Number, value, Value.Length);
                case 13 when Number == 0:
                    return Libfdt.NopProperty(blob, Node, name);
                case 13 when Number == 1 && Node != 0:
                    return Libfdt.NopNode(blob, Node);
                case 14:
                    byte* memory;
                    var error = Libfdt.MakeProperty(blob, Node, name, Value.Length, &memory);
                    if (error == 0) Value.CopyTo(new Span<byte>(memory, Value.Length));
                    return error;
                case 15 when Number == 0:
                    return Libfdt.Pack(blob);
                default:
                    return Libfdt.AppendAddressRange(
                        blob, Parent, Node, name, (ulong)Value.Length << (16 * Number), (ulong)Number);
            }
        }
    }
}
