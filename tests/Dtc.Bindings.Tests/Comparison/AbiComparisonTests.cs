using Dtc.Bindings.Comparison;
using Dtc.Bindings.Loading;
using Xunit;

namespace Dtc.Bindings.Tests.Comparison;

public sealed class AbiComparisonTests
{
    private const string Older = """
        $id: http://devicetree.org/schemas/test/a.yaml#
        properties:
          compatible:
            const: test,a
          clocks:
            minItems: 1
            maxItems: 3
          moved: true
          gone: true
          aging: true
          child:
            type: object
            properties:
              inner: true
              reg:
                minItems: 1
                maxItems: 4
            required:
              - inner
        required:
          - compatible
        additionalProperties: false
        """;

    private const string Newer = """
        $id: http://devicetree.org/schemas/test/a.yaml#
        allOf:
          - $ref: common.yaml#
          - required:
              - clocks
        properties:
          compatible:
            const: test,a
          clocks:
            minItems: 2
            maxItems: 3
          aging:
            deprecated: true
          child:
            type: object
            properties:
              reg:
                minItems: 3
                maxItems: 4
              outer: true
            required:
              - inner
              - outer
        required:
          - compatible
        unevaluatedProperties: false
        """;

    private const string Common = """
        $id: http://devicetree.org/schemas/test/common.yaml#
        properties:
          moved: true
        additionalProperties: true
        """;

    // What dt-cmp-schema 01b5073 (2026-08-05) says about these, sorted.
    private static readonly string[] Expected =
    [
        "/: new required properties added: clocks",
        "/properties/aging: existing property deprecated",
        "/properties/child/properties/reg: required entries increased from 1 to 3",
        "/properties/child: new required properties added: outer",
        "/properties/clocks: required entries increased from 1 to 2",
        "/properties/gone: existing property removed",
        "/properties/moved: existing property removed",
    ];

    [Fact]
    public void FindsWhatDtCmpSchemaFinds() => Assert.Equal(Expected, Compare(followReferences: false));

    [Fact]
    public void APropertyThatMovedToAReferencedBindingIsNotRemoved() =>
        Assert.Equal(Expected.Where(line => !line.Contains("/moved:", StringComparison.Ordinal)), Compare(followReferences: true));

    [Fact]
    public void ASetDoesNotDifferFromItself() =>
        Assert.Empty(AbiComparison.Compare(KernelBindings.Set, KernelBindings.Set, followReferences: true));

    private static List<string> Compare(bool followReferences)
    {
        using var scratch = new Scratch();
        scratch.Write("old/a.yaml", Older);
        scratch.Write("new/a.yaml", Newer);
        scratch.Write("new/common.yaml", Common);
        var older = BindingSet.Load([Path.Combine(scratch.Path, "old")], null, []);
        var newer = BindingSet.Load([Path.Combine(scratch.Path, "new")], null, []);
        var differences = AbiComparison.Compare(older, newer, followReferences);
        Assert.All(differences, difference => Assert.Equal("http://devicetree.org/schemas/test/a.yaml", difference.SchemaId));
        return [.. differences.Select(difference => $"{difference.Place}: {difference.Message}").Order(StringComparer.Ordinal)];
    }
}
