using Dtc.Tree;
using Hypervisor.Trees.DomZero;
using Xunit;

namespace Hypervisor.Tests.Trees;

/// <summary>dom0's tree as promised, against what dom0 read back under a real Xen.</summary>
public sealed class DomZeroOracleTests
{
    public static TheoryData<string> Booted { get; } =
        new(OracleCase.Names.Where(name => new OracleCase(name) is { Missing: 0 } item && item.Domains.Contains("dom0")));

    public static TheoryData<string> Clean { get; } =
        new(OracleCase.Names.Where(name => name.EndsWith("-clean", StringComparison.Ordinal) && new OracleCase(name) is { Missing: 0 } item && item.Domains.Contains("dom0")));

    public static TheoryData<string> Refused { get; } = new(OracleCase.Names.Where(name => new OracleCase(name).Missing > 0));

    [Theory]
    [MemberData(nameof(Booted))]
    public void PromisesWhatDomZeroReadsBack(string name)
    {
        var oracle = new OracleCase(name);
        var diagnostics = new DiagnosticBag();
        var result = DomZeroTree.Make(oracle.Host, oracle.Options, diagnostics);
        var diff = TreeDiff.Of(result.Tree.Tree, oracle.Read("dom0"), (path, property) => Allowed(path, property) ?? Open(result, path, property));
        Assert.True(diff.Differences.Count == 0, string.Join('\n', diff.Differences.Concat(diagnostics.Items.Select(item => item.Message))));
        Assert.True(diff.Properties > 100, "hardly anything was compared");
        Assert.False(diagnostics.HasErrors, string.Join('\n', diagnostics.Items.Select(item => item.Message)));
    }

    /// <summary>Without pages to be scrubbed nothing is open, so that all of the tree was compared.</summary>
    [Theory]
    [MemberData(nameof(Clean))]
    public void IsCertainWhereNothingIsScrubbed(string name)
    {
        var oracle = new OracleCase(name);
        var open = DomZeroTree.Make(oracle.Host, oracle.Options, new DiagnosticBag()).ChosenAtBoot;
        // A large grant table; sizes that need small blocks, which Xen uses itself too.
        if (name is "g2-many-clean" or "g2-700-clean" or "g3-noext-clean") Assert.NotEmpty(open);
        else Assert.Empty(open);
    }

    /// <summary>The size of Xen's text is in no header; with it the large grant table of a boot comes out too.</summary>
    [Fact]
    public void TheGrantTableEndsWithXensText()
    {
        const ulong text = 0x74000;
        var oracle = new OracleCase("g2-many-clean");
        var result = DomZeroTree.Make(oracle.Host, oracle.Options with { TextSize = text }, new DiagnosticBag());
        Assert.Empty(result.ChosenAtBoot);
        Assert.Empty(TreeDiff.Of(result.Tree.Tree, oracle.Read("dom0"), Allowed).Differences);
    }

    [Fact]
    public void PromisesWhatDomZeroWithTheToolstackReadsBack()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "Oracle-xl");
        var compiler = new Dtc.Compiler.DtsCompiler();
        var host = OracleCase.Read(Path.Combine(root, "host-xl.dts"), compiler);
        var options = new OracleCase("g3-partial").Options with { BootBlob = new Hypervisor.Platforms.AddressRange(0x48000000, 0x10000) };
        var result = DomZeroTree.Make(host, options, new DiagnosticBag());
        var diff = TreeDiff.Of(result.Tree.Tree, OracleCase.Read(Path.Combine(root, "dom0-xen.dts"), compiler), (path, property) => Allowed(path, property) ?? Open(result, path, property));
        Assert.True(diff.Differences.Count == 0, string.Join('\n', diff.Differences));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void TellsHowMuchMemoryXenWillNotFind(string name)
    {
        var oracle = new OracleCase(name);
        var diagnostics = new DiagnosticBag();
        DomZeroTree.Make(oracle.Host, oracle.Options, diagnostics);
        // Where the outcome hangs on what idle CPUs did, the finding says that Xen may stop.
        var missing = diagnostics.Items.FirstOrDefault(item => item.Rule == Rules.DomainMemoryNotFound);
        var open = diagnostics.Items.FirstOrDefault(item => item.Rule == Rules.NumberChosenAtBoot);
        if (missing is not null) Assert.Contains($"find {oracle.Missing} of", missing.Message, StringComparison.Ordinal);
        else Assert.Contains("may stop", open?.Message ?? "no finding", StringComparison.Ordinal);
    }

    private static string? Open(DomZeroResult result, string path, string property) => result.ChosenAtBoot
        .FirstOrDefault(open => (open.Path.StartsWith("/memory", StringComparison.Ordinal) ? path.StartsWith("/memory", StringComparison.Ordinal) : open.Path == path)
            && (open.Property ?? property) == property)?.Reason;

    private static string? Allowed(string path, string property) => (path, property) switch
    {
        ("/chosen", "kaslr-seed") => "Linux overwrites the seed with zeros when it has used it",
        ("/chosen", "rng-seed") => "Linux takes the seed out when it has used it",
        _ => null,
    };
}
