using System.IO.Compression;
using System.Security.Cryptography;
using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Dtc.Tree;
using Xunit;

namespace Dtc.Bindings.Tests.Authoring;

/// <summary>
/// Agreement with dt-doc-validate of dt-schema 01b5073 (2026-08-05) on the bindings of Linux 6.1 and on damaged ones; what it
/// found is in <c>Golden/checks.json.gz</c>, written by Golden/make_checks.py. Its meta-schemas are not ours, so messages are
/// compared only where JSON Schema itself speaks; verdicts and places, always.
/// </summary>
public sealed class AgreementTests
{
    private const int DamagedCount = 400;

    private static readonly Lazy<ILookup<bool, SchemaValue>> Golden = new(() =>
    {
        using var stream = new GZipStream(File.OpenRead(KernelBindings.Golden("checks.json.gz")), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return JsonReader.Read(memory.ToArray()).Items.ToLookup(record => char.IsAsciiDigit(record["file"]!.String[0]));
    });

    [Fact]
    public void Kernel_bindings_are_judged_as_by_the_reference()
    {
        var records = Golden.Value[false].ToList();
        Assert.Equal(2983, records.Count);
        var tally = Compare(records, KernelBindings.Root);
        Assert.Empty(tally.Differences);
        Assert.True(tally.Changed < 300, $"{tally.Changed} bindings changed; please renew the golden data");
        KernelBindings.Report(
            $"schema check: {tally.Compared} bindings of linux 6.1 judged as by dt-doc-validate, {tally.Refused} of them refused; {tally.Changed} changed since");
    }

    [Fact]
    public void Damaged_bindings_are_judged_as_by_the_reference()
    {
        using var scratch = new Scratch();
        WriteDamaged(scratch.Path);
        if (Environment.GetEnvironmentVariable("DTC_SHARP_WRITE_DAMAGED") is { Length: > 0 } kept)
        {
            WriteDamaged(kept);
            return;
        }

        var records = Golden.Value[true].ToList();
        Assert.Equal(DamagedCount, records.Count);
        var tally = Compare(records, scratch.Path);
        Assert.Empty(tally.Differences);
        Assert.True(tally.Changed < DamagedCount / 4, $"{tally.Changed} bindings changed; please renew the golden data");
        Assert.True(tally.Refused > DamagedCount / 2);
        KernelBindings.Report(
            $"schema check: {tally.Compared} damaged bindings judged as by dt-doc-validate, {tally.Refused} of them refused, {tally.Syntax} as YAML "
            + $"({tally.SyntaxLine} at the same line), {tally.Crashed} of them tracebacks there; {tally.Changed} changed since");
    }

    private static void WriteDamaged(string directory)
    {
        var files = Directory.GetFiles(KernelBindings.Root, "*.yaml", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        for (var i = 0; i < DamagedCount; i++)
        {
            // Each from its own seed: a binding that changed leaves the others as they are.
            var random = new Random(i);
            var file = files[random.Next(files.Length)];
            var copy = Path.Combine(directory, $"{i:000}", Path.GetRelativePath(KernelBindings.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, BindingDamage.Apply(random, File.ReadAllText(file)));
        }
    }

    private sealed class Tally
    {
        public List<string> Differences { get; } = [];

        public int Compared { get; set; }

        public int Changed { get; set; }

        public int Refused { get; set; }

        public int Crashed { get; set; }

        public int Syntax { get; set; }

        public int SyntaxLine { get; set; }
    }

    private static Tally Compare(List<SchemaValue> records, string root)
    {
        var tally = new Tally();
        var found = new List<SchemaFinding>();
        var checker = new SchemaChecker(MetaSchemas.Shipped, new SchemaCheckOptions(), found.Add);
        foreach (var record in records)
        {
            var name = record["file"]!.String;
            var file = Path.Combine(root, name);
            if (!File.Exists(file) || Hash(File.ReadAllBytes(file)) != record["source"]!.String)
            {
                tally.Changed++;
                continue;
            }

            found.Clear();
            checker.CheckPath(file);
            tally.Compared++;
            CompareFile(record, name, file, found, tally);
        }

        return tally;
    }

    private static void CompareFile(SchemaValue record, string name, string file, List<SchemaFinding> found, Tally tally)
    {
        var known = found.Where(f => f.IsKnownToReference).ToList();
        var errors = known.Where(f => f.Rule.Severity == Severity.Error).ToList();
        var findings = record["findings"]?.Items ?? [];
        var crashed = record["crashed"] is { IsTrue: true };
        var syntax = record["syntax"] is { IsArray: true } place ? place.Items : null;
        var isRefused = findings.Count > 0 || crashed || syntax is not null;
        if (isRefused) tally.Refused++;
        if (isRefused != errors.Count > 0) tally.Differences.Add($"{name}: {(isRefused ? "refused there" : errors[0].Message)}");
        if (crashed)
        {
            tally.Crashed++;
            return;
        }

        if (syntax is not null)
        {
            tally.Syntax++;
            if (errors is not [{ Rule.Id: "BND0102" } only]) tally.Differences.Add($"{name}: not YAML there");
            else if (only.Position.Line == syntax[0].Integer) tally.SyntaxLine++;
            return;
        }

        Differ(tally, $"{name}: places", findings.Select(PlaceOf), errors.Select(PlaceOf));
        Differ(
            tally,
            $"{name}: forms",
            findings.Where(f => f.Items[4].Kind == SchemaKind.Null).Select(f => $"{PlaceOf(f)} {f.Items[3].String}"),
            errors.Where(f => f.Fault is not null).Select(f => $"{PlaceOf(f)} {f.Fault!.Error.Message}"),
            isSubset: true);
        var lines = known.Except(errors).SelectMany(f => DocValidateText.Format(f, true).Split('\n'));
        Differ(
            tally,
            $"{name}: references",
            record["lines"]?.Items.Select(line => line.String) ?? [],
            lines.Select(line => Cut(line.Replace(Path.GetFullPath(file), "", StringComparison.Ordinal).Trim(':', ' ', '\t'))));
    }

    private static void Differ(Tally tally, string what, IEnumerable<string> theirs, IEnumerable<string> ours, bool isSubset = false)
    {
        var (left, right) = (theirs.ToHashSet(), ours.ToHashSet());
        if (!left.IsSubsetOf(right)) tally.Differences.Add($"{what}: only there: {string.Join(" | ", left.Except(right))}");
        if (!isSubset && !right.IsSubsetOf(left)) tally.Differences.Add($"{what}: only here: {string.Join(" | ", right.Except(left))}");
    }

    private static string PlaceOf(SchemaValue finding) =>
        $"{finding.Items[0].Integer}:{finding.Items[1].Integer} {string.Join('/', finding.Items[2].Items.Select(step => step.IsString ? step.String : $"{step.Integer}"))}";

    private static string PlaceOf(SchemaFinding finding)
    {
        var (line, column) = finding.HasReferencePlace ? finding.Position : default;
        return $"{line}:{column} {string.Join('/', finding.Path)}";
    }

    private static string Cut(string line)
    {
        const string Mark = "does not exist within";
        return line.IndexOf(Mark, StringComparison.Ordinal) is var at and >= 0 ? line[..(at + Mark.Length)] + ' ' : line;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
