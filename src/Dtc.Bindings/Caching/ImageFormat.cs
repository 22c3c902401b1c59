using System.Numerics;

namespace Dtc.Bindings.Caching;

/// <summary>
/// The form of an image: a program as one run of bytes, of which only what is used is ever decoded. Words are
/// little-endian.
/// <code>
/// 0    magic, 8 bytes
/// 8    version of the format; length of the image, in bytes
/// 16   hash of everything from 32 on
/// 32   for each section its place; then the sections
/// </code>
/// Values are written innermost first. An array or object is its own record, "kind, number, entries", and stands in the
/// record around it by its place; so one level is read without its inner ones.
/// </summary>
internal static class ImageFormat
{
    /// <summary>To be raised whenever the layout changes; what the bindings mean is told apart by the module's id.</summary>
    public const uint Version = 2;

    public const int HeaderLength = 32;
    public const int IndexSlotLength = 12;

    // In the low bits of a value's first byte; the two above say how its position is written.
    public const byte CodeMask = 0x0f;
    public const byte Positioned = 0x10;
    public const byte OnLineOfKey = 0x20;

    /// <summary>Marks the offset of a string that is no valid Unicode and kept as UTF-16.</summary>
    public const uint WideString = 0x8000_0000;

    public static ReadOnlySpan<byte> Magic => "dtcbinds"u8;

    /// <summary>Hash of a text for the indexes of an image.</summary>
    public static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = 2166136261;
        foreach (var c in text) hash = (hash ^ c) * 16777619;
        return hash ^ (hash >> 15);
    }

    /// <summary>Slots of an index with so many entries: a power of two, at most half of them taken.</summary>
    public static int Slots(int entries) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, entries * 2));
}

/// <summary>Sections of an image, in the order of the table behind its header.</summary>
internal enum ImageSection
{
    /// <summary>Offsets of all strings, and the end of the last.</summary>
    StringOffsets,

    /// <summary>The strings' bytes, UTF-8.</summary>
    StringBytes,

    /// <summary>Number of documents; for each id, place, line and column.</summary>
    Documents,

    /// <summary>Document of an id.</summary>
    Ids,

    /// <summary>Document of a compatible.</summary>
    Compatibles,

    /// <summary>Place of the list of types of a property.</summary>
    Types,

    /// <summary>The schemas that are tried on nodes, with what their selects cannot do without.</summary>
    Selection,

    /// <summary>What was found while loading.</summary>
    Findings,

    /// <summary>Records of arrays and objects.</summary>
    Values,

    /// <summary>Number of sections.</summary>
    Count,
}

/// <summary>What a value is, in its record.</summary>
internal enum ImageCode : byte
{
    Null,
    False,
    True,
    Integer,
    Long,
    Wide,
    Real,
    String,
    Array,
    Object,
}
