using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.References;
using Xunit;

namespace Dtc.Bindings.Tests.Loading;

public sealed class BindingSetTests
{
    private static string Binding(string name, string rest) =>
        $"$id: http://devicetree.org/schemas/{name}#\n$schema: http://devicetree.org/meta-schemas/core.yaml#\n{rest}";

    [Fact]
    public void TheFirstOfAnIdCounts()
    {
        using var user = new Scratch();
        using var core = new Scratch();
        var own = user.Write("a/x.yaml", Binding("x.yaml", "title: user\n"));
        var other = core.Write("x.yaml", Binding("x.yaml", "title: core\n"));
        core.Write("y.yaml", Binding("y.yaml", "title: core\n"));
        core.Write(".hidden.yaml", "[");
        core.Write(".git/z.yaml", "[");
        core.Write("notes.txt", "[");
        var findings = new List<LoadFinding>();
        var set = BindingSet.Load([user.Path], core.Path, findings);
        Assert.Equal(["http://devicetree.org/schemas/x.yaml", "http://devicetree.org/schemas/y.yaml"], set.Bindings.Select(binding => binding.Id));
        Assert.Equal(own, set.Find("http://devicetree.org/schemas/x.yaml")!.File);
        var finding = Assert.Single(findings);
        Assert.Equal((LoadFault.DuplicateId, other), (finding.Fault, finding.File));
        Assert.Equal(1, finding.Position.Line);
    }

    [Fact]
    public void FilesAtFaultAreLeftOut()
    {
        using var scratch = new Scratch();
        scratch.Write("good.yaml", Binding("good.yaml", "title: t\n"));
        scratch.Write("syntax.yaml", "a: 1\na: 2\n");
        scratch.Write("shape.yaml", Binding("shape.yaml", "properties:\n  foo:\n    enum: 1\n"));
        scratch.Write("nothing.yaml", "- a\n");
        scratch.Write("empty/readme.md", "");
        var findings = new List<LoadFinding>();
        var missing = Path.Combine(scratch.Path, "missing");
        var set = BindingSet.Load([scratch.Path, Path.Combine(scratch.Path, "empty"), missing], null, findings);
        Assert.Single(set.Bindings);
        string Line(LoadFinding finding) => $"{finding.Fault} {Path.GetFileName(finding.File)}:{finding.Position.Line}:{finding.Position.Column} {finding.Message}";
        Assert.Equal(
            [
                "Unreadable missing:0:0 there is no such file or directory",
                "Syntax nothing.yaml:1:1 a binding is a mapping",
                "Schema shape.yaml:5:11 properties: foo: enum: a list is expected",
                "Syntax syntax.yaml:2:1 duplicate key 'a', already given on line 1",
                $"EmptyDirectory empty:0:0 no schema found in path: {scratch.Path}/empty",
            ],
            findings.Select(Line));
    }

    // Paths as jsonschema reports them for the 2019-09 meta-schema.
    [Theory]
    [InlineData("allOf: []", "allOf")]
    [InlineData("items: [1]", "items")]
    [InlineData("items: {enum: 3}", "items")]
    [InlineData("oneOf: [{}, 5]", "oneOf: 1")]
    [InlineData("properties: {a: {required: [x, x]}}", "properties: a: required")]
    [InlineData("properties: {a: {required: [1]}}", "properties: a: required: 0")]
    [InlineData("dependencies: {a: [1]}", "dependencies: a")]
    [InlineData("type: objekt", "type")]
    [InlineData("minItems: -1", "minItems")]
    [InlineData("minItems: 1.5", "minItems")]
    [InlineData("select: 1", "select")]
    [InlineData("multipleOf: 0", "multipleOf")]
    [InlineData("deprecated: yes\nif: 1", "if")]
    public void WhatIsNoSchemaIsRefused(string rest, string path)
    {
        var findings = new List<LoadFinding>();
        Assert.Null(BindingFile.FromDocument(Yaml.Read(Binding("x.yaml", rest + "\n")), "x.yaml", findings));
        Assert.StartsWith(path + ": ", Assert.Single(findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AProcessedSchemaIsTheSameSet()
    {
        var processed = JsonWriter.Write(KernelBindings.Set.ToProcessed("2026.6"));
        using var scratch = new Scratch();
        var file = scratch.Write("processed.json", System.Text.Encoding.ASCII.GetString(processed));
        var findings = new List<LoadFinding>();
        var set = BindingSet.Load([file], "/nonexistent", findings);
        Assert.Empty(findings);
        Assert.Equal("2026.6", set.Version);
        Assert.Equal(KernelBindings.Set.ByCompatible.Count, set.ByCompatible.Count);
        Assert.Equal(processed, JsonWriter.Write(set.ToProcessed("2026.6")));
    }

    [Fact]
    public void ReferencesOfTheKernelLeadSomewhere()
    {
        var set = KernelBindings.Set;
        int found = 0, core = 0;
        void Walk(Binding binding, SchemaValue value)
        {
            if (value.IsArray) value.Items.ForEach(item => Walk(binding, item));
            if (!value.IsObject) return;
            foreach (var (key, inner, _) in Yaml.Members(value))
            {
                Walk(binding, inner);
                if (key != "$ref" || !inner.IsString) continue;
                var target = SchemaReference.Resolve(set, binding, inner.String);
                Assert.True(target.State != ReferenceState.NoSuchPlace, $"{binding.File}: {inner.String}");
                if (target.State == ReferenceState.Found) found++;
                else core++;
            }
        }

        foreach (var binding in set.Bindings) Walk(binding, binding.Schema);
        KernelBindings.Report($"bindings: {found} references between bindings followed, {core} to core schemas");
        Assert.True(found > 1000, $"{found}");
    }

    // RFC 3986, 5.4.1 and 5.4.2, as far as they apply to http addresses without query.
    [Theory]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("", "http://a/b/c/d")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("ftp://x/y", "ftp://x/y")]
    public void AddressesAreRelativeToTheBase(string address, string absolute) =>
        Assert.Equal(absolute, SchemaReference.Absolute("http://a/b/c/d", address));
}
