using Dtc.Tree;

namespace Dtc.Compiler.Inputs;

/// <summary>Reads a flattened device tree of any version into a tree, as dtc <c>-I dtb</c> does.</summary>
internal static class BlobInput
{
    /// <summary>The tree; null when the blob cannot be read, which is then reported.</summary>
    public static DeviceTree? Read(ReadOnlySpan<byte> blob, NameTable names, DiagnosticBag diagnostics) =>
        throw new NotSupportedException();
}
