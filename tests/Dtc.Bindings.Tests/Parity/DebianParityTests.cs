using System.Text.RegularExpressions;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Xunit;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>
/// The dt-schema of Debian 12 (2022.08), run here and now on twenty boards. It is four years older than the one whose
/// findings ours are; each difference has a rule that says why.
/// </summary>
public sealed partial class DebianParityTests
{
    private static readonly string[] Boards =
    [
        "arch/arc/boot/dts/haps_hs_idu.dts",
        "arch/arc/boot/dts/nsim_700.dts",
        "arch/arm/boot/dts/bcm947622.dts",
        "arch/arm/boot/dts/hip01-ca9x2.dts",
        "arch/arm/boot/dts/mt8127-moose.dts",
        "arch/arm/boot/dts/sd5203.dts",
        "arch/arm64/boot/dts/amlogic/meson-a1-ad401.dts",
        "arch/arm64/boot/dts/broadcom/bcmbca/bcm963146.dts",
        "arch/arm64/boot/dts/freescale/s32v234-evb.dts",
        "arch/arm64/boot/dts/mediatek/mt6755-evb.dts",
        "arch/mips/boot/dts/loongson/loongson64v_4core_virtio.dts",
        "arch/mips/boot/dts/ralink/mt7620a_eval.dts",
        "arch/mips/boot/dts/ralink/rt3052_eval.dts",
        "arch/mips/boot/dts/xilfpga/nexys4ddr.dts",
        "arch/openrisc/boot/dts/or1klitex.dts",
        "arch/openrisc/boot/dts/or1ksim.dts",
        "arch/openrisc/boot/dts/simple_smp.dts",
        "arch/powerpc/boot/dts/iss4xx-mpic.dts",
        "arch/sh/boot/dts/j2_mimas_v2.dts",
        "arch/xtensa/boot/dts/csp.dts",
    ];

    // What only one of the two finds: a pattern over "board: node: text [schema]", and what changed since 2022.08.
    private static readonly Rule[] Rules =
    [
        new(false, @"should not be valid under \{'type': 'object'\} \[simple-bus\.yaml\]$", "simple-bus refused nodes without a unit address"),
        new(false, @"does not match any of the regexes: '@\(0\|.* \[simple-bus\.yaml\]$", "simple-bus refused addresses with leading zeros"),
        new(true, @"'ranges' is a required property \[simple-bus\.yaml\]$", "simple-bus wants an address or ranges in all its nodes"),
        new(false, @"dtb: /: memory: False schema does not allow", "jsonschema showed the name of what must not be there"),
        new(true, @"dtb: /: False schema does not allow", "jsonschema shows it as the node's fault"),
        new(false, @": b'[^ ]*' is not of type 'boolean' ", "booleans with a value stayed bytes"),
        new(true, @": \d+ is not of type 'boolean' ", "booleans with a value are read as a number where they can be"),
        new(false, @": b'[^ ]*' is not of type 'object', 'array', 'boolean', 'null' \[dt-core\.yaml\]$", "numbers were lists of lists"),
        new(true, @": b'[^ ]*' is not of type 'object', 'integer', 'array', 'boolean', 'null' \[dt-core\.yaml\]$", "properties without a type were guessed to be strings or numbers"),
        new(false, @"'cache-level' is a required property \[cache-controller\.yaml\]$", "there was one schema for all caches"),
        new(true, @"'cache-(level|unified)' is a required property \[(cache|cpus)\.yaml\]$", "caches have schemas for their kinds"),
        new(false, @"'#phy-cells' is a required property \[phy/phy-provider\.yaml\]$", "nodes called phy were taken for providers"),
        new(false, @"\('#gpio-cells' was unexpected\)", "jsonschema counted properties as unevaluated that are invalid"),
        new(true, @": voltage-ranges.* \[mmc/mmc-spi-slot\.yaml\]$", "of a list and a matrix, both of which bindings ask for, the list was taken"),
        new(true, @"'xlnx,odd-parity' is a required property ", "contains does not apply to numbers, which were lists"),
    ];

    [Fact]
    public void DifferencesFromDebiansDtSchemaAreThoseOfItsVersion()
    {
        var input = new ParityInput();
        var blobs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var board in Boards) blobs.Add(Path.GetFileNameWithoutExtension(board) + ".dtb", input.Make(board)!);
        var theirs = Parse(DebianDtSchema.Check(blobs));
        var program = CoreSchemas.Program;
        var ours = new List<string>();
        foreach (var (name, blob) in blobs)
        {
            Validator.Validate(
                BindingTree.FromBlob(blob), program, finding => Add(finding, name, ours), new ValidationOptions { ShowUnmatched = true });
        }

        var left = ours.ToList();
        var missing = theirs.Where(finding => !left.Remove(finding)).ToList();
        var equal = theirs.Count - missing.Count;
        var unexplained = missing.Where(f => !IsExplained(f, isOurs: false)).Select(f => $"- {f}")
            .Concat(left.Where(f => !IsExplained(f, isOurs: true)).Select(f => $"+ {f}")).ToList();
        KernelBindings.Report(
            $"bindings: {equal} findings in {Boards.Length} boards as by Debian's dt-schema {DebianDtSchema.Version}, {missing.Count} only its and {left.Count} only ours by reason of its version");
        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained.Take(40)));
        Assert.All(Rules, rule => Assert.True(rule.IsUsed, $"nothing is explained by: {rule.Reason}"));
        Assert.True(equal > 80);
    }

    private static bool IsExplained(string finding, bool isOurs) => Array.Exists(Rules, rule => rule.Explains(finding, isOurs));

    private static void Add(BindingFinding finding, string file, List<string> list)
    {
        if (finding.Kind == FindingKind.Unmatched) list.Add($"{file}: {finding.NodePath}: {finding.Message}");
        if (finding.Kind != FindingKind.Validation) return;
        var text = DtValidateText.Format(finding, file);
        text = text[..text.LastIndexOf("\n\tfrom schema", StringComparison.Ordinal)];
        if (finding.Compatible is not null) text = text.Replace($" ({finding.Compatible}): ", ": ", StringComparison.Ordinal);
        list.Add($"{Normalize(text)} [{finding.SchemaId![(finding.SchemaId!.IndexOf("/schemas/", StringComparison.Ordinal) + 9)..]}]");
    }

    private static List<string> Parse(string output)
    {
        var findings = new List<string>();
        var text = new List<string>();
        foreach (var line in output.Split('\n'))
        {
            if (Unmatched().Match(line) is { Success: true } unmatched) findings.Add($"{unmatched.Groups[1].Value}: {unmatched.Groups[2].Value}");
            else if (From().Match(line) is { Success: true } from)
            {
                findings.Add($"{Normalize(string.Join('\n', text))} [{from.Groups[2].Value}]");
                text.Clear();
            }
            else if (Begin().IsMatch(line)) text = [line];
            else if (text.Count > 0) text.Add(line);
        }

        return findings;
    }

    /// <summary>
    /// The head line, then what the branches of alternatives say, in order. Numbers were lists of lists then, and the
    /// pattern for pin control was looser.
    /// </summary>
    private static string Normalize(string text)
    {
        var lines = text.Split('\n');
        var branches = lines.Skip(1).Select(l => l.Trim()).Where(l => l.Length > 0 && !Begin().IsMatch(l)).Distinct().Order(StringComparer.Ordinal);
        return Single().Replace(string.Join(" | ", branches.Prepend(lines[0])), "$1")
            .Replace(":0:0: ", ": ", StringComparison.Ordinal)
            .Replace("'^pinctrl-[0-9]+$'", "'pinctrl-[0-9]+'", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^([^ ]+\.dtb):0:0: (/.*: failed to match any schema.*)$")]
    private static partial Regex Unmatched();

    [GeneratedRegex(@"^\tFrom schema: (.*/(?:bindings|dtschema/schemas)/)(.*)$")]
    private static partial Regex From();

    [GeneratedRegex(@"^[^ \t]+\.dtb: ")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\[\[(-?\d+)\]\]")]
    private static partial Regex Single();

    /// <summary>A difference by version.</summary>
    private sealed class Rule(bool isOurs, string pattern, string reason)
    {
        private readonly Regex _pattern = new(pattern, RegexOptions.CultureInvariant);

        public string Reason => reason;

        public bool IsUsed { get; private set; }

        public bool Explains(string finding, bool ours)
        {
            var explains = ours == isOurs && _pattern.IsMatch(finding);
            IsUsed |= explains;
            return explains;
        }
    }
}
