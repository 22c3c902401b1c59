using System.Text;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Compiler;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>
/// The bindings of Xen, ePAPR and virtio-mmio, rule by rule: trees that follow them, and trees that break one rule and
/// nothing else. Upstream's dt-validate finds the same in all of them.
/// </summary>
public sealed class TreeCaseTests
{
    private static readonly string[] Files = ["xen.cases", "epapr.cases", "virtio-mmio.cases"];

    private static readonly Dictionary<string, TreeCase> Cases = Files
        .SelectMany(file => TreeCase.Read(Path.Combine(AppContext.BaseDirectory, "Hypervisors", file))
            .Select(item => ($"{file}: {item.Name}", item)))
        .ToDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsWhatIsExpectedAndNothingElse(string name)
    {
        var item = Cases[name];
        var found = Validate(item.Source);
        var left = found.ToList();
        var text = new StringBuilder();
        foreach (var expected in item.Expected)
        {
            var at = left.FindIndex(finding => Matches(expected, finding));
            if (at < 0) text.AppendLine($"missing: {expected}");
            else left.RemoveAt(at);
        }

        foreach (var finding in left) text.AppendLine($"not expected: {Describe(finding)}");
        Assert.True(text.Length == 0, text.ToString());
    }

    /// <summary>Every binding has a tree that breaks it, but for those that others refer to.</summary>
    [Fact]
    public void EveryBindingIsBroken()
    {
        var broken = Cases.Values.SelectMany(item => item.Expected).Select(expected => expected.Schema).ToHashSet();
        Assert.Equal(["epapr/interrupts"], HypervisorBindings.Names.Except(broken));
    }

    [Fact]
    public void BindingsLoadWithoutFindings()
    {
        Assert.NotNull(HypervisorBindings.Program);
        Assert.Empty(HypervisorBindings.Findings);
    }

    private static List<BindingFinding> Validate(string source)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, source);
            var compiled = new DtsCompiler().Compile(file, CompileOptions.Default);
            Assert.False(compiled.Diagnostics.HasErrors, string.Join('\n', compiled.Diagnostics));
            var findings = new List<BindingFinding>();
            Validator.Validate(BindingTree.FromBlob(compiled.Output!), HypervisorBindings.Program, findings.Add);
            return findings.FindAll(finding => finding.Kind == FindingKind.Validation && NameOf(finding) is not null);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool Matches(ExpectedFinding expected, BindingFinding finding)
    {
        var property = string.Join(':', finding.PropertyPath);
        return NameOf(finding) == expected.Schema
            && finding.NodePath == expected.Node
            && (expected.Property.EndsWith('*')
                ? property.StartsWith(expected.Property[..^1], StringComparison.Ordinal)
                : property == expected.Property)
            && Messages(finding).Any(message => message.Contains(expected.Message, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Messages(BindingFinding finding) =>
        (finding.Error?.Context.Select(error => error.Message) ?? []).Prepend(finding.Message);

    private static string Describe(BindingFinding finding) =>
        $"{NameOf(finding)} | {finding.NodePath} | {string.Join(':', finding.PropertyPath)} | {string.Join(" / ", Messages(finding))}";

    private static string? NameOf(BindingFinding finding) => HypervisorBindings.NameOf(finding.SchemaId!);
}
