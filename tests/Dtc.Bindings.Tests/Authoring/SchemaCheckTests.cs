using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Tree;
using Xunit;

namespace Dtc.Bindings.Tests.Authoring;

public sealed class SchemaCheckTests
{
    private const string Whole = """
        %YAML 1.2
        ---
        $id: http://devicetree.org/schemas/foo/acme,thing.yaml#
        $schema: http://devicetree.org/meta-schemas/core.yaml#
        title: ACME thing
        maintainers:
          - Jo Doe <jo@example.org>
        properties:
          compatible:
            const: acme,thing
          reg:
            maxItems: 1
          acme,delay-ms:
            maximum: 10
          acme,flag:
            description: Whether
            type: boolean
          child:
            type: object
            $ref: /schemas/foo/other.yaml#
            unevaluatedProperties: false
        required: [compatible, reg]
        additionalProperties: false
        """;

    private const string Other = """
        $id: http://devicetree.org/schemas/foo/other.yaml#
        $schema: http://devicetree.org/meta-schemas/core.yaml#
        title: Part of a thing
        maintainers: [jo@example.org]
        properties:
          label: true
        additionalProperties: true
        """;

    [Fact]
    public void A_whole_binding_has_no_findings() => Assert.Empty(Check(Whole));

    [Theory]
    [InlineData("BND0102", "title: ACME thing", "title: a: b", 5, 9, "found invalid mapping")]
    [InlineData("BND0102", "reg:", "compatible:", 11, 3, "duplicate key 'compatible'")]
    [InlineData("BND0103", "maintainers:\n  - Jo Doe <jo@example.org>\n", "", 3, 1, "'maintainers' is a required property")]
    [InlineData("BND0103", "title: ACME thing", "title: ACME binding", 5, 1, "should not be valid")]
    [InlineData("BND0103", "core.yaml#", "nope.yaml#", 4, 1, "is not one of")]
    [InlineData("BND0103", "$schema: http://devicetree.org/meta-schemas/core.yaml#\n", "", 3, 1, "'$schema' is a required property")]
    [InlineData("BND0104", "maximum: 10", "maxItms: 10", 14, 5, "'maxItms' is not one of")]
    [InlineData("BND0104", "const: acme,thing", "enum: [acme,thing, 3]", 10, 11, "conditional failed")]
    [InlineData("BND0105", "maxItems: 1", "type: object", 12, 5, "conditional failed")]
    [InlineData("BND0105", "    description: Whether\n", "", 16, 5, "'description' is a dependency of 'type'")]
    [InlineData("BND0105", "type: boolean", "type: integer", 17, 5, "'integer' is not one of ['boolean', 'object']")]
    [InlineData("BND0106", "maximum: 10", "maximum: ten", 14, 5, "'ten' is not of type 'number'")]
    [InlineData("BND0107", "const: acme,thing", "pattern: 'a(b'", 10, 5, "'a(b' is not a regular expression: ")]
    [InlineData("BND0109", "foo/acme,thing.yaml#", "bar/thing.yaml#", 3, 1, "bar/thing.yaml")]
    [InlineData("BND0110", "other.yaml#", "nope.yaml#", 20, 5, "there is no binding http://devicetree.org/schemas/foo/nope.yaml")]
    [InlineData("BND0110", "other.yaml#", "other.yaml#/properties/x", 20, 5, "there is no /properties/x in")]
    [InlineData("BND0111", "    unevaluatedProperties: false\n", "", 18, 3, "neither additionalProperties nor unevaluatedProperties")]
    public void Each_fault_has_its_rule_and_place(string rule, string was, string becomes, int line, int column, string message)
    {
        Assert.Contains(was, Whole, StringComparison.Ordinal);
        var at = Whole.LastIndexOf(was, StringComparison.Ordinal);
        var findings = Check(string.Concat(Whole.AsSpan(0, at), becomes, Whole.AsSpan(at + was.Length)));
        var finding = Assert.Single(findings, f => f.Rule.Id == rule && f.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(new SchemaPosition(line, column), finding.Position);
        if (rule is not ("BND0102" or "BND0106" or "BND0107" or "BND0110")) Assert.NotNull(finding.Hint);
    }

    [Fact]
    public void A_misspelled_keyword_gets_a_suggestion()
    {
        var findings = Check(Whole.Replace("maximum: 10", "maxmum: 10", StringComparison.Ordinal));
        Assert.Equal("did you mean 'maximum'?", findings.Find(f => f.Rule.Id == "BND0104")!.Suggestion);
    }

    [Fact]
    public void Alternatives_say_what_each_of_them_lacks()
    {
        var finding = Check(Whole.Replace("    maxItems: 1", "    minItems: 0\n    type: x", StringComparison.Ordinal)).Find(f => f.Reasons.Count > 0)!;
        Assert.Contains(finding.Reasons, r => r.Contains("'minItems' is not one of", StringComparison.Ordinal));
        Assert.Contains("maxItems", finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_that_of_the_reference()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("foo/acme,thing.yaml", Whole.Replace("maxItems: 1", "maxItems: 0", StringComparison.Ordinal));
        scratch.Write("foo/other.yaml", Other);
        var findings = new List<SchemaFinding>();
        var summary = SchemaCheck.Check([file], new SchemaCheckOptions(), findings.Add);
        var finding = findings.Find(f => f.Rule.Id == "BND0104")!;
        var text = $"""
            properties:reg:maxItems: 0 is less than the minimum of 1
            {'\t'}hint: To forbid a property give it the schema false; counts begin at 1.
            {'\t'}from schema $id: http://devicetree.org/meta-schemas/keywords.yaml
            """;
        Assert.Equal($"{file}:12:5: {text}", DocValidateText.Format(finding, lineNumbers: true));
        Assert.Equal($"{file}: {text}", DocValidateText.Format(finding, lineNumbers: false));
        Assert.True(summary.ReferenceFails);
    }

    [Fact]
    public void A_pattern_that_is_no_regex_does_not_fail_the_reference()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("foo/other.yaml", Other.Replace("label: true", "label: { items: [{ pattern: '[' }] }", StringComparison.Ordinal));
        Assert.Equal(new SchemaCheckSummary(1, 1, 0, false), SchemaCheck.Check([file], new SchemaCheckOptions(), _ => { }));
    }

    [Fact]
    public void Directories_are_searched_and_files_that_are_missing_are_told()
    {
        using var scratch = new Scratch();
        scratch.Write("foo/acme,thing.yaml", Whole);
        scratch.Write("foo/other.yaml", Other);
        scratch.Write("foo/notes.txt", "no binding");
        var findings = new List<SchemaFinding>();
        var summary = SchemaCheck.Check([scratch.Path, scratch.Path + "/nope"], new SchemaCheckOptions(), findings.Add);
        Assert.Equal(new SchemaCheckSummary(2, 1, 0, true), summary);
        Assert.Equal("BND0101", Assert.Single(findings).Rule.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n")]
    [InlineData("3")]
    [InlineData("\0")]
    [InlineData("$id: 3\n$schema: [a]\n")]
    [InlineData("$id: http://devicetree.org/schemas/x.yaml#\n$schema: http://devicetree.org/meta-schemas/values.yaml#\nproperties: { $ref: { $ref: 3 } }\n")]
    public void Odd_documents_are_findings(string text) => Assert.Contains(Check(text), f => f.Rule.Severity == Severity.Error);

    [Fact]
    public void Deep_documents_are_findings()
    {
        var text = Whole.Replace("maximum: 10", "items: " + string.Concat(Enumerable.Repeat("{ items: ", 80)) + "3" + new string('}', 80), StringComparison.Ordinal);
        Assert.NotEmpty(Check(text));
    }

    [Fact]
    public void Meta_schemas_have_the_form_of_schemas()
    {
        foreach (var name in new[] { "base", "core", "json-schema", "keywords", "names", "values" })
        {
            Assert.Null(SchemaShape.FindFault(YamlReader.Read(ShippedBindings.TryRead($"meta/{name}.yaml"))));
        }
    }

    private static List<SchemaFinding> Check(string text)
    {
        using var scratch = new Scratch();
        var file = scratch.Write("foo/acme,thing.yaml", text);
        scratch.Write("foo/other.yaml", Other);
        var findings = new List<SchemaFinding>();
        SchemaCheck.Check([file], new SchemaCheckOptions(), findings.Add);
        return findings;
    }
}
