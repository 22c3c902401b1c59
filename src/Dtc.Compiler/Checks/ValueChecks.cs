using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Properties that must be one string, a list of strings or one cell.</summary>
internal static class ValueChecks
{
    /// <summary>The check that a property is one string.</summary>
    public static CheckFunction OneString(Func<CheckNames, Name> which) => (run, at) =>
    {
        if (run.Node(at).Find(which(run.Names)) is { } property) OneString(run, run.Node(at), property);
    };

    /// <summary>The check that a property is a list of strings.</summary>
    public static CheckFunction StringList(Func<CheckNames, Name> which) => (run, at) =>
    {
        if (run.Node(at).Find(which(run.Names)) is { } property) StringList(run, run.Node(at), property);
    };

    /// <summary>The check that a property is one cell.</summary>
    public static CheckFunction OneCell(Func<CheckNames, Name> which) => (run, at) =>
    {
        var node = run.Node(at);
        if (node.Find(which(run.Names)) is not { } property || property.Length == 4) return;
        run.Fail(node, property, "property is not a single cell",
            $"'{property.Name}' is {property.Length} bytes long; it must be one cell");
    };

    /// <summary>All <c>*-names</c>.</summary>
    public static void NameLists(CheckRun run, int at)
    {
        var node = run.Node(at);
        foreach (var property in node.Properties)
        {
            // dtc looks the property up by its name again: of two it sees the first.
            if ((run.Names.Of(property.Name) & Traits.NameList) != 0) StringList(run, node, node.Find(property.Name)!);
        }
    }

    public static void OneString(CheckRun run, Node node, Property property)
    {
        if (IsOneString(property.Value)) return;
        run.Fail(node, property, "property is not a string", $"'{property.Name}' must be one string");
    }

    /// <summary>True for one string with its NUL.</summary>
    public static bool IsOneString(ReadOnlySpan<byte> value) => !value.IsEmpty && value.IndexOf((byte)0) == value.Length - 1;

    private static void StringList(CheckRun run, Node node, Property property)
    {
        if (property.Length == 0 || property.Value[^1] == 0) return;
        run.Fail(node, property, "property is not a string list", $"'{property.Name}' must be a list of strings");
    }
}
