using System.Buffers.Binary;
using Dtc.Tree;

namespace Dtc.Compiler.Values;

/// <summary>
/// Finds out what the values of a tree are, by the names of their properties and what the tree says about cell counts and
/// phandles. What does not fit its binding is left to guessing, so nothing here can make a value wrong.
/// </summary>
internal sealed class ValueAnalysis
{
    private readonly DeviceTree _tree;
    private readonly Dictionary<uint, Node> _phandles;
    private readonly Dictionary<Property, ValueForm> _forms = [];
    private readonly HashSet<uint> _doubtful = [];
    private readonly List<int> _groups = [];
    private readonly List<CellReference> _references = [];
    private readonly Name _addressCells;
    private readonly Name _sizeCells;
    private readonly Name _interruptCells;
    private readonly Name _interruptParent;
    private readonly bool _onlyRecorded;
    private bool _unfit;

    private ValueAnalysis(DeviceTree tree, Dictionary<uint, Node> phandles)
    {
        _tree = tree;
        _phandles = phandles;
        _addressCells = tree.Names.Intern("#address-cells"u8);
        _sizeCells = tree.Names.Intern("#size-cells"u8);
        _interruptCells = tree.Names.Intern("#interrupt-cells"u8);
        _interruptParent = tree.Names.Intern("interrupt-parent"u8);
        // In an overlay every reference is recorded, and one more would be recorded too.
        _onlyRecorded = tree.IsPlugin;
    }

    /// <summary>Looks at all values; <paramref name="phandles"/> are the owners of phandles.</summary>
    public static ValueAnalysis Run(DeviceTree tree, Dictionary<uint, Node> phandles)
    {
        var analysis = new ValueAnalysis(tree, phandles);
        analysis.Visit(tree.Root);
        return analysis;
    }

    /// <summary>The forms of all properties that are not to be guessed.</summary>
    public IReadOnlyDictionary<Property, ValueForm> Forms => _forms;

    /// <summary>The cells of values about which nothing is known: each may be a phandle.</summary>
    public IReadOnlySet<uint> Doubtful => _doubtful;

    private void Visit(Node node)
    {
        var isAliases = node.Parent == _tree.Root && node.Name == _tree.Names.Aliases;
        foreach (var property in node.Properties)
        {
            if (property.Length == 0) continue;
            _groups.Clear();
            _references.Clear();
            _unfit = false;
            var form = isAliases ? OfPaths(property.Value) : Form(node, property);
            if (form is not null) _forms.Add(property, form);
            if (_unfit || form is null) Doubt(property.Value);
        }

        foreach (var child in node.Children) Visit(child);
    }

    private ValueForm? Form(Node node, Property property)
    {
        var (type, cells) = PropertyTypes.Of(property.Name.ToString());
        var value = property.Value;
        var recorded = Recorded(property);
        switch (type)
        {
            case PropertyType.Strings:
                return IsStrings(value, mayBeEmpty: true) ? new ValueForm(ValueKind.Strings) : null;
            case PropertyType.Paths:
                return OfPaths(value);
            case PropertyType.Bytes:
                return new ValueForm(ValueKind.Bytes);
            case PropertyType.Number16 when value.Length % 2 == 0 && !recorded:
                return new ValueForm(ValueKind.Numbers16);
            case PropertyType.Number64 when value.Length % 8 == 0 && !recorded:
                return new ValueForm(ValueKind.Numbers64);
        }

        if (value.Length % 4 != 0) return null;
        var kind = type is PropertyType.Numbers ? ValueKind.Numbers : ValueKind.Cells;
        var fits = type switch
        {
            PropertyType.Numbers or PropertyType.Cells => true,
            PropertyType.Reg => node.Parent is { } parent && Uniform(value, Count(parent, _addressCells, 2) + Count(parent, _sizeCells, 1)),
            PropertyType.Ranges => node.Parent is { } parent
                && Uniform(value, Count(node, _addressCells, 2) + Count(parent, _addressCells, 2) + Count(node, _sizeCells, 1)),
            PropertyType.Interrupts => Uniform(value, InterruptParent(node) is { } controller ? Count(controller, _interruptCells, 0) : 0),
            PropertyType.InterruptMapMask => Uniform(value, Count(node, _addressCells, 2) + Count(node, _interruptCells, 1)),
            PropertyType.InterruptMap => InterruptMap(node, value),
            PropertyType.Phandles => Phandles(value),
            PropertyType.Specifiers => Specifiers(value, cells!),
            PropertyType.GpioRanges => Every(value, 4, phandleAt: 0),
            PropertyType.IdMap => Every(value, 4, phandleAt: 1),
            PropertyType.RockchipPins => Every(value, 4, phandleAt: 3),
            PropertyType.PhandleAndCells => Reference(value, 0),
            _ => false,
        };
        if (!fits)
        {
            _unfit = true;
            _groups.Clear();
            _references.Clear();
            if (!recorded && type is PropertyType.Unknown or PropertyType.Number16 or PropertyType.Number64) return null;
        }

        if (_onlyRecorded || recorded) TakeRecorded(property);
        if (!fits && !recorded) return type == PropertyType.Unknown ? null : new ValueForm(ValueKind.Cells);
        return new ValueForm(kind) { Groups = _groups.Count > 0 ? [.. _groups] : null, References = [.. _references] };
    }

    private void Doubt(ReadOnlySpan<byte> value)
    {
        for (; value.Length >= 4; value = value[4..]) _doubtful.Add(BinaryPrimitives.ReadUInt32BigEndian(value));
    }

    private static bool Recorded(Property property)
    {
        foreach (var marker in property.Markers)
        {
            if (marker.Kind == MarkerKind.PhandleReference) return true;
        }

        return false;
    }

    // What __fixups__ and __local_fixups__ say counts more than what we think.
    private void TakeRecorded(Property property)
    {
        _references.Clear();
        var last = -4;
        foreach (var marker in property.Markers)
        {
            if (marker.Kind != MarkerKind.PhandleReference || marker.Offset % 4 != 0 || marker.Offset == last) continue;
            last = marker.Offset;
            var target = _tree.FindByReference(marker.Reference!);
            _references.Add(new CellReference(marker.Offset, target, target is null ? marker.Reference : null));
        }
    }

    private static ValueForm? OfPaths(ReadOnlySpan<byte> value) => IsStrings(value, mayBeEmpty: false) ? new ValueForm(ValueKind.Paths) : null;

    // Strings of printable characters, each with its end.
    private static bool IsStrings(ReadOnlySpan<byte> value, bool mayBeEmpty)
    {
        if (value.IsEmpty || value[^1] != 0) return false;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == 0 ? !mayBeEmpty && (i == 0 || value[i - 1] == 0) : value[i] is < 0x20 and not (9 or 10 or 13)) return false;
        }

        return true;
    }

    private bool Uniform(ReadOnlySpan<byte> value, int cells)
    {
        if (cells <= 0 || cells > value.Length / 4 || value.Length / 4 % cells != 0) return false;
        for (var at = cells * 4; at < value.Length; at += cells * 4) _groups.Add(at);
        return true;
    }

    private bool Phandles(ReadOnlySpan<byte> value) => Every(value, 1, phandleAt: 0);

    private bool Every(ReadOnlySpan<byte> value, int cells, int phandleAt)
    {
        if (!Uniform(value, cells)) return false;
        for (var at = phandleAt * 4; at < value.Length; at += cells * 4)
        {
            if (cells == 1 && BinaryPrimitives.ReadUInt32BigEndian(value[at..]) == 0) continue; // an entry left out
            if (!Reference(value, at)) return false;
        }

        return true;
    }

    private bool Specifiers(ReadOnlySpan<byte> value, string cellsName)
    {
        var name = _tree.Names.Intern(System.Text.Encoding.ASCII.GetBytes(cellsName));
        for (var at = 0; at < value.Length;)
        {
            if (at > 0) _groups.Add(at);
            var phandle = BinaryPrimitives.ReadUInt32BigEndian(value[at..]);
            at += 4;
            if (phandle is 0 or uint.MaxValue)
            {
                if (!_onlyRecorded || phandle == 0) continue; // an entry left out
                return false; // a provider that is not here, with who knows how many cells
            }

            if (!_phandles.TryGetValue(phandle, out var provider)) return false;
            _references.Add(new CellReference(at - 4, provider, null));
            var cells = Count(provider, name, name.Utf8.SequenceEqual("#msi-cells"u8) ? 0 : -1);
            if (cells < 0 || cells > (value.Length - at) / 4) return false;
            at += cells * 4;
        }

        return true;
    }

    private bool InterruptMap(Node node, ReadOnlySpan<byte> value)
    {
        var child = Count(node, _addressCells, 2) + Count(node, _interruptCells, 1);
        if (child < 0) return false;
        for (long at = 0; at < value.Length;)
        {
            if (at > 0) _groups.Add((int)at);
            at += child * 4L;
            if (at > value.Length - 4 || !Reference(value, (int)at) || _references[^1].Target is not { } parent) return false;
            var specifier = Count(parent, _addressCells, 0) + Count(parent, _interruptCells, 1);
            at += 4 + specifier * 4L;
            if (specifier < 0 || at > value.Length) return false;
        }

        return true;
    }

    private bool Reference(ReadOnlySpan<byte> value, int at)
    {
        var phandle = BinaryPrimitives.ReadUInt32BigEndian(value[at..]);
        if (!_phandles.TryGetValue(phandle, out var target)) return false;
        _references.Add(new CellReference(at, target, null));
        return true;
    }

    // As Linux looks for it: the nearest interrupt-parent or ancestor that has #interrupt-cells.
    private Node? InterruptParent(Node node)
    {
        var visits = 0;
        for (var at = node; at is not null && visits < 100; visits++)
        {
            var named = at.Find(_interruptParent) is { Length: 4 } property
                ? _phandles.GetValueOrDefault(BinaryPrimitives.ReadUInt32BigEndian(property.Value))
                : at.Parent;
            if (named is null) return null;
            if (named.Find(_interruptCells) is not null) return named;
            at = named;
        }

        return null;
    }

    // A cell count; anything absurd does not fit any value.
    private static int Count(Node node, Name name, int missing)
    {
        if (node.Find(name) is not { } property) return missing;
        if (property.Length != 4) return -1000;
        var count = BinaryPrimitives.ReadUInt32BigEndian(property.Value);
        return count > 64 ? -1000 : (int)count;
    }
}
