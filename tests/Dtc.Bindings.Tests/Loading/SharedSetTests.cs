using Dtc.Bindings.Decoding;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Loading;
using Dtc.Compiler;
using Xunit;

namespace Dtc.Bindings.Tests.Loading;

/// <summary>What many threads and odd directories do to sets.</summary>
public sealed class SharedSetTests
{
    [Fact]
    public void MembersAreFoundByManyThreadsAtOnce()
    {
        for (var round = 0; round < 300; round++)
        {
            var members = new SchemaMembers();
            for (var i = 0; i < 2000; i++) members.Set($"m{i}", SchemaValue.Of((Int128)i));
            var missed = 0;
            Parallel.For(0, 8, thread =>
            {
                for (var i = 1999 - thread; i >= 0; i -= 97)
                {
                    if (members.Find($"m{i}") is null) Interlocked.Increment(ref missed);
                }
            });
            Assert.Equal(0, missed);
        }
    }

    [Fact]
    public void LinksThatLeadBackUpAreNotFollowed()
    {
        using var scratch = new Scratch();
        scratch.Write("a/one.yaml", "$id: http://devicetree.org/schemas/one.yaml#\n");
        scratch.Write("elsewhere/two.yaml", "$id: http://devicetree.org/schemas/two.yaml#\n");
        var root = Path.Combine(scratch.Path, "a");
        foreach (var name in (string[])["up1", "up2"]) Directory.CreateSymbolicLink(Path.Combine(root, name), "..");
        Directory.CreateSymbolicLink(Path.Combine(root, "self"), ".");
        Directory.CreateSymbolicLink(Path.Combine(root, "other"), "../elsewhere");
        var findings = new List<LoadFinding>();
        var set = BindingSet.Load([root], null, findings);
        Assert.Equal(2, set.Bindings.Count);
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("uint32-matrix", "items:\n      minItems: 3000000000\n      maxItems: 3000000000")]
    [InlineData("uint32-matrix", "minItems: 3000000000\n    maxItems: 3000000000")]
    public void SizesWithoutMeasureAreHarmless(string type, string size)
    {
        using var scratch = new Scratch();
        var file = scratch.Write("m.yaml", $"""
            $id: http://devicetree.org/schemas/m.yaml#
            select: true
            properties:
              vendor,many:
                $ref: /schemas/types.yaml#/definitions/{type}
                {size}
              "#gpio-cells":
                $ref: /schemas/types.yaml#/definitions/int32
            """);
        var program = BindingLibrary.Open(new BindingSources { Paths = [file] }, []);
        var findings = new List<BindingFinding>();
        var blob = new DtsCompiler().Compile(
            scratch.Write("m.dts", "/dts-v1/;\n/ { p: p { gpio-controller; #gpio-cells = <0xffffffff>; #x-cells = <0xffffffff>; };\n"
                + "vendor,many = <1 2 3>; a-gpios = <&p 1 2>; xs = <&p 1>; };\n"),
            CompileOptions.Default);
        Validator.Validate(BindingTree.FromBlob(blob.Output!), program, findings.Add);
        Assert.NotEmpty(findings);
    }
}
