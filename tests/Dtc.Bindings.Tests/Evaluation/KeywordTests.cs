using System.Text.Json;
using Dtc.Bindings.Caching;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;
using Xunit;

namespace Dtc.Bindings.Tests.Evaluation;

/// <summary>
/// Every keyword against what the reference implementation says. <c>keywords.json</c> has schemas and values of our
/// own, and the errors that upstream's validator class (dt-schema of mid-2026 on jsonschema 4.26) gives for them.
/// </summary>
public sealed class KeywordTests
{
    [Fact]
    public void FaultsAreThoseOfTheReferenceImplementation()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "keywords.json")));
        var seen = 0;
        foreach (var item in cases.RootElement.EnumerateArray())
        {
            var (context, document) = Document(Json.Convert(item.GetProperty("schema")));
            var value = TypedValue.From(Json.Convert(item.GetProperty("instance")), context.Symbols);
            var evaluator = new Evaluator();
            var errors = evaluator.Run(document.Root, value, null);
            var expected = item.GetProperty("errors").EnumerateArray().Select(Text);
            Assert.Equal(string.Join('\n', expected), string.Join('\n', errors.Select(Text)));
            Assert.Equal(errors.Count == 0, evaluator.IsValid(document.Root, value));
            seen++;
        }

        Assert.True(seen > 100);
    }

    [Fact]
    public void SchemasThatReferToThemselvesEnd()
    {
        var (_, document) = Document(Json.Parse("""{"$ref": "#"}"""));
        Assert.Throws<EvaluationDepthException>(() => new Evaluator().IsValid(document.Root, TypedValue.Of(1)));
    }

    // By way of an image, as every program; true and false are no documents.
    private static (ProgramContext Context, SchemaDocument Document) Document(SchemaValue schema)
    {
        var members = new SchemaMembers();
        if (schema.IsObject) members.Set("case", schema);
        var image = ProgramImage.Open(ImageWriter.Write(SchemaValue.Of(members), isSorted: false, []))!;
        var context = new ProgramContext(image);
        return (context, context.FindDocument("case") ?? new SchemaDocument("case", schema, context));
    }

    private static string Text(JsonElement error) =>
        $"{Names(error, "path")} | {Names(error, "schema_path")} | {error.GetProperty("message").GetString()}"
        + $"[{string.Join("; ", error.GetProperty("context").EnumerateArray().Select(Text))}]";

    private static string Names(JsonElement error, string name) =>
        string.Join('/', error.GetProperty(name).EnumerateArray().Select(p => p.GetString()));

    private static string Text(EvaluationError error) =>
        $"{string.Join('/', error.Path)} | {string.Join('/', error.SchemaPath)} | {error.Message}"
        + $"[{string.Join("; ", error.Context.Select(Text))}]";
}
