using System.Buffers.Binary;
using Dtc.Tree;

namespace Dtc.Compiler.Comparison;

/// <summary>
/// Merges one tree into another as dtc merges a further <c>/ { … }</c>: properties replace those of the same name, nodes
/// of the same path are merged, everything else is added. Phandles that would clash are given new numbers.
/// </summary>
public sealed class TreeMerge
{
    private readonly DeviceTree _into;
    private readonly DeviceTree _from;
    private readonly TreeReferences _references;
    private readonly Dictionary<uint, uint> _phandles = [];
    private readonly List<string> _doubts = [];

    private TreeMerge(DeviceTree into, DeviceTree from)
    {
        _into = into;
        _from = from;
        _references = new TreeReferences(from);
        var known = new TreeReferences(into);
        var used = new HashSet<uint>();
        Collect(into.Root, known, used);
        Collect(from.Root, _references, used);
        uint next = 1;
        Map(from.Root, into.Root);

        void Map(Node node, Node? counterpart)
        {
            if (_references.PhandleOf(node) is var phandle and not (0 or uint.MaxValue))
            {
                var there = counterpart is null ? 0 : known.PhandleOf(counterpart);
                if (there != 0) _phandles.TryAdd(phandle, there);
                else if (known.ByPhandle(phandle) is null) _phandles.TryAdd(phandle, phandle);
                else
                {
                    while (!used.Add(next)) next++;
                    _phandles.TryAdd(phandle, next);
                }
            }

            foreach (var child in node.Children) Map(child, counterpart?.FindChild(child.Name));
        }
    }

    /// <summary>Merges <paramref name="from"/> into <paramref name="into"/>; both are from one compiler.</summary>
    /// <returns>Values that may have referred to nodes whose phandles are others now, one line each.</returns>
    public static IReadOnlyList<string> Merge(DeviceTree into, DeviceTree from)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(from);
        var reserved = into.Reservations.Select(static r => (r.Address, r.Size)).ToHashSet();
        foreach (var entry in from.Reservations)
        {
            if (reserved.Add((entry.Address, entry.Size))) into.Reservations.Add(entry);
        }

        var merge = new TreeMerge(into, from);
        merge.Nodes(into.Root, from.Root);
        return merge._doubts;
    }

    private static void Collect(Node node, TreeReferences references, HashSet<uint> used)
    {
        used.Add(references.PhandleOf(node));
        foreach (var child in node.Children) Collect(child, references, used);
    }

    private void Nodes(Node into, Node from)
    {
        for (var label = from.Labels; label is not null; label = label.Next)
        {
            if (!label.Deleted) _into.AddLabel(into, label.Name, label.Span);
        }

        foreach (var property in from.Properties)
        {
            var target = into.Find(property.Name);
            if (target is null) into.Append(target = new Property(property.Name, SourceSpan.None));
            _into.SetValue(target, Value(from, property), property.Markers);
        }

        foreach (var child in from.Children)
        {
            var target = into.FindChild(child.Name);
            if (target is null) into.Append(target = new Node(child.Name, SourceSpan.None));
            Nodes(target, child);
        }
    }

    private byte[] Value(Node node, Property property)
    {
        var value = property.Value.ToArray();
        if (TreeReferences.IsPhandle(_from, property))
        {
            if (value.Length == 4) Renumber(value);
            return value;
        }

        foreach (var target in _references.Possible(property))
        {
            var phandle = _references.PhandleOf(target);
            if (_phandles.GetValueOrDefault(phandle, phandle) == phandle) continue;
            _doubts.Add($"a value of {node.Path} may be a reference: {property.Name} holds 0x{phandle:x}, once the phandle of {target.Path}, now 0x{_phandles[phandle]:x}");
            break;
        }

        foreach (var reference in _references.Of(property)) Renumber(value.AsSpan(reference.Offset));
        return value;
    }

    private void Renumber(Span<byte> cell)
    {
        if (_phandles.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(cell), out var number))
            BinaryPrimitives.WriteUInt32BigEndian(cell, number);
    }
}
