using System.Buffers.Binary;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Decompiling;

/// <summary>
/// Which <c>phandle</c> properties the source can do without, because compiling it hands out the same numbers again: from 1
/// on, in the order in which the references are met, and with <c>-@</c> to all other labelled nodes afterwards.
/// </summary>
internal sealed class PhandleOmission
{
    private readonly DeviceTree _tree;
    private readonly ValueAnalysis _values;
    private readonly Dictionary<Node, uint> _candidates = [];
    private readonly HashSet<uint> _explicit = [];
    private readonly HashSet<Property> _omitted = [];
    private readonly HashSet<Node> _met = [];
    private readonly List<Node> _order = [];
    private readonly Func<Node, bool> _isWritten;

    private PhandleOmission(DeviceTree tree, ValueAnalysis values, Func<Node, bool> isWritten)
    {
        _tree = tree;
        _values = values;
        _isWritten = isWritten;
    }

    /// <summary>
    /// The properties to leave out. <paramref name="symbols"/>: it will be compiled with <c>-@</c>;
    /// <paramref name="isWritten"/> tells nodes that are left out.
    /// </summary>
    public static HashSet<Property> Find(DeviceTree tree, ValueAnalysis values, bool symbols, Func<Node, bool> isWritten)
    {
        var omission = new PhandleOmission(tree, values, isWritten);
        omission.Collect(tree.Root);
        omission.ByReference(tree.Root);
        if (symbols) omission.ByLabel(tree.Root);
        omission.Allocate();
        return omission._omitted;
    }

    private void Collect(Node node)
    {
        Property? last = null;
        foreach (var property in node.Properties) last = property;
        var legacy = node.Find(_tree.Names.LinuxPhandle);
        if (node.Find(_tree.Names.Phandle) is { Length: 4 } phandle)
        {
            var number = BinaryPrimitives.ReadUInt32BigEndian(phandle.Value);
            // A number that may be meant by a value nobody understands has to stay to be seen.
            if (phandle == last && legacy is null && !_values.Doubtful.Contains(number)) _candidates.Add(node, number);
            else _explicit.Add(number);
        }
        else if (legacy is { Length: 4 }) _explicit.Add(BinaryPrimitives.ReadUInt32BigEndian(legacy.Value));

        foreach (var child in node.Children)
        {
            if (_isWritten(child)) Collect(child);
        }
    }

    private void ByReference(Node node)
    {
        foreach (var property in node.Properties)
        {
            if (!_values.Forms.TryGetValue(property, out var form)) continue;
            foreach (var reference in form.References)
            {
                if (reference.Target is { } target) Meet(target);
            }
        }

        foreach (var child in node.Children)
        {
            if (_isWritten(child)) ByReference(child);
        }
    }

    private void ByLabel(Node node)
    {
        if (node.Labels is not null) Meet(node);
        foreach (var child in node.Children)
        {
            if (_isWritten(child)) ByLabel(child);
        }
    }

    private void Meet(Node node)
    {
        if (_candidates.ContainsKey(node) && _met.Add(node)) _order.Add(node);
    }

    private void Allocate()
    {
        foreach (var (node, number) in _candidates)
        {
            if (!_met.Contains(node)) _explicit.Add(number);
        }

        uint next = 1;
        foreach (var node in _order)
        {
            while (_explicit.Contains(next)) next++;
            var number = _candidates[node];
            if (next == number)
            {
                _omitted.Add(node.Find(_tree.Names.Phandle)!);
                next++;
            }
            else _explicit.Add(number); // written out, it is taken for all that follow
        }
    }
}
