namespace Dtc.Bindings.Loading;

/// <summary>The keywords and names that lead to a sub-schema, innermost first; null stands for the document itself.</summary>
/// <param name="Outer">The way to the schema around it.</param>
/// <param name="Step">The last step.</param>
internal sealed record FixupPath(FixupPath? Outer, string Step)
{
    /// <summary>One step further.</summary>
    public static FixupPath To(FixupPath? path, string step) => new(path, step);

    /// <summary>One keyword and one name further.</summary>
    public static FixupPath To(FixupPath? path, string keyword, string name) => new(new FixupPath(path, keyword), name);

    /// <summary>True when a step has that name.</summary>
    public static bool Holds(FixupPath? path, string step)
    {
        for (; path is not null; path = path.Outer)
        {
            if (path.Step == step) return true;
        }

        return false;
    }

    /// <summary>
    /// The property the way leads through last: the step inside of the innermost <c>properties</c>, <c>$defs</c> or
    /// <c>definitions</c>; null when there is none.
    /// </summary>
    public static string? PropertyName(FixupPath? path)
    {
        if (path?.Step is "properties" or "$defs" or "definitions")
        {
            // dt-schema takes the step before the first, which to Python is the last: the outermost. A property would
            // have to be named as one of these keywords.
            while (path.Outer is not null) path = path.Outer;
            return path.Step;
        }

        for (; path?.Outer is not null; path = path.Outer)
        {
            if (path.Outer.Step is "properties" or "$defs" or "definitions") return path.Step;
        }

        return null;
    }
}
