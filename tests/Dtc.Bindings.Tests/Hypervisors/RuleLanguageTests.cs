using System.Text.Json;
using Dtc.Bindings.TreeRules;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>The language, its JSON Schema and its description say the same.</summary>
public sealed class RuleLanguageTests
{
    /// <summary>Every word of the schema is explained.</summary>
    [Fact]
    public void EveryWordIsDescribed()
    {
        var text = File.ReadAllText(Find("docs/tree-rules.md"));
        using var schema = JsonDocument.Parse(RuleFile.SchemaText);
        var words = new SortedSet<string>(StringComparer.Ordinal);
        Collect(schema.RootElement, words);
        words.RemoveWhere(word => word is "$schema" or "title" or "description");
        Assert.True(words.Count > 60, $"{words.Count} words");
        words.RemoveWhere(word => text.Contains($"`{word}`", StringComparison.Ordinal) || text.Contains($"{word}:", StringComparison.Ordinal));
        Assert.Equal([], words);
    }

    private static void Collect(JsonElement element, SortedSet<string> words)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Collect(item, words);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Name == "properties" && member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().All(p => p.Value.ValueKind is JsonValueKind.Object or JsonValueKind.True))
                    foreach (var property in member.Value.EnumerateObject()) words.Add(property.Name);
                Collect(member.Value, words);
            }
        }
    }

    private static string Find(string path)
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, path))) return Path.Combine(at, path);
        }

        throw new FileNotFoundException(path);
    }
}
