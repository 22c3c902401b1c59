using System.Text;
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

    private static byte[] Blob(string source)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("/x.dts", Encoding.ASCII.GetBytes(source)));
        return new DtsCompiler(sources).Compile("/x.dts", new CompileOptions { Force = true, RunPreprocessor = false }).Output!;
    }
}
