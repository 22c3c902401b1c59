using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ReaderBench;

/// <summary>
/// libfdt over function pointers without a GC transition: a call costs what an indirect call in C
/// costs, so that the comparison does not charge libfdt for P/Invoke.
/// </summary>
internal sealed unsafe class Libfdt
{
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, int*, int> NextNode;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, int> FirstProperty;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, int> NextProperty;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, byte**, int*, byte*> PropertyByOffset;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, int, int> PathOffset;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, uint, int> NodeByPhandle;
    public readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, nuint, int> CheckFull;

    public Libfdt()
    {
        if (!NativeLibrary.TryLoad("libfdt.so.1", out var library))
            throw new InvalidOperationException("libfdt is missing: apt-get install libfdt1");
        nint Export(string name) => NativeLibrary.GetExport(library, name);
        NextNode = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, int*, int>)Export("fdt_next_node");
        FirstProperty = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, int>)
            Export("fdt_first_property_offset");
        NextProperty = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, int>)
            Export("fdt_next_property_offset");
        PropertyByOffset = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int, byte**, int*, byte*>)
            Export("fdt_getprop_by_offset");
        PathOffset = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, int, int>)
            Export("fdt_path_offset_namelen");
        NodeByPhandle = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, uint, int>)
            Export("fdt_node_offset_by_phandle");
        CheckFull = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, nuint, int>)Export("fdt_check_full");
    }

    /// <summary>Visits every node and property; sums the first byte of each value, and of each name if asked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public long Walk(byte* blob, bool names)
    {
        long sum = 0;
        var depth = 0;
        byte* name = null;
        int length;
        for (var node = NextNode(blob, -1, &depth); node >= 0 && depth >= 0; node = NextNode(blob, node, &depth))
        {
            sum++;
            for (var property = FirstProperty(blob, node); property >= 0; property = NextProperty(blob, property))
            {
                var value = PropertyByOffset(blob, property, names ? &name : null, &length);
                if (length > 0) sum += *value;
                if (names) sum += *name;
            }
        }
        return sum;
    }
}
