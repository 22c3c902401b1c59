using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.Types;

/// <summary>A place where a binding says something about a property.</summary>
/// <param name="Binding">The binding.</param>
/// <param name="Name">The property, or the pattern of its name.</param>
/// <param name="IsPattern">Which of the two.</param>
/// <param name="Position">Where in the binding.</param>
internal sealed record Use(Binding Binding, string Name, bool IsPattern, SchemaPosition Position);

/// <summary>A type while it is being collected.</summary>
/// <param name="name">Its name, that of another property, or null.</param>
/// <param name="use">Where it was found first.</param>
internal sealed class CollectedType(string? name, Use use)
{
    public string? Name { get; set; } = name;

    public MatrixSize? Size { get; set; }

    /// <summary>Whether the place that gave it first was a pattern.</summary>
    public bool IsPattern { get; } = use.IsPattern;

    /// <summary>The places that give it, one a binding.</summary>
    public List<Use> Uses { get; } = [use];

    public bool Comes(Binding from)
    {
        foreach (var place in Uses)
        {
            if (ReferenceEquals(place.Binding, from)) return true;
        }

        return false;
    }

    public void AddUse(Use place)
    {
        if (!Comes(place.Binding)) Uses.Add(place);
    }
}

/// <summary>The types of one name.</summary>
internal sealed class TypeEntry(string name)
{
    public string Name { get; } = name;

    public List<CollectedType> Types { get; } = [];

    /// <summary>Unites a type with those known, or adds it.</summary>
    public void Merge(CollectedType found)
    {
        foreach (var known in Types)
        {
            if (known.Name is null)
            {
                // What said nothing about the type is forgotten as soon as something does.
                Types.Remove(known);
                break;
            }

            if (found.Size is { } size && TypeCollector.HasSize(known.Name))
            {
                known.Size = known.Size is { } other ? Unite(other, size) : size;
                known.AddUse(found.Uses[0]);
                return;
            }

            if (known.Name == found.Name)
            {
                known.AddUse(found.Uses[0]);
                return;
            }

            if (IsText(known.Name) && IsText(found.Name!))
            {
                if (found.Name == "string-array") known.Name = found.Name;
                known.AddUse(found.Uses[0]);
                return;
            }
        }

        Types.Add(found);
    }

    private static bool IsText(string type) => type.Contains("string", StringComparison.Ordinal);

    private static MatrixSize Unite(MatrixSize x, MatrixSize y) => new(Unite(x.Rows, y.Rows), Unite(x.Columns, y.Columns));

    private static CountRange Unite(CountRange x, CountRange y)
    {
        var maximum = x.Maximum == 0 || y.Maximum == 0 ? 0 : Math.Max(x.Maximum, y.Maximum);
        return new CountRange(maximum == 1 ? 1 : Math.Min(x.Minimum, y.Minimum), maximum);
    }
}
