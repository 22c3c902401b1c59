using Dtc.Compiler;
using Xunit;

namespace Corpus.Tests;

/// <summary>The samples of this repository are what the README runs: faultless, and as dtc compiles them.</summary>
public sealed class SampleTests
{
    private static readonly string Samples = Path.Combine(KernelCorpus.Repository, "samples");

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var file in Directory.EnumerateFiles(Samples, "*.dts", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cases.Add(Path.GetRelativePath(Samples, file), false);
            cases.Add(Path.GetRelativePath(Samples, file), true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sample_gives_the_bytes_of_dtc(string sample, bool symbols)
    {
        var oracle = new Oracle(Samples);
        var expected = oracle.Compile(oracle.Preprocess(sample, []), [], symbols ? ["-@"] : []);
        Assert.NotNull(expected);

        var tally = new Tally();
        tally.AddCompilation(
            sample,
            Expansion.Hash(expected),
            () => new DtsCompiler().Compile(Path.Combine(Samples, sample), CompileOptions.Default with { Symbols = symbols }),
            () => expected);
        Assert.True(tally.IsPerfect, tally.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dtc_has_no_warning_for_a_sample(string sample, bool symbols)
    {
        var text = new Oracle(Samples).Preprocess(sample, []);
        string[] mode = symbols ? ["-@"] : [];
        var run = OracleTools.Run(
            OracleTools.Dtc, ["-I", "dts", "-O", "dtb", "-o", "/dev/null", .. mode, "-"], text, Samples);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
