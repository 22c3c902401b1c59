using System.Runtime.InteropServices;

namespace Dtc.Fdt.Tests;

/// <summary>The functions of libfdt that change blobs.</summary>
internal static unsafe partial class Libfdt
{
    [LibraryImport(Library, EntryPoint = "fdt_open_into")]
    public static partial int OpenInto(byte* blob, byte* buffer, int size);

    [LibraryImport(Library, EntryPoint = "fdt_pack")]
    public static partial int Pack(byte* blob);

    [LibraryImport(Library, EntryPoint = "fdt_setprop")]
    public static partial int SetProperty(byte* blob, int node, byte* name, byte* value, int length);

    [LibraryImport(Library, EntryPoint = "fdt_setprop_placeholder")]
    public static partial int MakeProperty(byte* blob, int node, byte* name, int length, byte** value);

    [LibraryImport(Library, EntryPoint = "fdt_appendprop")]
    public static partial int AppendProperty(byte* blob, int node, byte* name, byte* value, int length);

    [LibraryImport(Library, EntryPoint = "fdt_appendprop_addrrange")]
    public static partial int AppendAddressRange(byte* blob, int parent, int node, byte* name, ulong address, ulong size);

    [LibraryImport(Library, EntryPoint = "fdt_delprop")]
    public static partial int RemoveProperty(byte* blob, int node, byte* name);

    [LibraryImport(Library, EntryPoint = "fdt_add_subnode_namelen")]
    public static partial int AddNode(byte* blob, int parent, byte* name, int length);

    [LibraryImport(Library, EntryPoint = "fdt_del_node")]
    public static partial int RemoveNode(byte* blob, int node);

    [LibraryImport(Library, EntryPoint = "fdt_set_name")]
    public static partial int Rename(byte* blob, int node, byte* name);

    [LibraryImport(Library, EntryPoint = "fdt_add_mem_rsv")]
    public static partial int AddReservation(byte* blob, ulong address, ulong size);

    [LibraryImport(Library, EntryPoint = "fdt_del_mem_rsv")]
    public static partial int RemoveReservation(byte* blob, int index);

    [LibraryImport(Library, EntryPoint = "fdt_setprop_inplace")]
    public static partial int SetPropertyInPlace(byte* blob, int node, byte* name, byte* value, int length);

    [LibraryImport(Library, EntryPoint = "fdt_setprop_inplace_namelen_partial")]
    public static partial int SetPropertyPart(
        byte* blob, int node, byte* name, int nameLength, uint index, byte* value, int length);

    [LibraryImport(Library, EntryPoint = "fdt_nop_property")]
    public static partial int NopProperty(byte* blob, int node, byte* name);

    [LibraryImport(Library, EntryPoint = "fdt_nop_node")]
    public static partial int NopNode(byte* blob, int node);

    [LibraryImport(Library, EntryPoint = "fdt_overlay_apply")]
    public static partial int ApplyOverlay(byte* blob, byte* overlay);
}
