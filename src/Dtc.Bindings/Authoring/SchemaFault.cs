using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Authoring;

/// <summary>What a meta-schema found in a value, with hints.</summary>
/// <param name="Error">The finding.</param>
/// <param name="Hint">The nearest description on the way through the meta-schemas; null when there is none.</param>
/// <param name="SchemaId">Id of the meta-schema the way ends in; null when hints are not looked for.</param>
/// <param name="Branches">The same for what alternatives found.</param>
internal sealed record SchemaFault(EvaluationError Error, string? Hint, string? SchemaId, SchemaFault[] Branches)
{
    // A value longer than this is not repeated to a reader who has its place.
    private const int LongValue = 100;

    /// <summary>The message in one line of bearable length.</summary>
    public string Brief => Branches.Length switch
    {
        0 => Shorten(Error),
        1 => Shorten(BestMatch.Of(Error.Branches)),
        _ => $"'{Error.SchemaItems[^1]}' conditional failed, one must be fixed",
    };

    /// <summary>What alternatives found, one line each.</summary>
    public IReadOnlyList<string> Reasons
    {
        get
        {
            if (Branches.Length < 2) return [];
            var reasons = new List<string>();
            Collect(this, string.Empty, reasons);
            return [.. reasons.Distinct()];
        }
    }

    private static void Collect(SchemaFault fault, string path, List<string> reasons)
    {
        foreach (var branch in fault.Branches.OrderBy(b => b.Error.PathItems, Comparer<PathItem[]>.Create(PathItem.Compare)))
        {
            var below = path + string.Concat(branch.Error.PathItems.Select(item => $"{item}: "));
            if (branch.Branches.Length > 0) Collect(branch, below, reasons);
            else reasons.Add(below + Shorten(branch.Error));
        }
    }

    private static string Shorten(EvaluationError error)
    {
        var value = PythonText.Of(error.Instance);
        return value.Length > LongValue && error.Message.StartsWith(value, StringComparison.Ordinal)
            ? $"{value[..(LongValue - 1)]}…{error.Message[value.Length..]}"
            : error.Message;
    }
}
