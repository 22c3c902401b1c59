namespace Dtc.Tree;

/// <summary>What a <see cref="Marker"/> says about the bytes at its offset.</summary>
public enum MarkerKind : byte
{
    /// <summary>Bytes of no known type follow (<c>/incbin/</c>).</summary>
    Untyped,

    /// <summary>8-bit elements follow.</summary>
    UInt8,

    /// <summary>16-bit elements follow.</summary>
    UInt16,

    /// <summary>32-bit cells follow.</summary>
    UInt32,

    /// <summary>64-bit elements follow.</summary>
    UInt64,

    /// <summary>A string follows.</summary>
    String,

    /// <summary>The cell is the phandle of the node <see cref="Marker.Reference"/> names.</summary>
    PhandleReference,

    /// <summary>The full path of the node <see cref="Marker.Reference"/> names belongs here.</summary>
    PathReference,

    /// <summary>The place carries the label <see cref="Marker.Reference"/>.</summary>
    Label,

    /// <summary>One element was written here; kept on request, for those who tell where a value comes from.</summary>
    Element,
}

/// <summary>A note about one place of a property's value: a type, a reference or a label.</summary>
/// <param name="Kind">What the note says.</param>
/// <param name="Offset">Byte offset into the value.</param>
/// <param name="Reference">Label or path referred to, or the label itself; null for types.</param>
/// <param name="Span">Where it was written.</param>
public readonly record struct Marker(MarkerKind Kind, int Offset, Name? Reference, SourceSpan Span)
{
    /// <summary>True when the marker gives the type of the bytes that follow; <see cref="MarkerKind.Untyped"/> gives none.</summary>
    public bool IsType => Kind is >= MarkerKind.UInt8 and <= MarkerKind.String;
}
