using System.Text.Json;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary>What is counted, as docs/findings-json.md defines it.</summary>
public sealed class CountTests : IDisposable
{
    private readonly SmallBindings _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Text and JSON count alike, whatever is hidden, folded or not even a tree.</summary>
    [Theory]
    [InlineData("%bad.dts")]
    [InlineData("%bad.dts", "-q")]
    [InlineData("%bad.dts", "%broken.dts", "%missing.dts")]
    [InlineData("%bad.dts", "--binding", "xen", "--binding", "epapr", "%both.dts")]
    [InlineData("%bad.dts", "--binding", "xen", "%domain.dts")]
    [InlineData("%bad.dts", "--binding", "xen", "%domain.dts", "-q")]
    public void Counts_agree(params string[] args)
    {
        _files.Write("broken.dts", "/dts-v1/;\n/ { a = <1>\n};\n");
        _files.Write("both.dts", "/dts-v1/; / { hypervisor { compatible = \"epapr,hypervisor-1.1\", \"xen\"; guest-id = <7 8>; reg = <0 1>; interrupts = <1>; bogus; }; };");
        _files.Write("domain.dts", "/dts-v1/; / { chosen { d { compatible = \"xen,domain\"; memory = <0 1>; cpus = <1>; mem = \"x\"; sve = <1>; module@0 { compatible = \"xen,linux-zimage\", \"multiboot,module\"; }; }; }; };");
        var text = _files.Validate(args);
        using var json = JsonDocument.Parse(_files.Validate([.. args, "--format", "json"]).Out);
        var inputs = json.RootElement.GetProperty("inputs").EnumerateArray().ToList();
        var (errors, warnings) = (inputs.Sum(input => Int(input, "errors")), inputs.Sum(input => Int(input, "warnings")));
        Assert.Contains($"{errors} error{(errors == 1 ? "" : "s")}, {warnings} warning{(warnings == 1 ? "" : "s")} in ", text.Error, StringComparison.Ordinal);
        foreach (var input in inputs)
        {
            var findings = json.RootElement.GetProperty("findings").EnumerateArray()
                .Where(finding => finding.GetProperty("input").GetString() == input.GetProperty("input").GetString())
                .DistinctBy(finding => string.Join('|', new[] { "rule", "node", "property", "line", "column", "endColumn", "message" }.Select(name => finding.GetProperty(name).ToString()))).ToList();
            Assert.Equal(Int(input, "errors"), findings.Count(finding => finding.GetProperty("level").GetString() == "error"));
            Assert.Equal(Int(input, "warnings"), findings.Count(finding => finding.GetProperty("level").GetString() == "warning"));
            if (!input.TryGetProperty("verdicts", out var verdicts)) continue;
            foreach (var verdict in verdicts.EnumerateArray())
            {
                Assert.True(Int(verdict, "errors") <= Int(input, "errors") && Int(verdict, "warnings") <= Int(input, "warnings"));
                var words = (Int(verdict, "errors"), Int(verdict, "warnings")) switch
                {
                    _ when !verdict.GetProperty("applies").GetBoolean() => "no node of this tree is its business",
                    (0, 0) => "satisfied",
                    (0, var few) => $"satisfied, with {few} warning",
                    (var many, _) => $"broken: {many} error",
                };
                Assert.Contains($": {verdict.GetProperty("binding")}", text.Out, StringComparison.Ordinal);
                Assert.Contains($"  {words}", text.Out, StringComparison.Ordinal);
            }
        }
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
