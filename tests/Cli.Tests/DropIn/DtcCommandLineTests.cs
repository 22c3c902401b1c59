using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>dtc against the original: exit code, output and messages of whole command lines.</summary>
public sealed class DtcCommandLineTests : IDisposable
{
    private const string Good = """
        /dts-v1/;
        /memreserve/ 0x1000 0x20;
        / {
            #address-cells = <1>;
            #size-cells = <1>;
            model = "x";
            cpus { #address-cells = <1>; #size-cells = <0>; cpu@3 { reg = <3>; }; };
            lab: node@10 { reg = <0x10 4>; ref = <&other>, "a", [01 02]; path = &other; };
            other: other { b = "x", "y"; };
        };
        """;

    private readonly TempDirectory _directory = new();

    public DtcCommandLineTests()
    {
        _directory.Write("good.dts", Good + "\n");
        _directory.Write("text", Good + "\n");
        _directory.Write("upper.DTS", Good + "\n");
        _directory.Write("good.yaml", Good + "\n");
        _directory.Write("false.dtb", Good + "\n");
        _directory.Write("short.dtb", "/d");
        _directory.Write("empty.dts", "");
        _directory.Write("inc/found.dts", "/dts-v1/;\n/ { };\n");
        _directory.Write("inc/part.dtsi", "/ { part; };\n");
        _directory.Write("include.dts", "/dts-v1/;\n/include/ \"part.dtsi\"\n");
        _directory.Write("unresolved.dts", "/dts-v1/;\n/ { a = <&none>; b@1 { }; };\n");
        _directory.Write("warns.dts", "/dts-v1/;\n/ { b@1 { }; c { reg = <1>; }; };\n");
        _directory.Write("plugin.dts", "/dts-v1/;\n/plugin/;\n&x { l: a = <&y &l2>; l2: n { }; };\n");
        _directory.Write("path.dts", "/dts-v1/;\n/plugin/;\n/ { a = <&{/none}>; };\n");
        _directory.Write("truncated.dts", "/dts-v1/;\n/ { a = <0x100000000 (0 - 1)>; b = /bits/ 8 <256>; };\n");
        _directory.Write("fs/model", "abc\0");
        _directory.Write("fs/sub/#address-cells", "\0\0\0\u0001");
        File.WriteAllBytes(_directory["good.dtb"], Comparison.Ours("dtc", "-@", _directory["good.dts"]).OutBytes);
        File.WriteAllBytes(_directory["plugin.dtb"], Comparison.Ours("dtc", _directory["plugin.dts"]).OutBytes);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Outputs_that_take_nothing_are_told_alike()
    {
        var source = _directory["good.dts"];
        var loop = _directory["loop"];
        File.CreateSymbolicLink(loop, loop);
        File.CreateSymbolicLink(_directory["dangling"], _directory["none/x"]);
        string[][] lines =
        [
            ["-o", loop, source], ["-d", loop, source], ["-o", _directory["dangling"], source],
            ["-S", "5000", "-o", "/dev/full", source], ["-d", "/dev/full", source], ["-o", "/dev/null", source],
        ];
        foreach (var line in lines) Assert.Null(Comparison.Difference("dtc", line));
        Assert.NotNull(new FileInfo(loop).LinkTarget);
    }

    [Fact]
    public void An_output_keeps_its_mode()
    {
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        var output = _directory.Write("kept.dtb", "old");
        File.SetUnixFileMode(output, mode);
        Assert.Equal(0, Comparison.Ours("dtc", "-o", output, _directory["good.dts"]).Code);
        Assert.Equal(mode, File.GetUnixFileMode(output));
        Assert.Equal(0xd0, File.ReadAllBytes(output)[0]);
    }

    // D is the directory of the samples.
    public static TheoryData<string> Lines => [.. """
        -h
        --help
        -v
        --version
        -x
        --unknown
        --in
        --out=x D/good.dts D/good.dts
        -o
        -V
        D/good.dts D/good.dts
        D/nonexistent.dts
        D/nonexistent.dtb
        -I dtb D/nonexistent.dtb
        -I fs D/nonexistent
        D/good.dts
        D/text
        D/upper.DTS
        D/good.yaml
        D/false.dtb
        D/short.dtb
        D/empty.dts
        D/fs
        -I dts D/fs
        -I dtb D/fs
        -I dtb D/good.dts
        -I dts D/good.dtb
        -I yaml D/good.dts
        -I nonsense D/good.dts
        -I dts -O dts D/good.dts
        -I dts -O asm D/good.dts
        -I dts -O yaml D/good.dts
        -I dts -O null D/good.dts
        -I dts -O nonsense D/good.dts
        D/good.dts -O dtb -q
        -Odtb D/good.dts
        --out-format=dts D/good.dts
        --out-f dts D/good.dts
        -O dts D/good.dtb
        -O dtb D/good.dtb
        -O asm D/good.dtb
        -O yaml D/good.dtb
        -O null D/good.dtb
        D/good.dtb
        D/plugin.dtb
        -O dtb D/plugin.dtb
        -@ -O dtb D/plugin.dtb
        -@ D/good.dtb
        -q -@ D/good.dtb
        -A D/good.dtb
        -L -O dtb D/good.dtb
        -I dtb -I dts D/good.dts
        -O dtb -I fs D/fs
        -O yaml D/fs
        -V 1 D/good.dts
        -V 2 D/good.dts
        -V 3 D/good.dts
        -V 16 D/good.dts
        -V 17 D/good.dts
        -V 0x11 D/good.dts
        -V 021 D/good.dts
        -V 17garbage D/good.dts
        -V 4 D/good.dts
        -V -1 D/good.dts
        -V x D/good.dts
        -V 4294967313 D/good.dts
        -V 99 -O dts D/good.dts
        -V 5 -O asm D/good.dts
        -V 5 D/unresolved.dts
        -R 0 D/good.dts
        -R 3 D/good.dts
        -R 0x2k D/good.dts
        -R 2 -O asm D/good.dts
        -S 0x1000 D/good.dts
        -S 10 D/good.dts
        -q -S 10 D/good.dts
        -S 10 -a 64 D/good.dts
        -S -5 D/good.dts
        -S 0 -p 4 D/good.dts
        -S 2000 -a 256 D/good.dts
        -S 64 -O asm D/good.dts
        -p 100 D/good.dts
        -p 1k D/good.dts
        -p -3 D/good.dts
        -p 16 -a 64 D/good.dts
        -p 16 -O asm D/good.dts
        -S 1 -p 1 D/good.dts
        -S 1 -p 1 D/nonexistent
        -a 8 D/good.dts
        -a 4096 D/good.dts
        -a 3 D/good.dts
        -a 0 D/good.dts
        -a -8 D/good.dts
        -a x D/good.dts
        -a 32 -O asm D/good.dts
        -b 5 D/good.dts
        -b 0 D/good.dts
        -b -1 D/good.dts
        -b -2 D/good.dts
        -b 0x1ffffffff D/good.dts
        -b 7 -O asm D/good.dtb
        -f D/unresolved.dts
        D/unresolved.dts
        -q D/unresolved.dts
        -qq D/unresolved.dts
        -qqq D/unresolved.dts
        -f -q D/unresolved.dts
        -f -qq D/unresolved.dts
        -f -qqq D/unresolved.dts
        -fqO dts D/unresolved.dts
        D/warns.dts
        -q D/warns.dts
        -W no-unit_address_vs_reg D/warns.dts
        -Wno_unit_address_vs_reg D/warns.dts
        -E unit_address_vs_reg D/warns.dts
        -f -E unit_address_vs_reg D/warns.dts
        -E no-unit_address_vs_reg D/warns.dts
        -W nonsense D/warns.dts
        -E no-nonsense D/warns.dts
        -W no-nonsense -h
        -s D/good.dts
        -s -O dts D/good.dts
        -s -O dts D/good.dtb
        -H legacy D/good.dts
        -H epapr D/good.dts
        -H both D/good.dts
        -H nonsense D/good.dts
        --phandle=both D/good.dts
        -@ D/good.dts
        -@A D/good.dts
        -L D/good.dts
        -L -@ -O dts D/good.dts
        --symbols --local-fixups --auto-alias D/good.dts
        -T D/good.dts
        -T -O dts D/good.dts
        -TT -O dts D/good.dts
        -TTT -O dts D/good.dts
        -T -O dts D/good.dtb
        -T -I nonsense -O dts D/good.dts
        -i D/inc found.dts
        -i D/inc -O dts D/include.dts
        -i D/nonexistent -i D/inc/ D/include.dts
        D/include.dts
        D/plugin.dts
        -O dts D/plugin.dts
        -@ -O dts D/plugin.dts
        D/path.dts
        -f D/path.dts
        D/truncated.dts
        -qqq D/truncated.dts
        -o /nonexistent/x D/good.dts
        -o /nonexistent/x D/unresolved.dts
        -o / D/good.dts
        -o D/inc -O dts D/good.dts
        -o /dev/null D/good.dts
        -d /nonexistent/x D/good.dts
        -d D/inc D/good.dts
        -d /dev/stdout -O null D/good.dts
        -d /dev/null D/nonexistent
        -- D/good.dts
        D/good.dts/
        D/good.dts/x
        """.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Command_lines_give_the_same(string line)
    {
        var args = line.Replace("D/", _directory.Path + "/", StringComparison.Ordinal).Split(' ');
        if (args.Contains("/dev/stdout")) return; // shared with the test's own output; see Files_are_written_the_same
        var difference = Comparison.Difference("dtc", args);
        Assert.True(difference is null, difference);
    }

    [Theory]
    [InlineData("good.dts", "a.dtb")]
    [InlineData("good.dts", "a.dts")]
    [InlineData("good.dts", "a.yaml")]
    [InlineData("good.dts", "a.unknown")]
    [InlineData("good.dtb", "a.DTB")]
    [InlineData("good.dtb", "a")]
    [InlineData("good.dtb", "a.dtbo")]
    [InlineData("fs", "a.dtb")]
    [InlineData("include.dts", "with space.dtb")]
    public void Files_are_written_the_same(string input, string output)
    {
        byte[]?[] Written(Action<string[]> run)
        {
            var (file, depfile) = (_directory[output], _directory["dep file"]);
            run(["-i", _directory["inc"], "-o", file, "-d", depfile, _directory[input]]);
            byte[]?[] bytes = [Take(file), Take(depfile)];
            return bytes;
        }

        Assert.Equal(Written(args => DtcTools.Run("dtc", args)), Written(args => Comparison.Ours("dtc", args)));
    }

    [Fact]
    public void What_fails_leaves_older_outputs_alone()
    {
        var output = _directory.Write("old.dtb", "old");
        foreach (var input in (string[])["unresolved.dts", "nonexistent", "empty.dts", "path.dts"])
            Assert.NotEqual(0, Comparison.Ours("dtc", "-o", output, _directory[input]).Code);
        Assert.Equal(1, Comparison.Ours("dtc", "-V", "5", "-o", output, _directory["good.dts"]).Code);
        Assert.Equal("old", File.ReadAllText(output));
    }

    private static byte[]? Take(string path)
    {
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
