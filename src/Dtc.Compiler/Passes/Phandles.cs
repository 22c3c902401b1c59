using System.Buffers.Binary;
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

    public void CollectExplicit() => Visit(_context.Tree.Root);

    /// <summary>The live node that has this phandle; null when there is none.</summary>
    public Node? Find(uint phandle) => _owners.TryGetValue(phandle, out var node) && !node.Deleted ? node : null;

    /// <summary>The node's phandle; a node without one gets the next free one, and the property for it.</summary>
    public uint Get(Node node)
    {
        if (IsValid(node.Phandle)) return node.Phandle;
        while (Find(_next) is not null) _next++;
        node.Phandle = _next;
        _owners[_next] = node;
        AddProperty(node, _context.Names.LinuxPhandle, PhandleFormats.Legacy);
        AddProperty(node, _context.Names.Phandle, PhandleFormats.Epapr);
        return node.Phandle;
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

    private void Visit(Node node)
    {
        var phandle = Explicit(node, _context.Names.Phandle);
        var legacy = Explicit(node, _context.Names.LinuxPhandle);
        if (phandle != 0 || legacy != 0)
        {
            if (phandle != 0 && legacy != 0 && phandle != legacy)
            {
                _context.Report(Rules.ExplicitPhandles, TreeContext.Place(node.Find(_context.Names.Phandle)!),
                    $"'phandle' (0x{phandle:x}) and 'linux,phandle' (0x{legacy:x}) of '{node.Path}' differ");
            }

            if (phandle == 0) phandle = legacy;
            Own(node, phandle);
        }

        foreach (var child in node.Children) Visit(child);
    }

    private void Own(Node node, uint phandle)
    {
        if (_owners.TryAdd(phandle, node))
        {
            node.Phandle = phandle;
            return;
        }

        var other = _owners[phandle];
        var property = node.Find(_context.Names.Phandle) ?? node.Find(_context.Names.LinuxPhandle)!;
        _context.Diagnostics.Add(new Diagnostic(Rules.ExplicitPhandles, TreeContext.Place(property),
            $"the phandle 0x{phandle:x} of '{node.Path}' belongs to '{other.Path}' already")
        {
            Related = [new RelatedSpan("the other one", TreeContext.Place(other))],
            Help = "leave explicit phandles out: they are assigned where needed",
        });
    }

    // The phandle the source gives; 0 when there is none, or when it is to be assigned (phandle = <&self>).
    private uint Explicit(Node node, Name name)
    {
        if (node.Find(name) is not { } property) return 0;
        var span = TreeContext.Place(property);
        if (property.Length != 4)
        {
            _context.Report(Rules.ExplicitPhandles, span, $"'{name}' of '{node.Path}' is {property.Length} bytes long; a phandle has 4");
            return 0;
        }

        foreach (var marker in property.Markers)
        {
            if (marker.Kind != MarkerKind.PhandleReference) continue;
            if (_context.Tree.FindByReference(marker.Reference!) != node)
            {
                _context.Report(Rules.ExplicitPhandles, marker.Span, $"'{name}' of '{node.Path}' refers to another node",
                    "refer to the node itself, or leave the property out");
            }

            return 0;
        }

        var phandle = BinaryPrimitives.ReadUInt32BigEndian(property.Value);
        if (IsValid(phandle)) return phandle;
        _context.Report(Rules.ExplicitPhandles, span, $"0x{phandle:x} is no phandle", "0 and 0xffffffff have no owner");
        return 0;
    }

    private static bool IsValid(uint phandle) => phandle is not (0 or uint.MaxValue);
}
