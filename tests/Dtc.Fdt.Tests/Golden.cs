namespace Dtc.Fdt.Tests;

/// <summary>The blobs of Golden/, and the calls that must reproduce them.</summary>
internal static class Golden
{
    public static readonly int[] Versions = [1, 2, 3, 16, 17];

    /// <summary>The options the golden blobs were written with.</summary>
    public static FdtLayout Layout => new() { BootCpu = 3, ReservedEntries = 1, Padding = 5, Alignment = 16 };

    public static byte[] Read(int version) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", $"names.v{version}.dtb"));

    /// <summary>The tree of names.dts.</summary>
    public static void Write(FdtWriter w)
    {
        w.AddReservation(0x1000, 0x2000);
        Begin(w, ""u8, "/"u8);
        w.Property("foo-reg"u8, [0, 0, 0, 1]);
        w.Property("reg"u8, "ab\0"u8);
        w.Property("name-long"u8, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        w.Property("empty"u8, []);
        w.Property("a-name"u8, "x\0"u8);
        Begin(w, "longnodename@10"u8, "/longnodename@10"u8);
        w.Property(w.InternString("reg"u8), [0, 0, 0, 0x10]);
        Begin(w, "sub"u8, "/longnodename@10/sub"u8);
        w.Property("x"u8, []);
        w.EndNode();
        Begin(w, "other-sub@1,2"u8, "/longnodename@10/other-sub@1,2"u8);
        w.Property("value"u8, [0, 0, 0, 1, 0, 0, 0, 2]);
        w.EndNode();
        w.EndNode();
        Begin(w, "soc"u8, "/soc"u8);
        w.Property("eg"u8, []);
        w.EndNode();
        w.EndNode();
    }

    private static void Begin(FdtWriter w, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path) =>
        w.BeginNode(w.UsesFullPaths ? path : name);
}
