using Cli.Tests.DropIn;
using Cli.Tests.Output;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>No output takes the place of a file that its command reads, by whatever path or link it leads there.</summary>
public sealed class OverwriteTests : IDisposable
{
    private const string Abi = "name: own\ntitle: Own calls\nextends: smccc\nsources: [nowhere]\nfunctions:\n  - { name: ping, number: 0x86000001 }\n";

    private readonly TempDirectory _temp = new();

    public OverwriteTests()
    {
        _temp.Write("board.dts", "/dts-v1/;\n#include \"part.h\"\n/include/ \"part.dtsi\"\n/ { a = <NUMBER>; };\n");
        _temp.Write("other.dts", "/dts-v1/;\n/ { b; };\n");
        _temp.Write("camera.dtso", "/dts-v1/;\n/plugin/;\n#include \"part.h\"\n&{/} { c = <NUMBER>; };\n");
        _temp.Write("part.h", "#define NUMBER 1\n");
        _temp.Write("part.dtsi", "/ { part; };\n");
        _temp.Write("bindings/acme.yaml", "$id: http://devicetree.org/schemas/acme.yaml#\n$schema: http://devicetree.org/meta-schemas/core.yaml#\ntitle: Acme\nselect: false\n");
        _temp.Write("bindings/acme.rules.yaml", "binding: acme\n");
        _temp.Write("more.rules.yaml", "binding: more\n");
        _temp.Write("list", _temp["board.dts"] + "\n");
        _temp.Write("own.yaml", Abi);
        Assert.Equal(0, DtSchemaBoard.Run("compile", "-q", _temp["other.dts"], "-o", _temp["other.dtb"]).Code);
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("board.dts", "compile", "%board.dts", "-o")]
    [InlineData("part.h", "compile", "%board.dts", "-o")]
    [InlineData("part.dtsi", "compile", "%board.dts", "-o")]
    [InlineData("list", "compile", "@list", "-o")]
    [InlineData("other.dtb", "compile", "-I", "dtb", "-O", "dtb", "%other.dtb", "-o")]
    [InlineData("part.h", "compile", "%board.dts", "-o", "%new.dtb", "-d")]
    [InlineData("board.dts", "preprocess", "%board.dts", "-o")]
    [InlineData("part.h", "preprocess", "%board.dts", "-o")]
    [InlineData("other.dtb", "decompile", "%other.dtb", "-o")]
    [InlineData("other.dtb", "merge", "%board.dts", "%other.dtb", "-o")]
    [InlineData("board.dts", "merge", "%board.dts", "%other.dtb", "-o")]
    [InlineData("part.dtsi", "merge", "%board.dts", "%other.dtb", "-o")]
    [InlineData("other.dtb", "overlay", "diff", "%other.dtb", "%board.dts", "-o")]
    [InlineData("part.h", "overlay", "diff", "%other.dtb", "%board.dts", "--ignore-removals", "-o")]
    [InlineData("camera.dtso", "overlay", "apply", "%other.dtb", "%camera.dtso", "-o")]
    [InlineData("part.h", "overlay", "apply", "%other.dtb", "%camera.dtso", "-o")]
    [InlineData("board.dts", "validate", "%board.dts", "--binding", "xen", "-o")]
    [InlineData("part.h", "validate", "%board.dts", "--binding", "xen", "-o")]
    [InlineData("part.dtsi", "validate", "%other.dts", "%board.dts", "--binding", "xen", "-o")]
    [InlineData("other.dts", "validate", "%other.dtb", "--source", "%other.dts", "--binding", "xen", "-o")]
    [InlineData("list", "validate", "@list", "--binding", "xen", "-o")]
    [InlineData("bindings/acme.yaml", "validate", "%other.dts", "--bindings", "%bindings", "-o")]
    [InlineData("bindings/acme.yaml", "validate", "%other.dts", "--binding", "%bindings/acme.yaml", "-o")]
    [InlineData("bindings/acme.rules.yaml", "validate", "%other.dts", "--bindings", "%bindings", "-o")]
    [InlineData("more.rules.yaml", "validate", "%other.dts", "--binding", "xen", "--rules", "%more.rules.yaml", "-o")]
    [InlineData("bindings/acme.yaml", "schema", "compile", "%bindings", "-o")]
    [InlineData("bindings/acme.yaml", "schema", "compile", "%bindings/acme.yaml", "-o")]
    [InlineData("own.yaml", "hcall", "header", "--abi", "own", "--abi-file", "%own.yaml", "-o")]
    public void Is_refused(string file, params string[] command)
    {
        var real = _temp[file];
        Directory.CreateSymbolicLink(_temp["elsewhere"], ".");
        File.CreateSymbolicLink(_temp["symbolic.dtb"], real);
        InputGuardTests.HardLink(real, _temp["hard.dtb"]);
        string[] outputs = [real, _temp["bindings/../" + file], _temp["elsewhere/" + file], _temp["symbolic.dtb"], _temp["hard.dtb"]];
        var before = File.ReadAllBytes(real);
        var files = _temp.Files();
        foreach (var output in outputs)
        {
            var run = DtSchemaBoard.Run([.. command.Select(Expand), output]);
            Assert.True(run.Code == 2, $"{output}: {run.Code} {run.Out}{run.Error}");
            Assert.Contains("[DTS0002]", run.Error, StringComparison.Ordinal);
            Assert.Contains("would overwrite", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(real));
        }

        Assert.Equal(files, _temp.Files());
    }

    /// <summary>What edits in place, and what is not read, is written as ever.</summary>
    [Theory]
    [InlineData("other.dtb", "overlay", "apply", "%other.dtb", "%camera.dtso", "-o")]
    [InlineData("other.dtb", "set", "%other.dtb", "/", "x", "<1>", "-o")]
    [InlineData("other.dtb", "compile", "-q", "%board.dts", "-o")]
    [InlineData("other.dtb", "validate", "%board.dts", "--binding", "xen", "-o")]
    public void Is_written(string file, params string[] command) => Assert.Equal(0, DtSchemaBoard.Run([.. command.Select(Expand), _temp[file]]).Code);

    [Fact]
    public void A_batch_spares_the_inputs_of_others()
    {
        InputGuardTests.HardLink(_temp["other.dts"], _temp["board.dtb"]);
        var run = DtSchemaBoard.Run("compile", _temp["board.dts"], _temp["other.dts"], "--out-dir", _temp.Path);
        Assert.Equal(2, run.Code);
        Assert.Contains("would be overwritten by an output", run.Error, StringComparison.Ordinal);
    }

    private string Expand(string argument) => argument[0] switch
    {
        '%' => _temp[argument[1..]],
        '@' => "@" + _temp[argument[1..]],
        _ => argument,
    };
}
