namespace Dtc.Bindings.Evaluation;

/// <summary>The most telling one of several faults (jsonschema's heuristic of that name).</summary>
internal static class BestMatch
{
    /// <summary>
    /// Of errors in one value the shallowest; then, as long as that is an alternative, the deepest of its branches,
    /// unless several are equally deep.
    /// </summary>
    public static EvaluationError Of(IReadOnlyList<EvaluationError> errors)
    {
        var best = errors[0];
        for (var i = 1; i < errors.Count; i++)
        {
            if (Compare(errors[i], best) > 0) best = errors[i];
        }

        while (best.Branches.Length > 0)
        {
            var least = best.Branches[0];
            var ties = 1;
            foreach (var error in best.Branches.AsSpan(1))
            {
                var order = Compare(error, least);
                if (order == 0) ties++;
                if (order >= 0) continue;
                (least, ties) = (error, 1);
            }

            if (ties > 1) return best;
            best = least;
        }

        return best;
    }

    private static int Compare(EvaluationError one, EvaluationError two)
    {
        var order = two.PathItems.Length.CompareTo(one.PathItems.Length);
        if (order == 0) order = PathItem.Compare(one.PathItems, two.PathItems);
        if (order == 0) order = IsStrong(one).CompareTo(IsStrong(two));
        return order != 0 ? order : (!one.MatchesType).CompareTo(!two.MatchesType);
    }

    private static bool IsStrong(EvaluationError error) => error.Keyword is not ("anyOf" or "oneOf");
}
