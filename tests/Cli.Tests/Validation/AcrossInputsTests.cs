using System.Text.Json;
using Cli.Tests.DropIn;
using Cli.Tests.Output;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary>Values that no two trees of a command may share.</summary>
public sealed class AcrossInputsTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public AcrossInputsTests()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            _temp.Write(name + ".dts", $$"""/dts-v1/; / { hypervisor { compatible = "epapr,hypervisor-1.1"; hcall-instructions = <0x44000022>; guest-id = <7>; guest-name = "{{name}}"; }; };""");
        }
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AFileSharesNothingWithItself()
    {
        var a = _temp["a.dts"];
        Assert.Equal(0, DtSchemaBoard.Run("compile", "-q", a, "-o", _temp.Write("d/a.dtb", "")).Code);
        Directory.CreateSymbolicLink(_temp["link"], "d");
        File.CreateSymbolicLink(_temp["symbolic.dts"], a);
        InputGuardTests.HardLink(a, _temp["hard.dts"]);
        File.Copy(a, _temp["d/a.dts"]);
        string[][] commands =
        [
            [a, a], [a, _temp["d/../a.dts"]], [a, _temp["symbolic.dts"]], [a, _temp["hard.dts"]],
            [_temp["d"], _temp["d/a.dtb"]], [_temp["d/a.dtb"], _temp["d"]], [_temp["d"], _temp["link/a.dtb"]], [_temp["d"], _temp["link"]],
            // A source, and the blob that was made from it.
            [_temp["d"], _temp["d/a.dts"]],
        ];
        foreach (var inputs in commands)
        {
            var run = Validate(inputs);
            Assert.True(run.Code == 0, $"{string.Join(' ', inputs)}: {run.Out}");
        }

        Assert.Contains("in 1 file", Validate(_temp["d"], _temp["d/a.dtb"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ACopyIsAnotherGuest()
    {
        File.Copy(_temp["a.dts"], _temp["copy.dts"]);
        Assert.Contains("BND0207", Validate(_temp["a.dts"], _temp["copy.dts"]).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public void TheVerdictKnows(string jobs)
    {
        string[] inputs = [_temp["a.dts"], _temp["b.dts"], _temp["c.dts"]];
        var run = Validate([.. inputs, "-j", jobs]);
        Assert.Equal(1, run.Code);
        Assert.Contains($"{inputs[0]}: epapr  satisfied\n", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{inputs[1]}: epapr  broken: 1 error\n", run.Out, StringComparison.Ordinal);
        Assert.Contains($"{inputs[2]}: epapr  broken: 1 error\n", run.Out, StringComparison.Ordinal);
        // What is wrong stands before what is concluded.
        Assert.True(run.Out.IndexOf($"that of '{inputs[0]}' too", StringComparison.Ordinal) < run.Out.IndexOf($"{inputs[1]}: epapr", StringComparison.Ordinal));

        using var json = JsonDocument.Parse(Validate([.. inputs, "-j", jobs, "--format", "json"]).Out);
        var verdicts = json.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("verdicts")[0]).ToList();
        Assert.Equal([true, false, false], verdicts.Select(verdict => verdict.GetProperty("satisfied").GetBoolean()));
        Assert.Equal([0, 1, 1], verdicts.Select(verdict => verdict.GetProperty("errors").GetInt32()));
        Assert.Equal([0, 1, 1], json.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("errors").GetInt32()));
    }

    [Fact]
    public void SoDoesTheTable()
    {
        using var json = JsonDocument.Parse(Validate(_temp["a.dts"], _temp["b.dts"], "--binding", "xen", "--format", "json").Out);
        var table = json.RootElement.GetProperty("inputs")[1].GetProperty("sideBySide")[0];
        var row = table.GetProperty("properties").EnumerateArray().Single(property => property.GetProperty("property").GetString() == "guest-id");
        Assert.False(row.GetProperty("bindings")[0].GetProperty("satisfied").GetBoolean());
        Assert.Contains("is that of", row.GetProperty("bindings")[0].GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("both").ValueKind);
        Assert.Contains(table.GetProperty("leftOpen").EnumerateArray(), open => open.GetString()!.StartsWith("epapr: guest-id: ", StringComparison.Ordinal));
        Assert.Contains("another value", Validate(_temp["a.dts"], _temp["b.dts"], "--binding", "xen").Out, StringComparison.Ordinal);
    }

    private static TestRun Validate(params string[] args) => Comparison.Ours("validate", ["--binding", "epapr", "--no-cache", .. args]);
}
