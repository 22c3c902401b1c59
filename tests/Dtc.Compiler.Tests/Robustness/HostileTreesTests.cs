using System.Text;
using Dtc.Compiler.Comparison;
using Dtc.Compiler.Decompiling;
using Dtc.Parser;

namespace Dtc.Compiler.Tests.Robustness;

/// <summary>Sound blobs whose names and numbers are meant to lead their reader astray.</summary>
public sealed class HostileTreesTests
{
    [Theory]
    [InlineData("#address-cells = <65>; #interrupt-cells = <1>; interrupt-map = <1 2 3>;")]
    [InlineData("#address-cells = <0>; #interrupt-cells = <65>; interrupt-map = <1 2 3>;")]
    [InlineData("#address-cells = <0>; #interrupt-cells = <1>; interrupt-map = <1 7 3 4>; pic { phandle = <7>; #interrupt-cells = <65>; };")]
    [InlineData("#address-cells = <0>; #interrupt-cells = <1>; interrupt-map = <1 7 3 4>; pic { phandle = <7>; #address-cells = <65>; };")]
    public void Absurd_cell_counts_leave_an_interrupt_map_plain(string body)
    {
        var result = Decompiler.Decompile(Blob($"/dts-v1/; / {{ nexus {{ {body} }}; }};"));
        Assert.Equal(Fidelity.SameBytes, result.Fidelity);
        Assert.Contains("interrupt-map = <", Encoding.ASCII.GetString(result.Text!), StringComparison.Ordinal);
    }

    // Names that end their token and have a file read. Each stands in a blob where Q stands in the source.
    private static readonly string[] Evil =
    [
        "x>; y = /incbin/(\"/etc/passwd\"); z = <1",
        "x}>; y = /incbin/(\"/etc/passwd\"); z = <&{",
        "x { }; y = /incbin/(\"/etc/passwd\"); z",
        "x; y = /incbin/(\"/etc/passwd\"); z",
    ];

    public static TheoryData<string, string> Names()
    {
        var data = new TheoryData<string, string>();
        foreach (var evil in Evil)
        {
            data.Add("/dts-v1/; / { Q { phandle = <1>; }; c { interrupt-parent = <1>; }; __symbols__ { }; };", evil);
            data.Add("/dts-v1/; / { Q { phandle = <1>; }; c { interrupt-parent = <1>; }; };", evil);
            data.Add("/dts-v1/; / { c { Q = <1>; Q { d { Q = <1>; }; }; }; };", evil);
            data.Add("/dts-v1/; / { n { d { phandle = <1>; }; }; __symbols__ { Q = \"/n/d\"; }; c { interrupt-parent = <1>; }; };", evil);
            data.Add("/dts-v1/; /plugin/; / { fragment@0 { target = <&Q>; __overlay__ { a = <&Q>; }; }; };", evil);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_name_gets_into_decompiled_source(string source, string name)
    {
        var result = Decompiler.Decompile(Named(source, name));
        Assert.NotNull(result.Text);
        Assert.DoesNotContain("/incbin/", Encoding.Latin1.GetString(result.Text), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_name_gets_into_an_overlay(string source, string name)
    {
        var blob = Named(source, name);
        var added = Overlay(Encoding.ASCII.GetBytes("/dts-v1/; / { __symbols__ { }; };"), blob, out var obstacles);
        Assert.DoesNotContain("/incbin/", added ?? "", StringComparison.Ordinal);
        Assert.Contains(obstacles, static o => o.Contains("cannot be written as source", StringComparison.Ordinal));

        // In the base too: to have its nodes referred to, everything is said once more in a node that is new.
        var changed = Named(source.Replace("c {", "c2 { interrupt-parent = <1>; }; c {", StringComparison.Ordinal), name);
        Assert.DoesNotContain("/incbin/", Overlay(blob, changed, out _) ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dts-v1/; / { a = /incbin/(\"FILE\"); };")]
    [InlineData("/dts-v1/; /include/ \"FILE\" / { };")]
    public void A_closed_cache_reads_nothing(string source)
    {
        var file = Path.GetTempFileName();
        try
        {
            foreach (var closed in new[] { false, true })
            {
                var sources = new SourceCache { AddedOnly = closed };
                sources.Add(new SourceFile("/x.dts", Encoding.ASCII.GetBytes(source.Replace("FILE", file, StringComparison.Ordinal))));
                var result = new DtsCompiler(sources).Compile("/x.dts", new CompileOptions { RunPreprocessor = false });
                Assert.Equal(closed, result.Diagnostics.HasErrors);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string? Overlay(byte[] from, byte[] to, out IReadOnlyList<string> obstacles)
    {
        var compiler = new DtsCompiler();
        return OverlayMaker.Make(Load("/from", from), Load("/to", to), out obstacles, out _);

        Dtc.Tree.DeviceTree Load(string path, byte[] content)
        {
            compiler.Sources.Add(new SourceFile(path, content));
            var format = content[0] == 0xd0 ? InputFormat.Blob : InputFormat.Source;
            var options = new CompileOptions { InputFormat = format, OutputFormat = OutputFormat.Null, RunPreprocessor = false };
            var compilation = compiler.Load(path, options);
            DtsCompiler.Process(compilation, options);
            return compilation.Tree!;
        }
    }

    private static byte[] Named(string source, string name)
    {
        var stand = new string('Q', name.Length);
        var blob = Blob(source.Replace("Q", stand, StringComparison.Ordinal));
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(blob).Replace(stand, name, StringComparison.Ordinal));
    }

    private static byte[] Blob(string source)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("/x.dts", Encoding.ASCII.GetBytes(source)));
        return new DtsCompiler(sources).Compile("/x.dts", new CompileOptions { Force = true, RunPreprocessor = false }).Output!;
    }
}
