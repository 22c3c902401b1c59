namespace Dtc.Fdt;

/// <summary>The header of a blob (Devicetree Specification v0.4, section 5.2).</summary>
public readonly partial record struct FdtHeader
{
    /// <summary>The first four bytes of every blob, big-endian.</summary>
    public const uint Magic = 0xd00dfeed;

    /// <summary>Bytes of one entry of the memory reservation block: a 64-bit address and a 64-bit size.</summary>
    public const int ReservationSize = 16;
}
