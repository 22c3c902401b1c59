namespace Dtc.Fdt;

/// <summary>
/// What surrounds the tree in a blob: the boot CPU of the header, spare reservation slots and
/// padding at the end. The default value adds nothing.
/// </summary>
public readonly record struct FdtLayout
{
    /// <summary>Physical id of the boot CPU (<c>boot_cpuid_phys</c>); version 1 has no place for it.</summary>
    public uint BootCpu { get; init; }

    /// <summary>Empty slots (16 bytes each) kept in the memory reservation block; 0 or less adds none.</summary>
    public int ReservedEntries { get; init; }

    /// <summary>Smallest total size in bytes; zeros are added up to it. 0 or less asks for nothing.</summary>
    public int MinimumSize { get; init; }

    /// <summary>
    /// Zeros added at the end, in bytes; when positive it replaces what <see cref="MinimumSize"/> would add.
    /// </summary>
    public int Padding { get; init; }

    /// <summary>
    /// The total size, padding included, is rounded up to a multiple of this power of two; 0 or less does not round.
    /// </summary>
    public int Alignment { get; init; }
}
