using System.Text;
using Dtc.Bindings.TreeRules;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>Files of rules as texts: what is wrong with one is told with line and column, whatever it is.</summary>
public sealed class RuleFileTests
{
    private const string Good = """
        binding: mine
        nodes:
          uart: { compatible: 'my,uart' }
        regions:
          uarts: { reg: uart }
        rules:
          - id: uart-apart
            title: UARTs lie apart
            for: uart
            assert: { disjoint: { of: reg, from: ram } }
            source: my manual
            consequence: it burns
        """;

    public static TheoryData<string, string, int, int, string> Faults { get; } = new()
    {
        // Old text, new text, line and column of the fault, part of its message.
        { "binding: mine", "bindin: mine", 1, 1, "binding" },
        { "binding: mine", "binding: Mine", 1, 1, "does not match" },
        { "binding: mine", "binding: 4", 1, 1, "not of type 'string'" },
        { "    title: UARTs lie apart\n", "", 7, 5, "'title' is a required property" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoined: { of: reg, from: ram } }", 10, 15, "disjoined" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoint: { of: reg, form: ram } }", 10, 36, "form" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoint: { of: reg, from: rom } }", 10, 42, "'rom' is not defined below 'regions'" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoint: { of: reg, from: uart } }", 10, 42, "did you mean 'uarts'" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoint: reg }", 10, 15, "not of type 'object'" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: {}", 10, 13, "" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: []", 10, 13, "non-empty" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { has: reg, lacks: ranges }", 10, 13, "too many" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { if: { has: reg } }", 10, 13, "'then'" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { text: { property: a, matches: '(' } }", 10, 45, "is not a regular expression" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { text: { property: a, matches: '(?=a)' } }", 10, 45, "looks around or back" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { aligned: { of: reg, base: 2MB } }", 10, 35, "64MiB" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { aligned: { of: reg, base: 99999999TiB } }", 10, 41, "a number is expected" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { aligned: { of: reg, base: -1 } }", 10, 35, "" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { refers: { property: a, every: 4294967295 } }", 10, 38, "" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { slot: { base: 0, step: 0, slots: 1 } }", 10, 38, "a step of 0" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { node: others }", 10, 21, "relative to the node of a rule" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { unique: { value: { property: a, regions: reg } } }", 10, 32, "" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoint: { of: { reg: uart, windows: uart } } }", 10, 31, "" },
        { "assert: { disjoint: { of: reg, from: ram } }", "assert: { disjoint: { of: { property: a, row: [address, cell] } } }", 10, 51, "a region needs an address and a size" },
        { "    for: uart\n", "    for: uarts\n", 9, 10, "did you mean 'uart'" },
        { "    for: uart\n", "    for: { compatble: x }\n", 9, 12, "compatble" },
        { "    for: uart\n", "    for: { compatible: '/(/' }\n", 9, 24, "is not a regular expression" },
        { "    for: uart\n", "    for: { path: chosen }\n", 9, 18, "a path begins with '/'" },
        { "    for: uart\n", "    for: { path: /a**/b }\n", 9, 18, "is no path" },
        { "    for: uart\n", "    for: siblings\n", 9, 10, "relative to the node of a rule" },
        { "    for: uart\n", "    for: { not: others }\n", 9, 17, "relative to the node of a rule" },
        { "    for: uart\n", "    for: { enabled: maybe }\n", 9, 12, "not of type 'boolean'" },
        { "    for: uart\n", "    since: 4.17\n    for: uart\n", 9, 5, "not of type 'string'" },
        { "    for: uart\n", "    since: \"4.17-rc1\"\n    for: uart\n", 9, 5, "" },
        { "    for: uart\n", "    level: fatal\n    for: uart\n", 9, 5, "fatal" },
        { "  uart: { compatible: 'my,uart' }", "  this: { compatible: 'my,uart' }", 3, 3, "this" },
        { "  uart: { compatible: 'my,uart' }", "  uart: uart", 3, 9, "'uart' is not defined below 'nodes'" },
        { "  uarts: { reg: uart }", "  ram: { reg: uart }", 5, 3, "ram" },
        { "binding: mine", "binding: mine\nbinding: mine", 2, 1, "binding" },
        { "binding: mine", "binding: \"mine", 1, 10, "double-quoted" },
        { "binding: mine", "binding: mine\n\tx: y", 2, 1, "" },
        { "binding: mine", "binding: &a [*a]", 1, 0, "" },
        { "binding: mine", "binding: mine\ntitle: *nobody", 2, 8, "" },
    };

    [Fact]
    public void TheGoodFileIsGood()
    {
        var faults = new List<RuleFileFault>();
        var file = RuleFile.Read("mine.rules.yaml", Encoding.UTF8.GetBytes(Good), faults);
        Assert.Empty(faults);
        Assert.Equal("mine/uart-apart", Assert.Single(file!.Rules).Id);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void FaultsHaveAPlace(string was, string now, int line, int column, string message)
    {
        Assert.Contains(was, Good, StringComparison.Ordinal);
        var faults = Read(Good.Replace(was, now, StringComparison.Ordinal));
        Assert.NotEmpty(faults);
        var text = string.Join('\n', faults.Select(fault => $"{fault.Position.Line}:{fault.Position.Column}: {fault.Message} ({fault.Help})"));
        Assert.True(
            faults.Exists(fault => fault.Position.Line == line && (column == 0 || fault.Position.Column == column)
                && $"{fault.Message} {fault.Help}".Contains(message, StringComparison.Ordinal)),
            $"{line}:{column}: {message} expected in\n{text}");
    }

    [Fact]
    public void IdsAreUnique()
    {
        var rule = Good[Good.IndexOf("  - id", StringComparison.Ordinal)..];
        var fault = Assert.Single(Read(Good + "\n" + rule));
        Assert.Equal(13, fault.Position.Line);
        Assert.Contains("'mine/uart-apart' was given already", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizeAndDepthAreBounded()
    {
        var deep = $"    for: {string.Concat(Enumerable.Repeat("{ not: ", 5000))}uart{new string('}', 5000)}\n";
        Assert.NotEmpty(Read(Good.Replace("    for: uart\n", deep, StringComparison.Ordinal)));
        var shallow = $"    for: {string.Concat(Enumerable.Repeat("{ not: ", 40))}uart{new string('}', 40)}\n";
        Assert.Empty(Read(Good.Replace("    for: uart\n", shallow, StringComparison.Ordinal)));

        var laughs = new StringBuilder("x: &a0 { has: reg }\n");
        for (var i = 1; i < 60; i++) laughs.Append($"y{i}: &a{i} {{ any: [*a{i - 1}, *a{i - 1}] }}\n");
        Assert.NotEmpty(Read($"{laughs}{Good.Replace("for: uart", "for: *a59", StringComparison.Ordinal)}"));

        using var scratch = new Scratch();
        var path = scratch.Write("big.rules.yaml", Good + new string('\n', 5 << 20));
        var faults = new List<RuleFileFault>();
        Assert.Null(RuleFile.Open(path, faults));
        Assert.Contains("larger than", Assert.Single(faults).Message, StringComparison.Ordinal);
        Assert.Null(RuleFile.Open(Path.Combine(scratch.Path, "none.rules.yaml"), faults = []));
        Assert.Single(faults);
        Assert.Null(RuleFile.Open(scratch.Path, faults = []));
        Assert.Single(faults);
    }

    /// <summary>Damage to the shipped files: a fault with a place, or a file that can be used, and never anything else.</summary>
    [Fact]
    public void DamagedFilesEndInFaults()
    {
        var random = new Random(11);
        var trees = new[] { "domu-xl", "host-xl", "mmio" }.Select(name => Decoding.BindingTree.FromBlob(RuleCheck.Real(name))).ToList();
        int faulty = 0, usable = 0;
        foreach (var text in RuleFile.ShippedNames.Select(RuleDamage.TextOf))
        {
            for (var i = 0; i < 130; i++)
            {
                var faults = new List<RuleFileFault>();
                var damaged = RuleDamage.Of(text, random);
                if (RuleFile.Read("x.rules.yaml", damaged, faults) is { } file)
                {
                    Assert.Empty(faults);
                    foreach (var tree in trees) new TreeRuleSet([file]).Check(tree);
                    usable++;
                    continue;
                }

                Assert.NotEmpty(faults);
                Assert.All(faults, fault => Assert.True(fault.Position.Line > 0 || fault.Message.Length > 0, fault.Message));
                faulty++;
            }
        }

        Assert.True(faulty > 150 && usable > 100, $"{faulty} faulty, {usable} usable");
    }

    private static List<RuleFileFault> Read(string text)
    {
        var faults = new List<RuleFileFault>();
        var file = RuleFile.Read("mine.rules.yaml", Encoding.UTF8.GetBytes(text), faults);
        Assert.Equal(faults.Count > 0, file is null);
        return faults;
    }
}
