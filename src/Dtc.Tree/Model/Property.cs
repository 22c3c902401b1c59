namespace Dtc.Tree;

/// <summary>A property of a node: its value as bytes, with markers that say how the source wrote them.</summary>
public sealed class Property
{
    private byte[] _buffer = [];
    private int _offset;
    private Marker[] _markers = [];
    private int _markerStart;
    private Label? _labels;
    private SpanList? _overridden;
    private SpanList? _lastOverridden;

    /// <summary>Makes a property without a value.</summary>
    public Property(Name name, SourceSpan span)
    {
        Name = name;
        Span = span;
    }

    /// <summary>The property's name.</summary>
    public Name Name { get; }

    /// <summary>The definition that gave the value; <see cref="SourceSpan.None"/> for generated properties.</summary>
    public SourceSpan Span { get; private set; }

    /// <summary>Definitions that were replaced, oldest first.</summary>
    public SpanList? Overridden => _overridden;

    /// <summary>Length of the value in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The value, in blob byte order (big endian).</summary>
    public ReadOnlySpan<byte> Value => _buffer.AsSpan(_offset, Length);

    /// <summary>Types, references and labels within the value, by ascending offset.</summary>
    public ReadOnlySpan<Marker> Markers => _markers.AsSpan(_markerStart, MarkerCount);

    /// <summary>Number of <see cref="Markers"/>.</summary>
    public int MarkerCount { get; private set; }

    /// <summary>First label; null without one. Deleted labels are in the list.</summary>
    public Label? Labels => _labels;

    /// <summary>True once deleted; a later definition revives the property in its old place.</summary>
    public bool Deleted { get; set; }

    /// <summary>The next property of the node, deleted ones included.</summary>
    public Property? Next { get; internal set; }

    /// <summary>Serial number of the source body that set it last: tells a repetition from an override.</summary>
    public int SetInBody { get; set; }

    /// <summary>Gives the property a value; the memory stays the caller's and must not change afterwards.</summary>
    public void SetValue(byte[] buffer, int offset, int length)
    {
        _buffer = buffer;
        _offset = offset;
        Length = length;
    }

    /// <summary>Gives the property its markers; the memory stays the caller's.</summary>
    public void SetMarkers(Marker[] markers, int start, int count)
    {
        _markers = markers;
        _markerStart = start;
        MarkerCount = count;
    }

    /// <summary>Replaces the 32-bit cell at <paramref name="offset"/> in place (phandle fix-up).</summary>
    public void PatchCell(int offset, uint value) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_offset, Length)[offset..], value);

    /// <summary>Remembers the old definition and takes <paramref name="span"/> as the new one.</summary>
    public void Override(SourceSpan span)
    {
        SpanList.Append(ref _overridden, ref _lastOverridden, Span);
        Span = span;
    }

    /// <summary>Adds a label in front.</summary>
    public void AddLabel(Name name, SourceSpan span) => Label.Add(ref _labels, name, span);

    /// <summary>Marks the property and its labels as deleted.</summary>
    public void Delete()
    {
        Deleted = true;
        Label.DeleteAll(_labels);
    }
}
