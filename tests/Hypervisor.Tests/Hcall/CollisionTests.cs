using System.Text;
using Hypervisor.Hcall;
using Xunit;

namespace Hypervisor.Tests.Hcall;

public sealed class CollisionTests
{
    [Fact]
    public void ShippedAbisHaveTheCollisionsThatAreReal()
    {
        var found = CollisionFinder.Find(AbiLibrary.Shipped.Abis);
        Assert.Equal(
            [
                "Range smccc smccc-hyperv 46000001",
                "Number smccc smccc-xen 8500ff00 8500ff01 8500ff03",
                "Shared smccc-gunyah smccc-kvm ",
            ],
            found.Select(collision => $"{collision.Kind} {collision.First.Name} {collision.Second.Name} {string.Join(' ', collision.Places.Select(place => $"{place.Number:x8}"))}"));
        Assert.All(found, collision => Assert.True(collision.Explanation.Length > 60));
        Assert.Contains("owner 6", found[1].Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("psci", "smccc")]
    [InlineData("epapr", "kvm-ppc")]
    [InlineData("epapr", "fsl-hv")]
    [InlineData("xen-arm64", "smccc")]
    [InlineData("xen-arm64", "xen-arm32")]
    [InlineData("smccc-trng", "psci")]
    public void ApartByConduitOrByRange(string a, string b) => Assert.Empty(Find(AbiLibrary.Shipped, a, b));

    // Xen's numbers behind immediate 0 would be those of PSCI 0.1.
    [Theory]
    [InlineData("hvc", "0xea1", "xen-arm64", 1)]
    [InlineData("hvc", "0xea2", "xen-arm64", 0)]
    [InlineData("smc", "0xea1", "xen-arm64", 0)]
    public void TheImmediateKeepsNumbersApart(string instruction, string immediate, string with, int count)
    {
        var library = With(
            $$"""
            name: own
            title: Own
            sources: [none]
            conduit: { kind: instruction, instruction: {{instruction}}, immediate: {{immediate}} }
            registers: { arm64: { function: x16, arguments: [x0], results: [x0] } }
            number: { bits: 32 }
            functions: [{ name: ping, number: 20 }]
            """);
        Assert.Equal(count, Find(library, "own", with).Count);
    }

    [Theory]
    [InlineData("x15", 0)]
    [InlineData("x16", 1)]
    public void TheRegisterKeepsNumbersApart(string register, int count)
    {
        var library = With(
            $$"""
            name: own
            title: Own
            sources: [none]
            conduit: { kind: instruction, instruction: hvc, immediate: 0xea1 }
            registers: { arm64: { function: {{register}}, arguments: [x0], results: [x0] } }
            number: { bits: 32 }
            functions: [{ name: ping, number: 20 }]
            """);
        Assert.Equal(count, Find(library, "own", "xen-arm64").Count);
    }

    [Fact]
    public void InstructionsFromTheTreeMayBeAnyInstruction()
    {
        var library = With(
            """
            name: own
            title: Own
            sources: [none]
            conduit: { kind: instruction, instruction: sc, immediate: 1 }
            registers: { power: { function: r11, arguments: [r3], results: [r3] } }
            number: { bits: 32 }
            functions: [{ name: ping, number: 0x00010010 }]
            """);
        var collision = Assert.Single(Find(library, "own", "epapr"));
        Assert.Equal("power sc 1, r11", collision.Conduit);
        Assert.Equal("EV_IDLE", collision.Places.Single().First);
    }

    [Theory]
    [InlineData("0x86000000", null, HcallCollisionKind.Number, "smccc-kvm")]
    [InlineData("0xc6008000", null, HcallCollisionKind.Number, "smccc-gunyah")]
    [InlineData("0x84000003", null, HcallCollisionKind.Range, "smccc")]
    [InlineData("0x84000003", null, HcallCollisionKind.Number, "psci")]
    [InlineData("0x20000001", null, HcallCollisionKind.Range, "smccc")]
    [InlineData("0x84000070", null, HcallCollisionKind.Range, "smccc")]
    [InlineData("0x86001234", null, HcallCollisionKind.Shared, "smccc-kvm")]
    public void AServiceOfYourOwn(string number, string? same, HcallCollisionKind kind, string with)
    {
        var library = With($"name: own\ntitle: Own\nextends: smccc\nsources: [none]\nfunctions: [{{ name: ping, number: {number}{(same is null ? "" : ", same-as: " + same)} }}]\n");
        Assert.Equal(kind, Assert.Single(Find(library, "own", with)).Kind);
    }

    [Fact]
    public void ABorrowedCallIsNoCollision()
    {
        var library = With("name: own\ntitle: Own\nextends: smccc\nsources: [none]\nfunctions: [{ name: ping, number: 0x86000000, same-as: smccc-kvm }]\n");
        Assert.DoesNotContain(Find(library, "own", "smccc-kvm"), collision => collision.Kind == HcallCollisionKind.Number);
    }

    private static AbiLibrary With(string text)
    {
        var findings = new List<AbiFinding>();
        var library = AbiLibrary.Shipped.With([("own.yaml", Encoding.UTF8.GetBytes(text))], findings);
        Assert.Empty(findings);
        return library;
    }

    private static IReadOnlyList<HcallCollision> Find(AbiLibrary library, params string[] names) => CollisionFinder.Find([.. names.Select(name => library.Find(name)!)]);
}
