namespace Dtc.Compiler.Decompiling;

/// <summary>How much of a source is left to the compiler to work out again. The first level whose source gives the blob is taken.</summary>
/// <param name="LeavesMetadata"><c>/__symbols__</c> and the fix-up nodes are left out, as <c>-@</c> and <c>/plugin/</c> make them again.</param>
/// <param name="LeavesPhandles"><c>phandle</c> properties are left out where they will be the same again.</param>
/// <param name="References">Phandles are written as references.</param>
/// <param name="Types">Values have the type that the name of the property tells.</param>
internal readonly record struct SourceLevel(bool LeavesMetadata, bool LeavesPhandles, bool References, bool Types)
{
    /// <summary>All levels, from the most readable down to dtc's own form.</summary>
    public static IReadOnlyList<SourceLevel> All { get; } =
    [
        new(true, true, true, true),
        new(true, false, true, true),
        new(false, true, true, true),
        new(false, false, true, true),
        new(false, false, false, true),
        new(false, false, false, false),
    ];
}
