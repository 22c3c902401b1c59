using System.Globalization;

namespace Dtc.Bindings.Evaluation;

/// <summary>One step of a path into a value or a schema: a name or the place in a list.</summary>
public readonly record struct PathItem
{
    private PathItem(string? name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>The name; null for a place in a list.</summary>
    public string? Name { get; }

    /// <summary>The place in a list, from 0.</summary>
    public int Index { get; }

    /// <summary>A step by name.</summary>
    public static PathItem Of(string name) => new(name, 0);

    /// <summary>A step to a place in a list.</summary>
    public static PathItem Of(int index) => new(null, index);

    private int CompareTo(PathItem other)
    {
        if (Name is null) return other.Name is null ? Index.CompareTo(other.Index) : -1;
        return other.Name is null ? 1 : string.CompareOrdinal(Name, other.Name);
    }

    /// <inheritdoc/>
    public override string ToString() => Name ?? Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Orders paths as lists of steps.</summary>
    internal static int Compare(PathItem[] one, PathItem[] two)
    {
        for (var i = 0; i < one.Length && i < two.Length; i++)
        {
            if (one[i].CompareTo(two[i]) is var order && order != 0) return order;
        }

        return one.Length.CompareTo(two.Length);
    }

}
