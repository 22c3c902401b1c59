namespace Dtc.Fdt;

/// <summary>
/// The 32-bit big-endian tokens of the structure block, each on a 4-byte boundary
/// (Devicetree Specification v0.4, section 5.4.1).
/// </summary>
public enum FdtToken
{
    /// <summary>No token: the structure block ended early or holds an unknown value here.</summary>
    None = 0,

    /// <summary>Opens a node; its NUL-terminated name follows, padded with zeros to 4 bytes.</summary>
    BeginNode = 1,

    /// <summary>Closes the node opened last.</summary>
    EndNode = 2,

    /// <summary>A property: value length, offset of the name in the strings block, value, zeros to 4 bytes.</summary>
    Property = 3,

    /// <summary>Nothing; left behind where something was removed in place.</summary>
    Nop = 4,

    /// <summary>Ends the structure block.</summary>
    End = 9,
}
