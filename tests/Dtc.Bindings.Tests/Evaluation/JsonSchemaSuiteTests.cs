using Dtc.Bindings.Caching;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;
using Xunit;

namespace Dtc.Bindings.Tests.Evaluation;

/// <summary>
/// The official tests of JSON Schema, draft 2019-09, for the keywords that bindings may use. What is left out is
/// outside of the subset; what is excused, the reference implementation does as we do.
/// </summary>
public sealed class JsonSchemaSuiteTests
{
    // Bindings have one $id at the top and refer to files and pointers; the meta-schemas need nothing more either.
    private static readonly HashSet<string> OutsideFiles =
        new(["anchor", "recursiveRef", "refRemote", "vocabulary"], StringComparer.Ordinal);

    private static readonly (string Group, string Reason)[] OutsideGroups =
    [
        ("validate definition against metaschema", "refers to json-schema.org"),
        ("remote ref, containing refs itself", "refers to json-schema.org"),
        ("Recursive references between schemas", "$id within a schema"),
        ("refs with relative uris and defs", "$id within a schema"),
        ("relative refs with absolute uris and defs", "$id within a schema"),
        ("$id must be resolved against nearest parent, not just immediate parent", "$id within a schema"),
        ("order of evaluation: $id and $ref", "$id within a schema"),
        ("order of evaluation: $id and $anchor and $ref", "$id within a schema"),
        ("order of evaluation: $id and $ref on nested schema", "$id within a schema"),
        ("URN base URI with URN and anchor ref", "$anchor"),
        ("URN ref with nested pointer ref", "$id within a schema"),
        ("ref to if", "$id within a schema"),
        ("ref to then", "$id within a schema"),
        ("ref to else", "$id within a schema"),
        ("ref with absolute-path-reference", "$id within a schema"),
        ("$ref with $recursiveAnchor", "$recursiveRef"),
        ("unevaluatedItems with $recursiveRef", "$recursiveRef"),
        ("unevaluatedProperties with $recursiveRef", "$recursiveRef"),
    ];

    // python-jsonschema counts properties as evaluated that are called like the keywords of additionalProperties.
    private static readonly HashSet<string> Excused = new(
        ["unevaluatedProperties with adjacent non-bool additionalProperties / with additional properties"], StringComparer.Ordinal);

    [Fact]
    public void KeywordsOfTheSubsetHoldTheOfficialTests()
    {
        var files = Directory.GetFiles(FindSuite(), "*.json").Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count > 40);
        int right = 0, count = 0, outside = 0;
        var wrong = new List<string>();
        var excused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var keyword = Path.GetFileNameWithoutExtension(file);
            foreach (var group in JsonReader.Read(File.ReadAllBytes(file)).Items)
            {
                var description = group["description"]!.String;
                var tests = group["tests"]!.Items;
                if (OutsideFiles.Contains(keyword) || Array.Exists(OutsideGroups, g => g.Group == description))
                {
                    outside += tests.Count;
                    continue;
                }

                foreach (var test in tests)
                {
                    count++;
                    var name = $"{description} / {test["description"]!.String}";
                    if (Holds(group["schema"]!, test["data"]!) == test["valid"]!.Boolean) right++;
                    else if (Excused.Contains(name)) excused.Add(name);
                    else wrong.Add($"{keyword}: {name}");
                }
            }
        }

        KernelBindings.Report(
            $"JSON Schema 2019-09: {right}/{count} official tests of the keywords in the subset, {excused.Count} as python-jsonschema has it; {outside} outside of the subset");
        Assert.Empty(wrong);
        Assert.Equal(Excused, excused);
        Assert.True(count > 1000);
    }

    private static bool Holds(SchemaValue schema, SchemaValue data)
    {
        var id = schema.IsObject && schema["$id"] is { IsString: true } named ? named.String.TrimEnd('#') : "http://localhost/schema.json";
        var members = new SchemaMembers();
        if (schema.IsObject) members.Set(id, schema);
        var context = new ProgramContext(ProgramImage.Of(members));
        var document = context.FindDocument(id) ?? new SchemaDocument(id, schema, context);
        var value = TypedValue.From(data, context.Symbols);
        var evaluator = new Evaluator();
        var holds = evaluator.IsValid(document.Root, value);
        Assert.Equal(holds, evaluator.Run(document.Root, value, null).Count == 0);
        return holds;
    }

    private static string FindSuite()
    {
        var root = Environment.GetEnvironmentVariable("DTC_SHARP_JSON_SCHEMA_SUITE") is { Length: > 0 } named
            ? named
            : Path.Combine(KernelBindings.Cache, "json-schema-suite", "usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests");
        var suite = Path.Combine(root, "draft2019-09");
        return Directory.Exists(suite)
            ? suite
            : throw new InvalidOperationException($"there are no tests of JSON Schema in {suite}; please run: scripts/json-schema-suite.sh");
    }
}
