using Dtc.Bindings.Caching;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;
using Xunit;

namespace Dtc.Bindings.Tests.Caching;

public sealed class ImageTests
{
    [Fact]
    public void ValuesComeBackWithTheirPositions()
    {
        var members = new SchemaMembers();
        void Add(string key, SchemaValue value, int line) => members.Set(key, value, line > 0 ? new SchemaPosition(line, 3) : default);
        Add("none", SchemaValue.Null(new SchemaPosition(1, 9)), 1);
        Add("yes", SchemaValue.Of(true, new SchemaPosition(2, 9)), 2);
        Add("no", SchemaValue.Of(false), 0);
        foreach (var (number, at) in new Int128[] { 0, 127, 128, uint.MaxValue, (Int128)uint.MaxValue + 1, -1, long.MinValue, ulong.MaxValue, Int128.MaxValue, Int128.MinValue }.Select((n, i) => (n, i)))
        {
            Add($"number {at}", SchemaValue.Of(number, new SchemaPosition(100_000 + at, 70_000)), 300 + at);
        }

        Add("real", SchemaValue.Of(-0.1, new SchemaPosition(5, 5)), 4);
        Add("text", SchemaValue.Of("é𝄞 \ud800 alone"), 6);
        Add("", SchemaValue.Of(""), 7);
        Add("\udc00", SchemaValue.Of([SchemaValue.Of([]), SchemaValue.Of(new SchemaMembers()), SchemaValue.Of("x")], new SchemaPosition(8, 8)), 8);
        var set = new SchemaMembers();
        set.Set("doc", SchemaValue.Of(members, new SchemaPosition(3, 1)));
        var image = ProgramImage.Open(ImageWriter.Write(SchemaValue.Of(set), isSorted: false, []))!;
        AssertSame(SchemaValue.Of(members, new SchemaPosition(3, 1)), image.Document(image.FindId("doc")));
        Assert.Equal(-1, image.FindId("none"));
    }

    [Fact]
    public void EveryKernelBindingComesBack()
    {
        var program = BindingProgram.Compile(KernelBindings.Set);
        foreach (var binding in KernelBindings.Set.Bindings) AssertSame(binding.Schema, program.Find(binding.Id)!);
        foreach (var (compatible, binding) in KernelBindings.Set.ByCompatible)
        {
            Assert.Equal(binding.Id, program.FindByCompatible(compatible)!.Id);
        }

        KernelBindings.Report($"bindings: {KernelBindings.Set.Bindings.Count} come back from an image with all their positions");
    }

    [Fact]
    public void EveryDamageIsNoticed()
    {
        using var scratch = new Scratch();
        SmallSet.Write(scratch);
        var findings = new List<LoadFinding>();
        var image = BindingProgram.WriteImage(BindingSet.Load(SmallSet.Inputs(scratch), findings, []), findings);
        Assert.NotNull(ProgramImage.Open([.. image]));
        var random = new Random(7);
        for (var at = 0; at < image.Length; at++)
        {
            var damaged = image.ToArray();
            damaged[at] ^= (byte)random.Next(1, 256);
            Assert.Null(ProgramImage.Open(damaged));
            Assert.Null(ProgramImage.Open(image[..at]));
        }

        Assert.Null(ProgramImage.Open([.. image, 0]));
    }

    // Members of an image are sorted by name when its set is not.
    private static void AssertSame(SchemaValue expected, SchemaValue found)
    {
        Assert.Equal((expected.Kind, expected.Position), (found.Kind, found.Position));
        switch (expected.Kind)
        {
            case SchemaKind.Array:
                Assert.Equal(expected.Items.Count, found.Items.Count);
                for (var i = 0; i < expected.Items.Count; i++) AssertSame(expected.Items[i], found.Items[i]);
                break;
            case SchemaKind.Object:
                Assert.Equal(expected.Members.Count, found.Members.Count);
                foreach (var (key, value, position) in Yaml.Members(expected))
                {
                    Assert.Equal(position, found.Members.PositionOf(key));
                    AssertSame(value, found[key]!);
                }

                break;
            case SchemaKind.String:
                Assert.Equal(expected.String, found.String);
                break;
            case SchemaKind.Integer:
                Assert.Equal(expected.Integer, found.Integer);
                break;
            case SchemaKind.Real:
                Assert.Equal(expected.Real, found.Real);
                break;
            case SchemaKind.Boolean:
                Assert.Equal(expected.Boolean, found.Boolean);
                break;
        }
    }
}
