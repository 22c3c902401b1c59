namespace Dtc.Fdt;

/// <summary>
/// What differs between the blob versions (Devicetree Specification v0.4, section 5.2, and dtc for 1 to 16).
/// </summary>
internal static class FdtVersion
{
    /// <summary>The version written unless another one is asked for.</summary>
    public const int Default = 17;

    /// <summary>The first version with short node names and without aligned values.</summary>
    public const int FirstShortNames = 16;

    /// <summary>True for the versions that are written: 1, 2, 3, 16, 17.</summary>
    public static bool IsWritable(int version) => version is >= 1 and <= 3 or 16 or 17;

    /// <summary>
    /// Bytes of the header of a version, also of versions never released (they take the next older layout).
    /// </summary>
    public static int HeaderSize(uint version) => version switch
    {
        <= 1 => 28, // up to last_comp_version
        2 => 32,    // + boot_cpuid_phys
        <= 16 => 36, // + size_dt_strings
        _ => 40,    // + size_dt_struct
    };
}
