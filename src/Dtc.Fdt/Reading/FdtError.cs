namespace Dtc.Fdt;

/// <summary>
/// What is wrong with a blob or a request. The numbers and meanings are those of libfdt's error codes
/// (there negative), so that verdicts can be compared.
/// </summary>
public enum FdtError
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The node or property asked for does not exist.</summary>
    NotFound = 1,

    /// <summary>The node or property to be made exists already.</summary>
    Exists = 2,

    /// <summary>The buffer is too small for the result.</summary>
    NoSpace = 3,

    /// <summary>An offset is outside its block or not at a node or property.</summary>
    BadOffset = 4,

    /// <summary>A path is empty, or starts with an alias that does not exist.</summary>
    BadPath = 5,

    /// <summary>A phandle is 0 or 0xffffffff, which no node may have.</summary>
    BadPhandle = 6,

    /// <summary>The blob is unfinished; only libfdt's own sequential writer leaves such blobs.</summary>
    BadState = 7,

    /// <summary>The blob, one of its blocks or a string ends early.</summary>
    Truncated = 8,

    /// <summary>The first four bytes are not d0 0d fe ed: this is no device tree blob.</summary>
    BadMagic = 9,

    /// <summary>The version is older than 2, or compatible only with versions newer than 17.</summary>
    BadVersion = 10,

    /// <summary>The structure block is malformed: an unknown token, unbalanced nodes, two roots.</summary>
    BadStructure = 11,

    /// <summary>The blocks come in an order that the operation cannot deal with.</summary>
    BadLayout = 12,

    /// <summary>A fault of the library.</summary>
    Internal = 13,

    /// <summary>
    /// A <c>#address-cells</c> or <c>#size-cells</c> is not one cell, or its value is out of range (1 or 0 to 4).
    /// </summary>
    BadCellCount = 14,

    /// <summary>A property has a value of another type than expected.</summary>
    BadValue = 15,

    /// <summary>An overlay is malformed.</summary>
    BadOverlay = 16,

    /// <summary>No free phandle is left.</summary>
    NoPhandles = 17,

    /// <summary>The flags given are unknown or contradict each other.</summary>
    BadFlags = 18,

    /// <summary>
    /// A block does not start on the boundary it needs: 8 bytes for reservations, 4 for the structure.
    /// </summary>
    Alignment = 19,
}
