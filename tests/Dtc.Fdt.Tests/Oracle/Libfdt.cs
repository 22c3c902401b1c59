using System.Runtime.InteropServices;

namespace Dtc.Fdt.Tests;

/// <summary>
/// libfdt, the oracle. Without it these tests fail: a skipped comparison would look like a passed one.
/// </summary>
internal static unsafe partial class Libfdt
{
    private const string Library = "libfdt.so.1";

    /// <summary>The rules the installed library follows, found out by asking it.</summary>
    public static FdtRules Rules { get; } = FindRules();

    /// <summary>Fails with the remedy when the library is missing.</summary>
    public static void Require()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
            throw new InvalidOperationException("libfdt is missing: apt-get install libfdt1");
    }

    [LibraryImport(Library, EntryPoint = "fdt_check_full")]
    [SuppressGCTransition]
    public static partial int CheckFull(byte* blob, nuint size);

    [LibraryImport(Library, EntryPoint = "fdt_next_node")]
    public static partial int NextNode(byte* blob, int offset, int* depth);

    [LibraryImport(Library, EntryPoint = "fdt_path_offset_namelen")]
    public static partial int PathOffset(byte* blob, byte* path, int length);

    [LibraryImport(Library, EntryPoint = "fdt_node_offset_by_phandle")]
    public static partial int NodeByPhandle(byte* blob, uint phandle);

    [LibraryImport(Library, EntryPoint = "fdt_node_offset_by_compatible")]
    public static partial int NodeByCompatible(byte* blob, int start, byte* compatible);

    [LibraryImport(Library, EntryPoint = "fdt_get_phandle")]
    public static partial uint GetPhandle(byte* blob, int node);

    [LibraryImport(Library, EntryPoint = "fdt_parent_offset")]
    public static partial int Parent(byte* blob, int node);

    [LibraryImport(Library, EntryPoint = "fdt_get_path")]
    public static partial int GetPath(byte* blob, int node, byte* buffer, int size);

    [LibraryImport(Library, EntryPoint = "fdt_getprop_namelen")]
    public static partial byte* GetProperty(byte* blob, int node, byte* name, int nameLength, int* length);

    private static FdtRules FindRules()
    {
        Require();
        // A NOP between the root's end and END passes from 1.8 on.
        var writer = new FdtWriter();
        writer.BeginNode([]);
        writer.BeginNode("x"u8);
        writer.EndNode();
        writer.EndNode();
        using var blob = new NativeBlob(4096);
        blob.Set(writer.Finish(default));
        // BEGIN "" | BEGIN "x" | END END | END becomes BEGIN "" | NOP NOP END NOP | END.
        var structure = blob.Span[56..];
        structure[8..24].Clear();
        structure[11] = structure[15] = structure[23] = (byte)FdtToken.Nop;
        structure[19] = (byte)FdtToken.EndNode;
        return CheckFull(blob.Pointer, (nuint)blob.Span.Length) == 0 ? FdtRules.Libfdt18 : FdtRules.Libfdt16;
    }
}
