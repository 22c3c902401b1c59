using Dtc.Compiler;

namespace Cli.Tests.DropIn;

/// <summary>Blobs to read: one of every version with all kinds of values, and damaged ones by the hundred.</summary>
internal static class SampleBlobs
{
    private const string Source =
        """
        /dts-v1/;
        /memreserve/ 0x10000000 0x4000;
        /memreserve/ 0x0 0x1;
        / {
            #address-cells = <1>;
            #size-cells = <1>;
            compatible = "acme,board", "acme,soc";
            model = "A board";
            empty;
            one = <1>;
            negative = <0xffffffff 0x80000000 10>;
            halves = /bits/ 16 <1 0xffff 0x8000>;
            bytes = [01 02 ff];
            six = [01 02 03 04 05 06];
            long = /bits/ 64 <0x123456789abcdef0 1>;
            blanks = "a", "", "b";
            untold = [61 62 63];
            odd = "tab\t", "caf\xc3\xa9";
            zero = [00];
            aliases { serial0 = "/soc/serial@1000"; soc = &soc; rel = "soc"; };
            chosen { };
            soc: soc {
                #address-cells = <1>;
                #size-cells = <1>;
                ranges;
                serial@1000 { reg = <0x1000 0x100>; status = "okay"; };
                serial@2000 { reg = <0x2000 0x100>; clocks = <&clk>; };
                serial-long@3000 { };
                clk: clock { #clock-cells = <0>; deep { deeper { x = <2>; }; }; };
            };
        };
        """;

    /// <summary>The sample as a blob of a version.</summary>
    public static byte[] Sound(int version, int padding = 0) => Compile(Source, version, padding);

    /// <summary>A source as a blob.</summary>
    public static byte[] Compile(string source, int version = 17, int padding = 0)
    {
        using var directory = new TempDirectory();
        var path = directory.Write("sample.dts", source);
        var options = new CompileOptions { Version = version, Padding = padding, Force = true };
        return new DtsCompiler().Compile(path, options).Output ?? throw new InvalidOperationException("the sample does not compile");
    }

    /// <summary>The sample with a few bytes or cells overwritten, or cut off.</summary>
    public static byte[] Damaged(Random random)
    {
        int[] versions = [1, 2, 3, 16, 17, 17, 17, 17];
        var blob = Sound(versions[random.Next(versions.Length)], random.Next(3) * 300);
        uint[] cells = [0, 1, 2, 3, 4, 5, 9, 0xff, 0x100, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, (uint)blob.Length, 0xd00dfeed];
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(3) == 0 ? random.Next(40) : random.Next(blob.Length - 4);
            if (random.Next(3) == 0) blob[at] = (byte)random.Next(256);
            else System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(Math.Min(at & ~3, blob.Length - 4)), cells[random.Next(cells.Length)]);
        }

        if (random.Next(4) == 0) blob = blob[..random.Next(blob.Length)];
        else if (random.Next(8) == 0) blob = [.. blob, .. new byte[random.Next(2000)]];
        return blob;
    }
}
