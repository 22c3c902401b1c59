using System.Text.Json;
using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class HcallCommandTests : IDisposable
{
    private const string Own = "name: own\ntitle: Own calls\nextends: smccc\nsources: [nowhere]\nfunctions:\n  - { name: ping, number: 0x86000001 }\n";

    private readonly TempDirectory _directory = new();

    [Theory]
    [InlineData(2)]
    [InlineData(2, "lst")]
    [InlineData(0, "list")]
    [InlineData(0, "list", "--abi", "psci")]
    [InlineData(2, "list", "psci")]
    [InlineData(2, "list", "--abi", "psic")]
    [InlineData(2, "list", "--format", "yaml")]
    [InlineData(0, "decode", "0x002a0003")]
    [InlineData(0, "decode", "0x00010010", "20", "0xc4000003")]
    [InlineData(1, "decode", "20", "0x86000055")]
    [InlineData(1, "decode", "20", "--abi", "psci")]
    [InlineData(1, "decode", "0x184000003", "--abi", "psci")]
    [InlineData(2, "decode")]
    [InlineData(2, "decode", "-1")]
    [InlineData(2, "decode", "0x")]
    [InlineData(2, "decode", "12x")]
    [InlineData(2, "decode", "")]
    [InlineData(2, "decode", "0x1ffffffffffffffff")]
    [InlineData(2, "decode", "1000000000000000000000000000000000000000000000")]
    [InlineData(0, "decode", "--status", "-22")]
    [InlineData(0, "decode", "--status", "0xffffffffffffffea")]
    [InlineData(1, "decode", "--status", "-9223372036854775808")]
    [InlineData(2, "decode", "--status", "-9223372036854775809")]
    [InlineData(1, "collisions")]
    [InlineData(0, "collisions", "--abi", "psci", "--abi", "smccc")]
    [InlineData(2, "collisions", "--abi-file", "/nonexistent/own.yaml")]
    [InlineData(2, "collisions", "--abi-file", "/")]
    [InlineData(2, "header")]
    [InlineData(0, "header", "--abi", "epapr")]
    [InlineData(0, "header", "--abi", "epapr", "--format", "asm")]
    [InlineData(2, "header", "--abi", "epapr", "-o", "/nonexistent/x.h")]
    [InlineData(2, "check")]
    [InlineData(2, "check", "/nonexistent/board.dts")]
    public void ExitCodes(int code, params string[] args)
    {
        var run = DtSchemaBoard.Run(["hcall", .. args]);
        Assert.True(code == run.Code, run.Out + run.Error);
        Assert.Equal(code == 2, run.Error.Length > 0);
    }

    [Fact]
    public void AnUnknownAbiIsAnsweredWithTheNearest() =>
        Assert.Contains("did you mean 'xen-arm64'?", DtSchemaBoard.Run("hcall", "list", "--abi", "xen-arm46").Error, StringComparison.Ordinal);

    [Fact]
    public void DecodedNumbersAsJson()
    {
        using var json = JsonDocument.Parse(DtSchemaBoard.Run("hcall", "decode", "0x002a0003", "--format", "json").Out);
        var entry = json.RootElement[0];
        Assert.True(entry.GetProperty("known").GetBoolean());
        var abi = entry.GetProperty("abis")[0];
        Assert.Equal("kvm-ppc", abi.GetProperty("abi").GetString());
        Assert.Equal("KVM_HC_FEATURES", abi.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("KVM", abi.GetProperty("fields")[1].GetProperty("meaning").GetString());
        Assert.Equal("vendor", abi.GetProperty("range").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--abi", "smccc", "--abi", "epapr")]
    [InlineData("decode", "0x8600ff01", "0x99999999", "0x1ffffffff")]
    [InlineData("decode", "--status", "12", "-22", "0x80020007")]
    [InlineData("collisions")]
    public void AllFormsAreJson(params string[] args)
    {
        using var json = JsonDocument.Parse(DtSchemaBoard.Run(["hcall", .. args, "--format", "json"]).Out);
        Assert.True(json.RootElement.GetArrayLength() > 0);
    }

    [Fact]
    public void AnUnknownNumberIsToldWithItsRange()
    {
        var run = DtSchemaBoard.Run("hcall", "decode", "0x86000055");
        Assert.Contains("0x86000055: no call that is known", run.Out, StringComparison.Ordinal);
        Assert.Contains("0x86000000 to 0x8600ffff: vendor hypervisor (vendor)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AFindingHasItsPlaceInTheSource()
    {
        var board = _directory.Write("board.dts", "/dts-v1/;\n/ {\n\thypervisor {\n\t\tcompatible = \"linux,kvm\";\n\t\thcall-instructions = <0x44000022 0>;\n\t};\n};\n");
        var run = DtSchemaBoard.Run("hcall", "check", board);
        Assert.Equal(1, run.Code);
        Assert.Contains($"{board}:5:36: error[HCL0013]: /hypervisor: word 2 of 'hcall-instructions' is zero", run.Out, StringComparison.Ordinal);
        Assert.Contains("note[HCL0041]", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("note[HCL0041]", DtSchemaBoard.Run("hcall", "check", "-q", board).Out, StringComparison.Ordinal);

        var lines = DtSchemaBoard.Run("hcall", "check", "--format", "json", board).Out.TrimEnd('\n').Split('\n');
        using var json = JsonDocument.Parse(lines[0]);
        Assert.Equal("HCL0013", json.RootElement.GetProperty("rule").GetString());
        Assert.Equal(5, json.RootElement.GetProperty("line").GetInt32());
        Assert.Equal("/hypervisor", json.RootElement.GetProperty("node").GetString());
    }

    [Fact]
    public void ABlobIsCheckedAndADamagedOneRefused()
    {
        var board = _directory.Write("board.dts", "/dts-v1/;\n/ { psci { compatible = \"arm,psci-1.0\"; method = \"hvc\"; }; };\n");
        Assert.Equal(0, DtSchemaBoard.Run("compile", board, "-q", "-o", _directory["board.dtb"]).Code);
        Assert.Equal(0, DtSchemaBoard.Run("hcall", "check", _directory["board.dtb"]).Code);
        var bytes = File.ReadAllBytes(_directory["board.dtb"]);
        File.WriteAllBytes(_directory["cut.dtb"], bytes[..(bytes.Length / 2)]);
        var run = DtSchemaBoard.Run("hcall", "check", _directory["cut.dtb"]);
        Assert.Equal(1, run.Code);
        Assert.NotEmpty(run.Error);
        var broken = _directory.Write("broken.dts", "/dts-v1/;\n/ { a = <; };\n");
        Assert.Equal(1, DtSchemaBoard.Run("hcall", "check", broken).Code);
    }

    [Fact]
    public void AFileOfOnesOwnTakesPart()
    {
        var own = _directory.Write("own.yaml", Own);
        Assert.Contains("ping, own (Own calls)", DtSchemaBoard.Run("hcall", "decode", "0x86000001", "--abi-file", own, "--abi", "own").Out, StringComparison.Ordinal);
        var run = DtSchemaBoard.Run("hcall", "collisions", "--abi-file", own, "--abi", "own", "--abi", "smccc-kvm");
        Assert.Equal(1, run.Code);
        Assert.Contains("0x86000001  ping, KVM_PTP", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number: 0x86000001", "nubmer: 1", "HCL0002", "own.yaml:6:19")]
    [InlineData("extends: smccc", "extends: smcc", "HCL0003", "own.yaml:3:1")]
    [InlineData("[nowhere]", "[nowhere", "HCL0001", "own.yaml:")]
    public void ADamagedFileIsToldAtItsPlace(string good, string bad, string rule, string place)
    {
        var own = _directory.Write("own.yaml", Own.Replace(good, bad, StringComparison.Ordinal));
        var run = DtSchemaBoard.Run("hcall", "list", "--abi-file", own);
        Assert.Equal(1, run.Code);
        Assert.Contains($"error[{rule}]", run.Error, StringComparison.Ordinal);
        Assert.Contains(place, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeaderIsWrittenAsAWhole()
    {
        var file = _directory["hcall.h"];
        Assert.Equal(0, DtSchemaBoard.Run("hcall", "header", "--abi", "psci", "--abi", "psci", "-o", file).Code);
        Assert.Equal(DtSchemaBoard.Run("hcall", "header", "--abi", "psci").Out, File.ReadAllText(file));
        Assert.Equal(["hcall.h"], _directory.Files());
    }

    public void Dispose() => _directory.Dispose();
}
