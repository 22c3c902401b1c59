namespace Dtc.Tree;

/// <summary>One entry of the memory reservation map.</summary>
/// <param name="Address">First reserved byte.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Span">Where it was written.</param>
/// <param name="Labels">Its labels, for assembler output; null without.</param>
public sealed record MemoryReservation(ulong Address, ulong Size, SourceSpan Span, Label? Labels = null);

/// <summary>A whole device tree: the root, the memory reservations and what applies to all of it.</summary>
public sealed partial class DeviceTree
{
    private readonly List<MemoryReservation> _reservations = [];
    private byte[] _arena = new byte[16384];
    private int _arenaUsed;
    private Marker[] _markerArena = new Marker[512];
    private int _markerArenaUsed;

    /// <summary>
    /// Makes an empty tree (a root without anything) whose names live in <paramref name="names"/>. Only a damaged blob
    /// has a <paramref name="root"/> with a name.
    /// </summary>
    public DeviceTree(NameTable names, Name? root = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = names;
        Root = new Node(root ?? names.Empty, SourceSpan.None);
    }

    /// <summary>The table all names of the tree are interned in.</summary>
    public NameTable Names { get; }

    /// <summary>The root node.</summary>
    public Node Root { get; }

    /// <summary>The memory reservations in source order.</summary>
    public IList<MemoryReservation> Reservations => _reservations;

    /// <summary><c>/plugin/</c>: an overlay, whose references may stay open.</summary>
    public bool IsPlugin { get; set; }

    /// <summary>Physical id of the boot CPU.</summary>
    public uint BootCpu { get; set; }

    /// <summary>Gives <paramref name="property"/> a copy of a value and its markers, kept in memory owned by the tree.</summary>
    public void SetValue(Property property, ReadOnlySpan<byte> value, ReadOnlySpan<Marker> markers = default)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (value.Length > _arena.Length - _arenaUsed)
        {
            _arena = new byte[Math.Max(value.Length, 65536)];
            _arenaUsed = 0;
        }

        value.CopyTo(_arena.AsSpan(_arenaUsed));
        property.SetValue(_arena, _arenaUsed, value.Length);
        _arenaUsed += value.Length;

        if (markers.Length > _markerArena.Length - _markerArenaUsed)
        {
            _markerArena = new Marker[Math.Max(markers.Length, 2048)];
            _markerArenaUsed = 0;
        }

        markers.CopyTo(_markerArena.AsSpan(_markerArenaUsed));
        property.SetMarkers(_markerArena, _markerArenaUsed, markers.Length);
        _markerArenaUsed += markers.Length;
    }

    /// <summary>
    /// The live node at a path below the root, read as dtc reads it: a leading slash may be missing, repeated
    /// slashes count as one, a final one is ignored, the empty path is the root. Null when there is none.
    /// </summary>
    public Node? FindByPath(ReadOnlySpan<byte> path) => FindByPath(Root, path);

    /// <summary>The live node at a path below <paramref name="start"/>; null when there is none.</summary>
    public Node? FindByPath(Node start, ReadOnlySpan<byte> path)
    {
        var node = start;
        if (path.IsEmpty) return node.Deleted ? null : node;
        while (true)
        {
            while (!path.IsEmpty && path[0] == (byte)'/') path = path[1..];
            var slash = path.IndexOf((byte)'/');
            var component = slash < 0 ? path : path[..slash];
            if (Names.Find(component) is not { } name || node.FindChild(name) is not { } child) return null;
            if (slash < 0) return child;
            node = child;
            path = path[(slash + 1)..];
            if (path.IsEmpty) return node;
        }
    }
}
