using Cli.Inputs;
using Dtc.Compiler.Comparison;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>Shows nodes and properties of a tree as lines of source, with the places they were written at.</summary>
internal sealed class TreeLines(LoadedTree input)
{
    private readonly TreeReferences _references = new(input.Tree);

    /// <summary>The value as source, references by path; empty for an empty value.</summary>
    public string Value(Property property) =>
        ValueText.Of(property.Value, _references.Of(property), static reference => reference.Name);

    /// <summary>A property as one line, without indentation.</summary>
    public string Line(Node node, Property property)
    {
        var value = Value(property);
        var line = value.Length == 0 ? $"{property.Name};" : $"{property.Name} = {value};";
        return WithPlace(line, property.Span);
    }

    /// <summary>A node and all below it, one line each through <paramref name="write"/>, which takes the depth.</summary>
    public void Subtree(Node node, int depth, Action<int, string> write)
    {
        write(depth, WithPlace($"{(node.Name.Length == 0 ? "/" : node.Name.ToString())} {{", TopOf(node)));
        foreach (var property in node.Properties)
        {
            if (!TreeReferences.IsPhandle(input.Tree, property)) write(depth + 1, Line(node, property));
        }

        foreach (var child in node.Children) Subtree(child, depth + 1, write);
        write(depth, "};");
    }

    private static SourceSpan TopOf(Node node) => node.NameSpan.IsNone ? node.Span : node.NameSpan;

    private string WithPlace(string line, SourceSpan span) =>
        input.Place(span) is { } place ? $"{line} // {place}" : line;
}
