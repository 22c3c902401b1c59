using System.Buffers.Binary;
using Dtc.Fdt;
using Dtc.Tree;

namespace Dtc.Compiler.Inputs;

/// <summary>
/// Reads a flattened device tree of any version into a tree, as dtc <c>-I dtb</c> does. That is more lenient than
/// libfdt, whose rules <see cref="FdtReader"/> follows: any version number, blocks anywhere and in any order, a
/// structure that goes on beyond its size. What dtc itself would crash on is refused.
/// </summary>
internal sealed class BlobInput
{
    /// <summary>How deep nodes may nest, for the sake of the passes that recurse; Linux gives up at 64.</summary>
    public const int MaxDepth = 4096;

    private const int FirstVersionWithShortNames = 16;
    private const int PropertyAlignment = 8;
    private const string Premature = "FATAL ERROR: Premature end of data parsing flat device tree";

    private readonly byte[] _blob;
    private readonly DiagnosticBag _diagnostics;
    private readonly int _structure;
    private readonly bool _fullPaths;
    private readonly BlobNames _names;
    private readonly List<Range> _paths = []; // of the nodes that are open, where names are full paths
    private int _at;
    private DeviceTree _tree = null!;

    // Values stay where they are in this copy, which the tree owns from here on.
    private BlobInput(ReadOnlySpan<byte> blob, in BlobLayout layout, NameTable names, DiagnosticBag diagnostics)
    {
        _blob = blob.ToArray();
        _diagnostics = diagnostics;
        _structure = _at = layout.Structure;
        _fullPaths = layout.Version < FirstVersionWithShortNames;
        _names = new BlobNames(_blob, layout.Strings, layout.StringsEnd, names);
    }

    /// <summary>The tree; null when the blob cannot be read, which is then reported.</summary>
    public static DeviceTree? Read(ReadOnlySpan<byte> file, NameTable names, DiagnosticBag diagnostics)
    {
        if (BlobLayout.Read(file, out var layout) is { } fault)
        {
            diagnostics.Add(fault);
            return null;
        }

        var input = new BlobInput(file[..layout.TotalSize], layout, names, diagnostics);
        if (!input.Structure(names, layout.Reservations)) return null;
        var tree = input._tree;
        tree.BootCpu = layout.BootCpu;
        tree.IsPlugin = tree.Root.FindChild(names.Fixups) is not null || tree.Root.FindChild(names.LocalFixups) is not null;
        return tree;
    }

    private bool Structure(NameTable names, int reservations)
    {
        var reserved = new List<MemoryReservation>();
        if (!Reservations(reservations, reserved) || !Word(out var token)) return false;
        if (token != (uint)FdtToken.BeginNode)
        {
            return Fail(_at - 4, $"the structure does not begin with a node but with 0x{token:x8}",
                $"FATAL ERROR: Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0x{token:x8})");
        }

        if (!NodeName(names, out var root)) return false;
        _tree = new DeviceTree(names, root);
        foreach (var reservation in reserved) _tree.Reservations.Add(reservation);
        if (!Nodes(names) || !Word(out token)) return false;
        if (token == (uint)FdtToken.End) return true;
        return Fail(_at - 4, $"the tree is followed by 0x{token:x8} instead of the end of the structure",
            "FATAL ERROR: Device tree blob doesn't end with FDT_END");
    }

    private bool Reservations(int offset, List<MemoryReservation> reservations)
    {
        for (var at = offset; ; at += FdtHeader.ReservationSize)
        {
            if (_blob.Length - at < FdtHeader.ReservationSize) return Fail(at, "the memory reservations have no end", Premature);
            var address = BinaryPrimitives.ReadUInt64BigEndian(_blob.AsSpan(at));
            var size = BinaryPrimitives.ReadUInt64BigEndian(_blob.AsSpan(at + 8));
            if (size == 0) return true;
            reservations.Add(new MemoryReservation(address, size, SourceSpan.None));
        }
    }

    // From behind the root's name to behind its end.
    private bool Nodes(NameTable names)
    {
        var node = _tree.Root;
        for (var depth = 1; ;)
        {
            if (!Word(out var token)) return false;
            switch (token)
            {
                case (uint)FdtToken.Property:
                    if (node.FirstChild is not null) WarnOfOrder();
                    if (!Property(node)) return false;
                    break;
                case (uint)FdtToken.BeginNode:
                    if (++depth > MaxDepth)
                        return Fail(_at - 4, $"nodes are nested more than {MaxDepth} deep", $"FATAL ERROR: Nodes nested more than {MaxDepth} deep");
                    if (!NodeName(names, out var name)) return false;
                    var child = new Node(name, SourceSpan.None);
                    node.Append(child);
                    node = child;
                    break;
                case (uint)FdtToken.EndNode:
                    if (_fullPaths) _paths.RemoveAt(_paths.Count - 1);
                    if (node.Parent is not { } parent) return true;
                    node = parent;
                    depth--;
                    break;
                case (uint)FdtToken.Nop:
                    if (_fullPaths) WarnOfNop();
                    break;
                case (uint)FdtToken.End:
                    return Fail(_at - 4, $"the structure ends within node {node.Path}", "FATAL ERROR: Premature FDT_END in device tree blob");
                default:
                    return Fail(_at - 4, $"0x{token:x8} is no token of a structure",
                        $"FATAL ERROR: Invalid opcode word {token:x8} in device tree blob");
            }
        }
    }

    private bool Property(Node node)
    {
        var start = _at - 4;
        if (!Word(out var length) || !Word(out var nameOffset)) return false;
        if (_names.Find(nameOffset) is not { } name)
        {
            return Fail(start, $"the name of a property of {node.Path} lies outside of the strings, at {(int)nameOffset}",
                $"FATAL ERROR: String offset {(int)nameOffset} overruns string table");
        }

        if (_fullPaths && length >= PropertyAlignment && !Align(PropertyAlignment)) return false;
        if (length > _blob.Length - _at)
            return Fail(start, $"the value of property {name} of {node.Path} reaches beyond the end of the blob", Premature);
        var property = new Property(name, SourceSpan.None);
        property.SetValue(_blob, _at, (int)length);
        _at += (int)length;
        if (!Align(4)) return false;
        node.Append(property);
        return true;
    }

    private bool NodeName(NameTable names, out Name name)
    {
        name = names.Empty;
        var start = _at;
        var length = _blob.AsSpan(start).IndexOf((byte)0);
        if (length < 0) return Fail(start, "the name of a node has no end", Premature);
        _at += length + 1;
        if (!Align(4)) return false;
        if (!_fullPaths)
        {
            name = names.Intern(_blob.AsSpan(start, length));
            return true;
        }

        // What follows the parent's path and a slash. dtc looks at no slash, so a path that equals its parent's is
        // continued by the bytes behind its end.
        var path = _blob.AsSpan(start, length);
        var parent = _paths.Count == 0 ? default : _blob.AsSpan(_paths[^1]);
        if (!path.StartsWith(parent))
        {
            var (child, above) = (Text(path), Text(parent));
            return Fail(start, $"the path '{child}' does not begin with that of the parent node, '{above}'",
                $"FATAL ERROR: Path \"{child}\" is not valid as a child of \"{above}\"");
        }

        var own = start + parent.Length + (parent.SequenceEqual("/"u8) ? 0 : 1);
        var ownLength = own > _blob.Length ? -1 : _blob.AsSpan(own).IndexOf((byte)0);
        if (ownLength < 0) return Fail(start, "the path of a node has no end", Premature);
        name = names.Intern(_blob.AsSpan(own, ownLength));
        _paths.Add(start..(start + length));
        return true;
    }

    private bool Word(out uint word)
    {
        word = 0;
        if (_blob.Length - _at < 4) return Fail(_at, "the blob ends within the structure", Premature);
        word = BinaryPrimitives.ReadUInt32BigEndian(_blob.AsSpan(_at));
        _at += 4;
        return true;
    }

    // Counted from the start of the structure, which itself may lie anywhere.
    private bool Align(int alignment)
    {
        var aligned = _structure + ((_at - _structure + alignment - 1) & -alignment);
        if (aligned > _blob.Length) return Fail(_at, "the blob ends within the structure", Premature);
        _at = aligned;
        return true;
    }

    private void WarnOfOrder()
    {
        _diagnostics.Add(new Diagnostic(Rules.UnusualBlob, SourceSpan.None, $"a property stands behind a child node (at byte 0x{_at - 4:x})")
        {
            DtcText = "Warning: Flat tree input has subnodes preceding a property.",
        });
    }

    private void WarnOfNop()
    {
        _diagnostics.Add(new Diagnostic(Rules.UnusualBlob, SourceSpan.None, $"NOP tag in a blob of a version before 16 (at byte 0x{_at - 4:x})")
        {
            DtcText = "Warning: NOP tag found in flat tree version <16",
        });
    }

    private bool Fail(int offset, string message, string dtcText)
    {
        _diagnostics.Add(BlobLayout.Fault(offset, message, dtcText));
        return false;
    }

    private static string Text(ReadOnlySpan<byte> text) => System.Text.Encoding.Latin1.GetString(text);
}
