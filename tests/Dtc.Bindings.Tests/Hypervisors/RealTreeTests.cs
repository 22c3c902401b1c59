using Dtc.Bindings.Decoding;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>
/// Trees that others made: of Xen's guests and hosts, of QEMU, of the kernel. What is found in each is written down in
/// <c>Real/expected.txt</c> with the reason; anything else would be a false alarm.
/// </summary>
public sealed class RealTreeTests
{
    private static readonly Dictionary<string, string> KernelTrees = new(StringComparer.Ordinal)
    {
        ["linux xenvm-4.2"] = "arch/arm/boot/dts/xenvm-4.2.dts",
        ["linux vexpress-v2p-ca15-tc1"] = "arch/arm/boot/dts/vexpress-v2p-ca15-tc1.dts",
    };

    private static readonly Dictionary<string, List<string>> Expected = ReadExpected();

    private static readonly string[] All =
        [.. Directory.GetFiles(RuleCheck.RealTrees, "*.dts").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal), .. KernelTrees.Keys, .. QemuTrees.Names];

    public static TheoryData<string> Names { get; } = new(All);

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsWhatIsWrittenDownAndNothingElse(string name)
    {
        var blob = KernelTrees.TryGetValue(name, out var path) ? QemuTrees.KernelTree(path)
            : QemuTrees.Names.Contains(name) ? QemuTrees.Make(name) : RuleCheck.Real(name);
        var tree = BindingTree.FromBlob(blob);
        Assert.Null(tree.Error);
        var left = RuleCheck.Find(tree).ConvertAll(RuleCheck.Line);
        var missing = Expected[name].Where(line => !Remove(left, line)).ToList();
        Assert.True(missing.Count + left.Count == 0, string.Join('\n', missing.Select(line => "missing: " + line).Concat(left.Select(line => "not expected: " + line))));
    }

    [Fact]
    public void EveryExpectationBelongsToATree() => Assert.Equal(All.Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));

    // The message may be given in part.
    private static bool Remove(List<string> found, string line)
    {
        var at = found.FindIndex(other => other.StartsWith(line, StringComparison.Ordinal));
        if (at >= 0) found.RemoveAt(at);
        return at >= 0;
    }

    private static Dictionary<string, List<string>> ReadExpected()
    {
        var expected = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? list = null;
        foreach (var line in File.ReadLines(Path.Combine(RuleCheck.RealTrees, "expected.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[') expected.Add(line.Trim('[', ']'), list = []);
            else list!.Add(line);
        }

        return expected;
    }
}
