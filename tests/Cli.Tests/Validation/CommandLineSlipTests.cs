using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary>What is written wrongly on the command line of <c>validate</c>, or does not go together.</summary>
public sealed class CommandLineSlipTests : IDisposable
{
    private readonly SmallBindings _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("--bindng=x", "unknown option '--bindng'; did you mean '--binding'?")]
    [InlineData("-binding", "'-binding' begins with one dash; did you mean '--binding'?")]
    [InlineData("-format=json", "'-format=json' begins with one dash; did you mean '--format=json'?")]
    [InlineData("--formt", "unknown option '--formt'; did you mean '--format'?")]
    [InlineData("--binding=", "--binding needs an argument: NAME")]
    [InlineData("--format=jsn", "--format: 'jsn' is not one of text, json, dt-validate; did you mean 'json'?")]
    [InlineData("--fail-on=errors", "--fail-on: 'errors' is not one of error, warning, never; did you mean 'error'?")]
    [InlineData("--binding=xne", "--binding: no binding 'xne' is built in; did you mean 'xen'?")]
    [InlineData("--binding=other", "--binding: no binding 'other' is built in; there are epapr, virtio-mmio, xen")]
    [InlineData("--binding=xen@4.16", "--binding: version 4.16 of 'xen' is not known; there are 4.17, 4.18, 4.19, 4.20, 4.21, 4.22, 4.23")]
    [InlineData("--binding=xen@4.99", "--binding: version 4.99 of 'xen' is not known; there are 4.17")]
    [InlineData("--binding=xen@5.17", "--binding: version 5.17 of 'xen' is not known")]
    [InlineData("--binding=epapr@1.1", "--binding: 'epapr' has no versions; write --binding epapr")]
    [InlineData("--rules=%bindings", "--rules: '%bindings' is a directory; name the files in it, or give it to --bindings, which takes its *.rules.yaml")]
    public void Slips_are_answered_with_what_was_meant(string argument, string message)
    {
        var run = _files.Validate("%good.dts", argument.Replace("%", _files["."][..^1], StringComparison.Ordinal));
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xen@4.17")]
    [InlineData("xen@4.17.5")]
    [InlineData("xen@4.23-rc1")]
    [InlineData("xen@4.20.1-pre")]
    public void Releases_of_known_versions_are_taken(string binding) => Assert.Equal(0, _files.Validate("%good.dts", "--binding", binding).Code);

    /// <summary>Of a board that is nobody's business but its own a binding of a hypervisor says nothing, however it is asked.</summary>
    [Fact]
    public void Named_bindings_stay_the_ones_asked()
    {
        var board = _files.Write("xen.dts", "/dts-v1/;\n/ {\n\tserial { compatible = \"acme,uart\"; };\n\thypervisor { compatible = \"xen,xen\"; };\n};\n");
        TestRun Run(params string[] args) => Comparison.Ours("validate", [board, "--binding", "xen", "--no-cache", .. args]);
        var plain = Run();
        Assert.Equal(plain.Error, Run("-l", "nothing").Error);
        Assert.Equal(plain.Out, Run("-l", "nothing").Out);
        var unmatched = Run("-m", "--format", "dt-validate").Out;
        Assert.Contains("failed to match any schema with compatible: ['acme,uart']", unmatched, StringComparison.Ordinal);
        Assert.DoesNotContain("root-node.yaml", unmatched, StringComparison.Ordinal);
    }
}
