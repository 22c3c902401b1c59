using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <summary>One error of the evaluator with what is needed to tell it: the finding it belongs to, and its whole path.</summary>
internal sealed class Fault(BindingFinding finding, EvaluationError error, PathItem[] path, SymbolTable symbols)
{
    public BindingFinding Finding => finding;

    public EvaluationError Error => error;

    /// <summary>From the node that was checked.</summary>
    public PathItem[] Path => path;

    public SymbolTable Symbols => symbols;

    public TypedValue Instance => error.Instance;

    /// <summary>What the keyword says in the binding; null when a schema is just false.</summary>
    public SchemaValue? Demand => error.Keyword is { } name && error.Origin.Source.IsObject ? error.Origin.Source[name] : null;

    public FindingPlace Place => FindingPlace.Of(finding.Node!, finding.NodePath!, path, symbols);

    /// <summary>The property that the path leads to; null when it leads to a node.</summary>
    public string? Property => Place.Property;

    /// <summary>Whether the value is the name of the node.</summary>
    public bool IsNodeName => Array.Exists(path, i => i.Name == "$nodename");

    /// <summary>The line that asks for it: of a list of names, that of the name.</summary>
    public BindingPlace Binding
    {
        get
        {
            var position = error.BindingPosition;
            var named = error.Keyword switch
            {
                "required" when Demand is { IsArray: true } list && error.Subjects is [var name] =>
                    list.Items.Find(i => i.IsString && i.String == name)?.Position ?? default,
                "dependentRequired" when Demand is { IsObject: true } entries && error.Subjects is [_, var name] =>
                    entries.Members.PositionOf(name),
                _ => default,
            };
            if (named.Line > 0) position = named;
            return new BindingPlace(error.BindingId, error.BindingFile, position.Line, position.Column);
        }
    }

    /// <summary>The same for a branch of this alternative.</summary>
    public Fault Below(EvaluationError branch) => new(finding, branch, [.. path, .. branch.PathItems], symbols);

    /// <summary>What the fault is about, in words.</summary>
    public string Subject
    {
        get
        {
            if (IsNodeName) return "the node's name";
            if (Property is not { } name) return "the node";
            var places = path.SkipWhile(i => i.Name is not null).Where(i => i.Name is null).Select(i => i.Index + 1).ToArray();
            return places switch
            {
                [] => $"'{name}'",
                [1] when IsOnlyEntry => $"'{name}'",
                [var entry] when !IsInOnlyRow(places) => $"'{name}' (entry {entry})",
                [var entry, var cell] when !IsInOnlyRow(places) => $"'{name}' (entry {entry}, cell {cell})",
                [1] => $"'{name}'",
                _ => $"'{name}' (cell {places[^1]})",
            };
        }
    }

    /// <summary>An explanation of this fault.</summary>
    public ExplainedFinding Explain(
        Rule rule,
        string message,
        string? found = null,
        IReadOnlyList<string>? allowed = null,
        Func<string?>? suggest = null,
        FindingPlace? place = null,
        string? subject = null) => new()
    {
        Rule = rule,
        Place = place ?? (IsAboutValue(rule) ? WholeValue(Place) : Place),
        Message = message,
        Found = found,
        Allowed = allowed ?? [],
        Binding = Binding,
        Subject = subject ?? Property,
        Suggest = suggest,
        Upstream = finding,
        Reason = ShippedDescriptions.Of(error, subject ?? Property) is { } words ? new FindingReason(null, words, ShippedDescriptions.PathOf(error.BindingFile)) : null,
    };

    private static bool IsAboutValue(Rule rule) =>
        rule == Rules.ValueNotAllowed || rule == Rules.ValueOutOfRange || rule == Rules.PatternMismatch || rule == Rules.WrongWidth;

    // The value alone, without the name before it.
    private FindingPlace WholeValue(FindingPlace place) => place is { Property: not null, Length: < 0 } && FindingPlace.SizeOf(Instance) is > 0 and var size
        ? place with { Length = size }
        : place;

    // The only group of cells is the value itself, for who reads the source.
    private bool IsInOnlyRow(int[] places) =>
        places[0] == 1 && Top is { Kind: TypedKind.Array, Items: [{ Kind: TypedKind.Array }] };

    private bool IsOnlyEntry => Top is { Kind: TypedKind.Array, Items.Length: 1 };

    private TypedValue Top
    {
        get
        {
            var value = TypedValue.Of(finding.Node!);
            foreach (var item in path)
            {
                if (item.Name is not { } name || value.Kind != TypedKind.Object || !value.Object.TryGet(symbols[name], out value)) break;
            }

            return value;
        }
    }
}
