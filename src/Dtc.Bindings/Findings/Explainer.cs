using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <summary>Tells what findings mean: where, what is there, what may be there, who asks for it. Safe for many threads.</summary>
public sealed partial class Explainer
{
    private readonly BindingProgram _program;

    /// <summary>Makes one for the findings of a program.</summary>
    public Explainer(BindingProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        _program = program;
    }

    /// <summary>Whether each finding is told with a reason, as those who check by the bindings of hypervisors are promised.</summary>
    public bool GivesReasons { get; init; }

    /// <summary>Explains a finding.</summary>
    /// <param name="finding">What the validator found.</param>
    /// <returns>One explanation, or one for each name that the finding is about.</returns>
    public IReadOnlyList<ExplainedFinding> Explain(BindingFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var told = Tell(finding);
        return GivesReasons ? [.. told.Select(one => one.Reason is null ? one with { Reason = CoreReasons.Of(finding, one.Subject) } : one)] : told;
    }

    private List<ExplainedFinding> Tell(BindingFinding finding)
    {
        switch (finding.Kind)
        {
            case FindingKind.Unmatched:
                return [Unmatched(finding)];
            case FindingKind.Deprecated when finding.Error is { } error:
                return [Deprecated(new Fault(finding, error, error.PathItems, _program.Symbols))];
            case FindingKind.Validation when finding is { Error: { } error, Node: not null, NodePath: not null }:
                var explained = new List<ExplainedFinding>();
                Explain(new Fault(finding, error, error.PathItems, _program.Symbols), explained);
                return explained;
            default:
                return [Simple(finding)];
        }
    }

    /// <summary>Why the schema of a finding was applied to its node, in words; null when no schema was.</summary>
    public string? ReasonOf(BindingFinding? finding)
    {
        if (finding is null || finding.Kind == FindingKind.Unmatched || finding.SchemaId is not { } id || finding.Node is not { } node) return null;
        if (node.TryGet(_program.Symbols["compatible"], out var compatible) && compatible.Kind == TypedKind.Array)
        {
            foreach (var item in compatible.Items)
            {
                if (item.Kind != TypedKind.String || _program.FindByCompatible(item.String) is not { } document) continue;
                if (document.Id == id) return $"{id} is the binding of {DtsText.Quote(item.String)}";
                break;
            }
        }

        return $"{id} is for all nodes that its 'select' accepts, this one among them";
    }

    private ExplainedFinding Unmatched(BindingFinding finding)
    {
        var fault = new Fault(finding, finding.Error!, finding.Error!.PathItems, _program.Symbols);
        var text = fault.Instance.Kind == TypedKind.String ? fault.Instance.String : null;
        return new ExplainedFinding
        {
            Rule = Rules.UndocumentedCompatible,
            Place = fault.Place,
            Message = $"no binding documents the compatible {DtsText.Of(fault.Instance)}",
            Found = DtsText.Of(fault.Instance),
            Upstream = finding,
            Suggest = text is null ? null : () => NearMiss.DidYouMean(NearMiss.OfCompatible(text, KnownCompatibles(finding.Error!))),
        };
    }

    private static ExplainedFinding Deprecated(Fault fault)
    {
        var at = fault.Error.Origin.Source.Members.PositionOf("deprecated");
        var node = fault.Instance.Kind == TypedKind.Object;
        var whole = fault.Error.PathItems.Length == 1;
        return new ExplainedFinding
        {
            Rule = Rules.Deprecated,
            Place = fault.Place,
            Message = node ? $"the node '{fault.Instance.Object.Name.Text}' is deprecated"
                : whole && fault.Property != "compatible" ? $"{fault.Subject} is deprecated"
                : $"{fault.Subject}: {DtsText.Of(fault.Instance)} is deprecated",
            Found = node ? null : DtsText.Of(fault.Instance),
            Binding = fault.Binding with { Line = at.Line, Column = at.Column },
            Subject = fault.Property ?? fault.Path[^1].Name,
            Upstream = fault.Finding,
        };
    }

    // The generated schema has all of them in one enum.
    private static IEnumerable<string> KnownCompatibles(EvaluationError error)
    {
        foreach (var branch in error.Branches)
        {
            if (branch.Keyword != "enum" || branch.Origin.Source["enum"] is not { IsArray: true } list) continue;
            return list.Items.Where(i => i.IsString).Select(i => i.String);
        }

        return [];
    }

    private static ExplainedFinding Simple(BindingFinding finding)
    {
        var property = finding.PropertyPath is [{ Name: { } name }, ..] ? name : null;
        if (property is not null && finding.Message.EndsWith(" error for type flag", StringComparison.Ordinal))
        {
            return new ExplainedFinding
            {
                Rule = Rules.WrongType,
                Place = new FindingPlace(finding.NodePath, property),
                Message = FlagMessage(property),
                Allowed = [Flag],
                Subject = property,
                Upstream = finding,
            };
        }

        var rule = finding.Kind switch
        {
            FindingKind.Recursion => Rules.EndlessBinding,
            _ => finding.NodePath is null ? Rules.DamagedBlob : Rules.MalformedValue,
        };
        return new ExplainedFinding
        {
            Rule = rule,
            Place = new FindingPlace(finding.NodePath, property),
            Message = rule == Rules.EndlessBinding ? "bindings refer to each other without end; the node was not checked to the end"
                : property is null ? finding.Message : Subjected(finding.Message, property),
            Subject = property,
            Upstream = finding,
        };
    }

    // "reg: size (7) error for type uint32-matrix" names the property without quotes.
    private static string Subjected(string message, string property)
    {
        if (!message.StartsWith(property + ": ", StringComparison.Ordinal)) return message;
        var rest = message[(property.Length + 2)..];
        return rest.StartsWith("size (", StringComparison.Ordinal) && rest.IndexOf(") error for type ", StringComparison.Ordinal) is var at and > 0
            ? $"'{property}' has {rest[6..at]} bytes, which its type ({rest[(at + 17)..]}) cannot have"
            : $"'{property}': {rest}";
    }
}
