using System.Buffers.Binary;
using Dtc.Compiler.Checks;
using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>
/// Phandles: those the source gives are collected (dtc's explicit_phandles), others are handed out from 1 on,
/// skipping those in use, when they are first needed.
/// </summary>
internal sealed class Phandles
{
    private readonly TreeContext _context;
    private readonly Dictionary<uint, Node> _owners = [];
    private uint _next = 1;

    public Phandles(TreeContext context) => _context = context;

    /// <summary>The live node that has this phandle; null when there is none.</summary>
    public Node? Find(uint phandle) => _owners.TryGetValue(phandle, out var node) && !node.Deleted ? node : null;

    /// <summary>The node's phandle; a node without one gets the next free one, and the property for it.</summary>
    public uint Get(Node node)
    {
        if (Cells.IsPhandle(node.Phandle)) return node.Phandle;
        while (Find(_next) is not null) _next++;
        node.Phandle = _next;
        _owners[_next] = node;
        AddProperty(node, _context.Names.LinuxPhandle, PhandleFormats.Legacy);
        AddProperty(node, _context.Names.Phandle, PhandleFormats.Epapr);
        return node.Phandle;
    }

    /// <summary>Takes a phandle as the node's own, unless another node has it; for trees that are not to be judged.</summary>
    public void Adopt(Node node, uint phandle)
    {
        if (_owners.TryAdd(phandle, node)) node.Phandle = phandle;
    }

    /// <summary>dtc's explicit_phandles for one node.</summary>
    public void Explicit(CheckRun run, int at)
    {
        var node = run.Node(at);
        var phandle = Explicit(run, node, _context.Names.Phandle);
        var legacy = Explicit(run, node, _context.Names.LinuxPhandle);
        if (phandle == 0 && legacy == 0) return;
        if (phandle != 0 && legacy != 0 && phandle != legacy)
        {
            run.Fail(node, "mismatching 'phandle' and 'linux,phandle' properties",
                $"'phandle' (0x{phandle:x}) and 'linux,phandle' (0x{legacy:x}) of '{node.Path}' differ", span: Place(node));
        }

        Own(run, node, phandle == 0 ? legacy : phandle);
    }

    // A property that is there already refers to its own node, and is filled in by the caller.
    private void AddProperty(Node node, Name name, PhandleFormats format)
    {
        if ((_context.Options.PhandleFormat & format) == 0 || node.Find(name) is not null) return;
        Span<byte> cell = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(cell, node.Phandle);
        var property = new Property(name, SourceSpan.None);
        _context.Tree.SetValue(property, cell, [new Marker(MarkerKind.UInt32, 0, null, SourceSpan.None)]);
        node.Append(property);
    }

    private void Own(CheckRun run, Node node, uint phandle)
    {
        if (_owners.TryAdd(phandle, node))
        {
            node.Phandle = phandle;
            return;
        }

        var other = _owners[phandle];
        run.Fail(node, $"duplicated phandle 0x{phandle:x} (seen before at {DtcText.Path(other)})",
            $"the phandle 0x{phandle:x} of '{node.Path}' belongs to '{other.Path}' already",
            "leave explicit phandles out: they are assigned where needed",
            new RelatedSpan("the other one", TreeContext.Place(other)), Place(node));
    }

    private SourceSpan? Place(Node node)
    {
        var span = TreeContext.Place(node.Find(_context.Names.Phandle) ?? node.Find(_context.Names.LinuxPhandle)!);
        return span.IsNone ? null : span;
    }

    // The phandle the source gives; 0 when there is none, or when it is to be assigned (phandle = <&self>).
    private uint Explicit(CheckRun run, Node node, Name name)
    {
        if (node.Find(name) is not { } property) return 0;
        if (property.Length != 4)
        {
            run.Fail(node, property, $"bad length ({property.Length}) {DtcText.Of(name)} property",
                $"'{name}' of '{node.Path}' is {property.Length} bytes long; a phandle has 4");
            return 0;
        }

        foreach (var marker in property.Markers)
        {
            if (marker.Kind != MarkerKind.PhandleReference) continue;
            if (_context.Tree.FindByReference(marker.Reference!) != node)
            {
                run.Fail(node, $"{DtcText.Of(name)} is a reference to another node", $"'{name}' of '{node.Path}' refers to another node",
                    "refer to the node itself, or leave the property out", span: marker.Span);
            }

            return 0;
        }

        var phandle = BinaryPrimitives.ReadUInt32BigEndian(property.Value);
        if (Cells.IsPhandle(phandle)) return phandle;
        run.Fail(node, property, $"bad value (0x{phandle:x}) in {DtcText.Of(name)} property", $"0x{phandle:x} is no phandle", "0 and 0xffffffff have no owner");
        return 0;
    }
}
