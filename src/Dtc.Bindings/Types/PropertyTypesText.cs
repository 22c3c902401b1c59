using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Types;

/// <summary>A table of types as dt-extract-props prints it: a dictionary of Python.</summary>
public static class PropertyTypesText
{
    private const int Width = 80;

    /// <summary>Makes the text, without the last line end.</summary>
    /// <param name="types">The table.</param>
    /// <param name="onlyAmbiguous">Only names with more than one type.</param>
    /// <param name="withSizes">Types with the sizes of matrices.</param>
    /// <param name="fromProcessed">The table was read from a processed schema; then sizes are lists, else tuples.</param>
    public static string Python(PropertyTypes types, bool onlyAmbiguous, bool withSizes, bool fromProcessed)
    {
        ArgumentNullException.ThrowIfNull(types);
        var entries = new SortedDictionary<string, IReadOnlyList<PropertyType>>(CodePointOrder.Instance);
        foreach (var (name, list) in types.Named.Concat(types.Patterns)) entries[name] = list;

        var keys = new List<PythonItem>();
        var values = new List<PythonItem>();
        foreach (var (name, list) in entries)
        {
            if (onlyAmbiguous && list.Count < 2) continue;
            keys.Add(PythonItem.Of(name));
            values.Add(PythonItem.List([.. list.Select(type => withSizes ? WithSize(type, fromProcessed) : Name(type))]));
        }

        return PythonPrinter.Print(PythonItem.Map(keys, values), Width, compact: true);
    }

    private static PythonItem Name(PropertyType type) => type.Name is { } name ? PythonItem.Of(name) : PythonItem.Atom("None");

    private static PythonItem WithSize(PropertyType type, bool asLists)
    {
        if (type.Size is not { } size) return PythonItem.Map([PythonItem.Of("type")], [Name(type)]);
        return PythonItem.Map(
            [PythonItem.Of("dim"), PythonItem.Of("type")],
            [Pair(Range(size.Rows, asLists), Range(size.Columns, asLists), asLists), Name(type)]);
    }

    private static PythonItem Range(CountRange range, bool asList) =>
        Pair(PythonItem.Atom($"{range.Minimum}"), PythonItem.Atom($"{range.Maximum}"), asList);

    private static PythonItem Pair(PythonItem one, PythonItem two, bool asList) =>
        asList ? PythonItem.List([one, two]) : PythonItem.Tuple(one, two);
}
