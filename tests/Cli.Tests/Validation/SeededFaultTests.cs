using Cli.Validation;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary>
/// Faults put into real boards at known lines. A fault that no binding minds is passed over (what bindings mind is compared
/// with dt-validate elsewhere); of all others each has to be reported at its line.
/// </summary>
public sealed class SeededFaultTests : IDisposable
{
    private const int Wanted = 240;
    private const int PerBoard = 26;

    private readonly TempDirectory _directory = new();
    private readonly List<string> _wrong = [];
    private readonly Dictionary<string, int> _found = [];
    private int _minded;
    private int _passedOver;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Faults_are_reported_at_their_lines()
    {
        var random = new Random(4711);
        foreach (var board in KernelTrees.Boards(200, 61))
        {
            if (_minded >= Wanted) break;
            Seed(board, random);
        }

        KernelTrees.Report(
            $"validate: {_minded - _wrong.Count}/{_minded} faults seeded into kernel boards are reported at their line "
            + $"({string.Join(", ", _found.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Value} {f.Key}"))}; {_passedOver} minded by no binding)");
        Assert.True(_minded >= 200, $"only {_minded} faults were minded by any binding");
        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong.Take(20)));
        Assert.True(_found.Count >= 10, "faults are not of all kinds");
    }

    // The board's own text, or that of a file it includes, in a copy that is found before the kernel's.
    private void Seed(string board, Random random)
    {
        var path = Path.Combine(KernelTrees.Root, board);
        var include = Path.GetDirectoryName(path)!;
        var source = File.ReadAllText(path);
        var included = source.Split('\n').Where(l => l.StartsWith("#include \"", StringComparison.Ordinal)).Select(l => l.Split('"')[1])
            .Where(f => !f.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(include, f))).ToList();
        var loader = new InputLoader(KernelTrees.Arguments(board));
        var own = _directory.Write(Path.GetFileName(board), source);
        var before = Explain(loader.Load(own));
        if (before is null) return;
        var known = Keys(before);

        var files = new List<string> { Path.GetFileName(board) };
        files.AddRange(included);
        var faults = files.SelectMany(f => FaultSeeder.Faults(File.ReadAllText(Path.Combine(include, f))).Select(fault => (File: f, Fault: fault))).ToArray();
        random.Shuffle(faults);
        foreach (var (file, fault) in faults.GroupBy(f => f.Fault.Kind).SelectMany(g => g.Take(g.Key == "missing property" ? 5 : 2)).Take(PerBoard))
        {
            using var scratch = new TempDirectory();
            scratch.Write(Path.GetFileName(board), source);
            var changed = scratch.Write(file, fault.Text);
            Check(board, changed, fault, known, scratch[Path.GetFileName(board)]);
        }
    }

    private void Check(string board, string changed, SeededFault fault, Dictionary<string, int> known, string input)
    {
        if (Explain(new InputLoader(KernelTrees.Arguments(board)).Load(input)) is not { } after) return;
        var left = new Dictionary<string, int>(known);
        var fresh = after.Where(f => !(left.TryGetValue(f.Key, out var n) && n > 0 && (left[f.Key] = n - 1) >= 0)).ToList();

        // Only what is found about the thing itself has to stand at its line; its absence may be felt in other nodes.
        if (!fresh.Exists(f => fault.Property is null ? IsOfKind(f, fault) : f.Property == fault.Property))
        {
            _passedOver++;
            return;
        }

        _minded++;
        _found[fault.Kind] = _found.GetValueOrDefault(fault.Kind) + 1;
        if (!fresh.Exists(f => f.File == changed && f.Line == fault.Line))
        {
            _wrong.Add($"{board}: {fault.Kind} at {Path.GetFileName(changed)}:{fault.Line} ({fault.Property}): "
                + string.Join(" | ", fresh.Take(4).Select(f => $"{f.Key} at {Path.GetFileName(f.File)}:{f.Line}")));
        }
    }

    private static bool IsOfKind(Seen seen, SeededFault fault) =>
        seen.Property is null && (fault.Kind == "unknown node" ? seen.Key.Contains("QQ_bogus", StringComparison.Ordinal) : seen.Rule == "required-property");

    private static Dictionary<string, int> Keys(List<Seen> seen) => seen.GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Count());

    private static List<Seen>? Explain(CheckedInput input)
    {
        if (input is not { Tree: { } tree, Places: { } places }) return null;
        var explainer = new Explainer(KernelTrees.Program);
        var seen = new List<Seen>();
        Validator.Validate(tree, KernelTrees.Program, found =>
        {
            foreach (var finding in explainer.Explain(found))
            {
                var at = places.Map.Resolve(places.SpanOf(finding.Place));
                seen.Add(new Seen(
                    $"{finding.Place.NodePath} {finding.Rule.Name} {finding.Message}", finding.Rule.Name, finding.Place.Property, at?.File ?? "", at?.Line ?? 0));
            }
        }, new ValidationOptions { ShowUnmatched = true });
        return seen;
    }

    private sealed record Seen(string Key, string Rule, string? Property, string File, int Line);
}
