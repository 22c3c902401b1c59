using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <content>Alternatives: which of them was meant.</content>
public sealed partial class Explainer
{
    private ExplainedFinding Alternatives(Fault fault)
    {
        var branches = fault.Error.Branches;
        if (branches.Length == 0)
        {
            return fault.Explain(
                Rules.SeveralAlternatives, $"{fault.Subject} fits several alternatives of which only one may fit", DtsText.Of(fault.Instance));
        }

        if (branches.Length == 1 && !IsAlternative(branches[0])) return First(fault.Below(branches[0]));
        if (OneOfRequired(fault) is { } either) return either;
        if (OneOfValues(fault) is { } listed) return listed;

        var grouped = Group(branches);
        var best = Best(fault, grouped);
        var nearest = First(fault.Below(Deepest(best)));
        return new ExplainedFinding
        {
            Rule = Rules.NoAlternative,
            Place = nearest.Place,
            Message = grouped.Count == 1 ? nearest.Message : $"none of {grouped.Count} alternatives fits; nearest: {nearest.Message}",
            Found = nearest.Found,
            Allowed = nearest.Allowed,
            Binding = nearest.Binding,
            Subject = nearest.Subject,
            Upstream = fault.Finding,
            Suggest = () => nearest.Suggestion,
            Explain = () => [.. grouped.Select(g => new FindingBranch(g[0].Number, ExplainAll(fault, g)))],
        };
    }

    private static bool IsAlternative(EvaluationError error) => error.Keyword is "anyOf" or "oneOf";

    private ExplainedFinding First(Fault fault)
    {
        var list = new List<ExplainedFinding>();
        Explain(fault, list);
        return list[0];
    }

    private List<ExplainedFinding> ExplainAll(Fault fault, List<(int Number, EvaluationError Error)> errors)
    {
        var list = new List<ExplainedFinding>();
        foreach (var (_, error) in errors) Explain(fault.Below(error), list);
        return list;
    }

    // Branches that are just false tell no number; each is one of its own.
    private static List<List<(int Number, EvaluationError Error)>> Group(EvaluationError[] errors)
    {
        var groups = new List<List<(int Number, EvaluationError Error)>>();
        foreach (var error in errors)
        {
            var number = error.SchemaItems is [{ Name: null } first, ..] ? first.Index + 1 : 0;
            if (number > 0 && groups.Find(g => g[0].Number == number) is { } group) group.Add((number, error));
            else groups.Add([(number, error)]);
        }

        return groups;
    }

    /// <summary>"One of a and b is required": the commonest alternative of all.</summary>
    private static ExplainedFinding? OneOfRequired(Fault fault)
    {
        var names = new List<string>();
        foreach (var error in fault.Error.Branches)
        {
            if (error is not { Keyword: "required", PathItems.Length: 0, Subjects: [var name] } || error.SchemaItems.Length != 2) return null;
            names.Add(name);
        }

        var grouped = Group(fault.Error.Branches);
        var sets = grouped.ConvertAll(g => string.Join(" and ", g.Select(e => $"'{e.Error.Subjects[0]}'")));
        return fault.Explain(
            Rules.RequiredProperty,
            $"{(sets.Count == 2 ? "either " : "one of ")}{string.Join(" or ", sets)} is required, but missing",
            suggest: () => names.Select(n => Misspelling(fault, n)).FirstOrDefault(s => s is not null),
            subject: names[0]);
    }

    /// <summary>Alternatives that only list values for the same place make one list.</summary>
    private static ExplainedFinding? OneOfValues(Fault fault)
    {
        var allowed = new List<string>();
        var path = fault.Error.Branches[0].PathItems;
        foreach (var error in fault.Error.Branches)
        {
            if (error.Keyword is not ("const" or "enum" or "pattern") || PathItem.Compare(error.PathItems, path) != 0) return null;
            allowed.AddRange(error.Keyword == "pattern" ? ["/" + error.Origin.Source["pattern"]?.String + "/"] : AllowedBy(error.Origin.Source[error.Keyword], error.Keyword));
        }

        if (Group(fault.Error.Branches).Exists(g => g.Count > 1)) return null;
        var value = fault.Below(fault.Error.Branches[0]);
        var found = DtsText.Of(value.Instance);
        var rule = value.IsNodeName ? Rules.NodeName : Rules.ValueNotAllowed;
        return new ExplainedFinding
        {
            Rule = rule,
            Place = value.Place,
            Message = $"{value.Subject}: {found} is not among the allowed values",
            Found = found,
            Allowed = allowed,
            Binding = fault.Binding,
            Subject = value.Property,
            Upstream = fault.Finding,
            Suggest = value.Instance.Kind == TypedKind.String
                ? () => NearMiss.Of($"\"{value.Instance.String}\"", allowed) is { } near ? $"did you mean {near}?" : null
                : null,
        };
    }

    /// <summary>The branch that was meant: the one that most of the value fits.</summary>
    private static List<(int Number, EvaluationError Error)> Best(Fault fault, List<List<(int Number, EvaluationError Error)>> groups)
    {
        var best = groups[0];
        var most = Score(fault, best);
        foreach (var group in groups.Skip(1))
        {
            var score = Score(fault, group);
            if (score.CompareTo(most) > 0) (best, most) = (group, score);
        }

        return best;
    }

    private static (bool TypeFits, bool IsNear, bool FirstFits, int Fitting, int Faults, int Depth) Score(
        Fault fault, List<(int Number, EvaluationError Error)> group)
    {
        var near = false;
        var deepest = 0;
        var typeFits = true;
        var wrong = new HashSet<int>();
        var lengths = 0;
        foreach (var (_, error) in group)
        {
            if (error.PathItems.Length == 0 && error.Keyword is "type" or null) typeFits = false;
            if (error.Keyword is "minItems" or "maxItems") lengths++;
            if (error.PathItems is [{ Name: null } item, ..]) wrong.Add(item.Index);
            deepest = Math.Max(deepest, error.PathItems.Length);
            near |= IsNearMiss(error);
        }

        var size = fault.Instance.Kind == TypedKind.Array ? fault.Instance.Items.Length : 0;
        return (typeFits, near, size > 0 && !wrong.Contains(0), size - wrong.Count - lengths, -group.Count, deepest);
    }

    private static bool IsNearMiss(EvaluationError error)
    {
        if (error.Instance.Kind != TypedKind.String || error.Keyword is not ("const" or "enum")) return false;
        var demand = error.Origin.Source[error.Keyword];
        var strings = demand is { IsArray: true } ? demand.Items.Where(i => i.IsString).Select(i => i.String)
            : demand is { IsString: true } ? [demand.String] : [];
        return NearMiss.OfCompatible(error.Instance.String, strings) is not null;
    }

    private static EvaluationError Deepest(List<(int Number, EvaluationError Error)> group)
    {
        foreach (var (_, error) in group)
        {
            if (IsNearMiss(error)) return error;
        }

        return group.MaxBy(e => e.Error.PathItems.Length).Error;
    }
}
