using System.Buffers.Binary;
using System.Text;

namespace Dtc.Bindings.TreeRules;

/// <summary>A property as rules see it: its name and its bytes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, big endian.</param>
internal sealed record RuleProperty(string Name, ReadOnlyMemory<byte> Value)
{
    private string[]? _strings;

    /// <summary>Number of whole cells.</summary>
    public int CellCount => Value.Length / 4;

    /// <summary>The strings of the value; none when it is not a list of terminated printable strings.</summary>
    public IReadOnlyList<string> Strings => _strings ??= ReadStrings();

    /// <summary>The cell at a place counted from 0; null when the value is too short.</summary>
    public uint? Cell(int index) =>
        index >= 0 && index < CellCount ? BinaryPrimitives.ReadUInt32BigEndian(Value.Span[(index * 4)..]) : null;

    /// <summary>One or two cells as a number; null when there are fewer, or more that matter.</summary>
    /// <param name="index">Place of the first, from 0.</param>
    /// <param name="count">How many: 0 is the number 0. Of more than two, all but the last two must be 0.</param>
    public ulong? Number(int index, int count)
    {
        if (count < 0 || index < 0 || index + count > CellCount) return null;
        ulong value = 0;
        for (var i = 0; i < count; i++)
        {
            if (value >> 32 != 0) return null;
            value = (value << 32) | Cell(index + i)!.Value;
        }

        return value;
    }

    /// <summary>Some of the cells; what is behind the end counts as 0.</summary>
    public uint[] Take(int first, int count)
    {
        var cells = new uint[count];
        for (var i = 0; i < count; i++) cells[i] = Cell(first + i) ?? 0;
        return cells;
    }

    private string[] ReadStrings()
    {
        var bytes = Value.Span;
        if (bytes.IsEmpty || bytes[^1] != 0) return [];
        var strings = new List<string>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)0);
            if (end == 0 && (bytes.Length > 1 || strings.Count > 0)) return []; // cells, more likely
            if (bytes[..end].ContainsAnyExceptInRange((byte)0x20, (byte)0x7e)) return [];
            strings.Add(Encoding.ASCII.GetString(bytes[..end]));
            bytes = bytes[(end + 1)..];
        }

        return [.. strings];
    }
}

/// <summary>A node of a tree that rules are asked about.</summary>
internal sealed class RuleNode
{
    private readonly Dictionary<string, RuleProperty> _byName = new(StringComparer.Ordinal);
    private Dictionary<string, RuleNode>? _children;
    private string? _path;
    private bool? _disabled;
    private Region[]? _regions;
    private Region[]? _windows;
    private AddressRange[]? _ranges;

    public RuleNode(string name, RuleNode? parent, int index)
    {
        Name = name;
        Parent = parent;
        Index = index;
        parent?.Children.Add(this);
    }

    /// <summary>Name with unit address; empty for the root.</summary>
    public string Name { get; }

    public RuleNode? Parent { get; }

    /// <summary>Place in the order of the tree, the root 0.</summary>
    public int Index { get; }

    public List<RuleNode> Children { get; } = [];

    public List<RuleProperty> Properties { get; } = [];

    public string Path => _path ??= Parent is null ? "/" : Parent.Parent is null ? "/" + Name : $"{Parent.Path}/{Name}";

    /// <summary>Whether it or one above it has a status that takes it out of use.</summary>
    public bool IsDisabled => _disabled ??= Parent?.IsDisabled == true || this["status"]?.Strings is [not ("okay" or "ok"), ..];

    public IReadOnlyList<string> Compatible => this["compatible"]?.Strings ?? [];

    public RuleProperty? this[string name] => _byName.GetValueOrDefault(name);

    /// <summary>The regions of its <c>reg</c> as the CPU sees them.</summary>
    public IReadOnlyList<Region> Regions => _regions ??= [.. AddressMap.RegionsOf(this)];

    /// <summary>What it lets its children reach, as the CPU sees it.</summary>
    public IReadOnlyList<Region> Windows => _windows ??= [.. AddressMap.WindowsOf(this)];

    /// <summary>How addresses below it are led on.</summary>
    public AddressRange[] Ranges => _ranges ??= [.. AddressMap.RangesOf(this)];

    /// <summary>Whether it is RAM: by device_type, or by name where there is none.</summary>
    public bool IsMemory => Parent is { Parent: null } && !IsDisabled
        && (this["device_type"]?.Strings is ["memory"] || (this["device_type"] is null && (Name == "memory" || Name.StartsWith("memory@", StringComparison.Ordinal))));

    /// <summary>Whether it is part of the machine, in use: no memory, no CPU, not the boot configuration.</summary>
    public bool IsDevice => !IsDisabled && Parent is not null && !IsApart;

    private bool IsApart => Parent is { Parent: null } ? IsMemory || Name is "cpus" or "chosen" or "reserved-memory" : Parent is not null && Parent.IsApart;

    /// <summary>Cells of an address in its children: <c>#address-cells</c>, or the specification's 2.</summary>
    public int AddressCells => CellsOf("#address-cells", 2);

    /// <summary>Cells of a size in its children: <c>#size-cells</c>, or the specification's 1.</summary>
    public int SizeCells => CellsOf("#size-cells", 1);

    /// <summary>The phandle; 0 for none.</summary>
    public uint Phandle => this["phandle"]?.Cell(0) ?? this["linux,phandle"]?.Cell(0) ?? 0;

    /// <summary>A child: of that name, or the first that has it before its unit address; null when there is none.</summary>
    public RuleNode? Child(string name)
    {
        if (_children is null)
        {
            _children = new Dictionary<string, RuleNode>(StringComparer.Ordinal);
            foreach (var child in Children) _children.TryAdd(child.Name, child);
            foreach (var child in Children.Where(child => child.Name.Contains('@'))) _children.TryAdd(child.Name[..child.Name.IndexOf('@')], child);
        }

        return _children.GetValueOrDefault(name);
    }

    public void Add(RuleProperty property)
    {
        Properties.Add(property);
        _byName.TryAdd(property.Name, property);
    }

    /// <summary>A count of cells; what is no sensible one counts as the default.</summary>
    public int CellsOf(string name, int otherwise) => this[name]?.Cell(0) is { } count and <= 16 ? (int)count : otherwise;

    public override string ToString() => Path;
}
