using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.Types;

/// <summary>Makes the table of types out of what was collected, and says where bindings leave it ambiguous.</summary>
internal static class TypeTable
{
    // It matches nearly every name, and stands for names that are not known.
    private const string AnyName = @"^[a-z][a-z0-9\-]*$";

    // Two kinds of list in one property; decoded by a rule of its own.
    private const string Settled = "dma-masters";

    /// <summary>Makes the table.</summary>
    public static PropertyTypes Build(TypeCollector collector, List<LoadFinding> findings)
    {
        foreach (var entry in collector.Entries) Inherit(entry, collector);

        var named = new List<TypeEntry>();
        var patterns = new List<TypeEntry>();
        foreach (var entry in collector.Entries)
        {
            if (entry.Name == AnyName) continue;
            entry.Types.RemoveAll(type => type.Name == TypeCollector.Node);
            if (entry.Types.Count == 0) continue;
            if (!entry.Types[0].IsPattern) named.Add(entry);
            else if (entry.Types[0].Name is not null) patterns.Add(entry);
        }

        RemoveMatched(named, patterns);
        foreach (var entry in named) ReportMissing(entry, findings);
        foreach (var entry in named) ReportConflict(entry, findings);
        return new PropertyTypes(Sort(named), Sort(patterns));
    }

    // The first type that is the name of another property becomes that property's type, as far as that is known by now.
    private static void Inherit(TypeEntry entry, TypeCollector collector)
    {
        foreach (var type in entry.Types)
        {
            if (type.Name is null or TypeCollector.Node || TypeCollector.HoldsTypeName(type.Name)) continue;
            type.Name = collector.Find(type.Name)?.Types.FirstOrDefault()?.Name;
            return;
        }
    }

    // A name without a type is no gap when a typed pattern finds it.
    private static void RemoveMatched(List<TypeEntry> named, List<TypeEntry> patterns)
    {
        if (!named.Exists(entry => entry.Types[0].Name is null)) return;
        var expressions = new List<Regex>();
        foreach (var pattern in patterns)
        {
            if (PatternText.TryCompile(pattern.Name, out var expression)) expressions.Add(expression);
        }

        named.RemoveAll(entry => entry.Types[0].Name is null && expressions.Exists(expression => PatternText.Finds(expression, entry.Name)));
    }

    private static void ReportMissing(TypeEntry entry, List<LoadFinding> findings)
    {
        if (entry.Types[0].Name is not null) return;
        foreach (var use in entry.Types[0].Uses)
        {
            findings.Add(new LoadFinding(LoadFault.MissingType, use.Binding.File, use.Position, $"{entry.Name}: missing type definition"));
        }
    }

    // A number and a list of numbers of one width, or a list and a matrix: the bytes do not tell which.
    private static void ReportConflict(TypeEntry entry, List<LoadFinding> findings)
    {
        if (entry.Name == Settled) return;
        int scalars = 0, arrays = 0, matrices = 0;
        long least = 0;
        foreach (var type in entry.Types)
        {
            if (type.Name is null) break;
            var width = Width(type.Name, out var form);
            switch (form)
            {
                case "":
                    scalars |= width;
                    break;
                case "-array":
                    arrays |= width;
                    break;
                case "-matrix":
                    matrices |= width;
                    least = type.Size is { } size ? size.Rows.Minimum * size.Columns.Minimum : 1;
                    break;
            }
        }

        if ((scalars & arrays) == 0 && ((scalars & matrices) == 0 || least != 1) && (arrays == 0 || matrices == 0)) return;
        foreach (var type in entry.Types)
        {
            foreach (var use in type.Uses)
            {
                findings.Add(new LoadFinding(
                    LoadFault.TypeConflict, use.Binding.File, use.Position, $"{entry.Name}: multiple incompatible types: {type.Name ?? "None"}"));
            }
        }
    }

    // The bits of an integer type; form is what follows them, null for other types.
    private static int Width(string type, out string? form)
    {
        form = null;
        if (type == "phandle-array")
        {
            form = "-matrix";
            return 32;
        }

        var rest = type.AsSpan();
        if (rest.StartsWith("u")) rest = rest[1..];
        if (!rest.StartsWith("int")) return 0;
        rest = rest[3..];
        foreach (var width in (ReadOnlySpan<int>)[8, 16, 32, 64])
        {
            var digits = width.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!rest.StartsWith(digits)) continue;
            form = rest[digits.Length..] switch { "" => "", "-array" => "-array", "-matrix" => "-matrix", _ => null };
            return form is null ? 0 : width;
        }

        return 0;
    }

    private static SortedDictionary<string, IReadOnlyList<PropertyType>> Sort(List<TypeEntry> entries)
    {
        var sorted = new SortedDictionary<string, IReadOnlyList<PropertyType>>(CodePointOrder.Instance);
        foreach (var entry in entries) sorted.Add(entry.Name, entry.Types.ConvertAll(type => new PropertyType(type.Name, type.Size)));
        return sorted;
    }
}
