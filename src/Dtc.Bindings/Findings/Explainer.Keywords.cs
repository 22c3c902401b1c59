using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <content>What each keyword says, in the terms of device tree source.</content>
public sealed partial class Explainer
{
    private const string Flag = "a flag without a value";

    private void Explain(Fault fault, List<ExplainedFinding> into)
    {
        switch (fault.Error.Keyword)
        {
            case "additionalProperties" or "unevaluatedProperties" when fault.Error.Subjects.Count > 0:
                UnknownNames(fault, into);
                break;
            case "anyOf" or "oneOf":
                into.Add(Alternatives(fault));
                break;
            default:
                into.Add(ExplainOne(fault));
                break;
        }
    }

    private ExplainedFinding ExplainOne(Fault fault) => fault.Error.Keyword switch
    {
        null => Forbidden(fault),
        "required" when fault.Error.Subjects is [var name] => Required(fault, name),
        "dependentRequired" when fault.Error.Subjects is [var need, var name] => Dependency(fault, need, name),
        "type" => WrongType(fault),
        "const" or "enum" when fault.Demand is not null => NotAllowed(fault),
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf" when fault.Demand is not null => OutOfRange(fault),
        "minItems" when fault.Demand is not null => TooFew(fault),
        "maxItems" when fault.Demand is not null => TooMany(fault),
        "additionalItems" => fault.Explain(Rules.TooManyItems, $"{fault.Subject} has more entries than the binding lists", DtsText.Of(fault.Instance)),
        "uniqueItems" => Repeated(fault),
        "pattern" when fault.Demand is not null => Mismatch(fault),
        "typeSize" when fault.Demand?.Kind == SchemaKind.Integer => fault.Explain(
            Rules.WrongWidth, $"{fault.Subject} has numbers of {fault.Instance.Width} bits", DtsText.Of(fault.Instance), [$"{DtsText.Number(fault.Demand.Integer)} bits"]),
        "contains" => fault.Explain(
            Rules.MissingItem, $"{fault.Subject} lacks an entry that it must have", DtsText.Of(fault.Instance), AllowedBy(fault.Demand)),
        "not" => Negated(fault),
        _ => fault.Explain(Rules.SchemaMismatch, $"{fault.Subject}: {Short(fault.Error.Message)}"),
    };

    private static ExplainedFinding Forbidden(Fault fault)
    {
        if (fault.Error.Subjects is not [var name])
            return fault.Explain(Rules.NotAllowedHere, $"{fault.Subject} is not allowed here", DtsText.Of(fault.Instance));
        var place = FindingPlace.Of(fault.Finding.Node!, fault.Finding.NodePath!, [.. fault.Path, Evaluation.PathItem.Of(name)], fault.Symbols);
        var what = fault.Instance.Kind == TypedKind.Object ? "node" : "property";
        return fault.Explain(
            Rules.NotAllowedHere, $"the {what} '{name}' is not allowed here", DtsText.Of(fault.Instance), place: place, subject: name);
    }

    private static ExplainedFinding Required(Fault fault, string name) => fault.Explain(
        Rules.RequiredProperty, $"'{name}' is required, but missing", suggest: () => Misspelling(fault, name), subject: name);

    // Of a name that is missing, a similar one that is there.
    private static string? Misspelling(Fault fault, string name)
    {
        if (fault.Instance.Kind != TypedKind.Object) return null;
        var node = fault.Instance.Object;
        IReadOnlyCollection<string>? known = null;
        for (var i = 0; i < node.Count; i++)
        {
            // What the binding knows is no misspelling.
            var other = node.NameAt(i).Text;
            if (!NearMiss.IsNear(name, other)) continue;
            known ??= KnownNames.Of(fault.Error.Origin);
            if (!known.Contains(other)) return $"is '{other}' meant to be '{name}'?";
        }

        return null;
    }

    private static ExplainedFinding Dependency(Fault fault, string need, string name)
    {
        var place = FindingPlace.Of(fault.Finding.Node!, fault.Finding.NodePath!, [.. fault.Path, Evaluation.PathItem.Of(name)], fault.Symbols);
        return fault.Explain(
            Rules.MissingDependency, $"'{name}' needs '{need}', which is missing", suggest: () => Misspelling(fault, need), place: place, subject: need);
    }

    private static string FlagMessage(string name) => $"'{name}' is a flag, which takes no value";

    private ExplainedFinding WrongType(Fault fault)
    {
        var value = fault.Instance;
        if (fault is { Property: { } flag, Demand: { IsString: true, String: "boolean" } })
            return fault.Explain(Rules.WrongType, FlagMessage(flag), DtsText.Of(value), [Flag]);
        if (value.Kind == TypedKind.Bytes)
        {
            // A value is bytes when nothing gives it a type, or when it does not have the form of its type.
            return fault.Property is { } name && _program.Types.Find(name).Types == Decoding.TypeSet.None
                ? fault.Explain(Rules.UndocumentedProperty, $"no binding documents the property '{name}'", suggest: () => SuggestProperty(fault, name))
                : fault.Explain(Rules.MalformedValue, $"{fault.Subject} does not have the form of its type", DtsText.Of(value), Types(fault.Demand));
        }

        var wanted = Types(fault.Demand);
        return fault.Explain(
            Rules.WrongType, $"{fault.Subject} is {Describe(value)}; it must be {string.Join(" or ", wanted)}", DtsText.Of(value), wanted);
    }

    private static ExplainedFinding NotAllowed(Fault fault)
    {
        var value = fault.Instance;
        var allowed = AllowedBy(fault.Demand, fault.Error.Keyword);
        return fault.Explain(
            Rules.ValueNotAllowed, $"{fault.Subject}: {DtsText.Of(value)} is not {(allowed.Count == 1 ? $"{allowed[0]}" : "among the allowed values")}",
            DtsText.Of(value), allowed, value.Kind == TypedKind.String ? () => SuggestValue(value.String, fault.Demand!) : null);
    }

    private static string? SuggestValue(string text, SchemaValue demand)
    {
        var strings = demand.IsArray ? demand.Items.Where(i => i.IsString).Select(i => i.String) : demand.IsString ? [demand.String] : [];
        return NearMiss.OfCompatible(text, strings) is { } near ? $"did you mean \"{near}\"?" : null;
    }

    private static ExplainedFinding OutOfRange(Fault fault)
    {
        var limit = DtsText.Of(fault.Demand!);
        var (words, allowed) = fault.Error.Keyword switch
        {
            "minimum" => ("is less than the least,", "at least "),
            "maximum" => ("is more than the most,", "at most "),
            "exclusiveMinimum" => ("is not more than", "more than "),
            "exclusiveMaximum" => ("is not less than", "less than "),
            _ => ("is no multiple of", "multiples of "),
        };
        var found = DtsText.Of(fault.Instance);
        return fault.Explain(Rules.ValueOutOfRange, $"{fault.Subject}: {found} {words} {limit}", found, [allowed + limit]);
    }

    private static ExplainedFinding TooFew(Fault fault)
    {
        var items = fault.Instance.Items;
        return fault.Explain(
            Rules.TooFewItems, $"{fault.Subject} has {Count(items.Length, items)}, at least {fault.Demand!.Integer} must be there",
            DtsText.Of(fault.Instance), [$"at least {fault.Demand.Integer}"]);
    }

    private static ExplainedFinding TooMany(Fault fault)
    {
        var items = fault.Instance.Items;
        var most = fault.Demand!.Integer;

        // The part that is too much, if it can be told.
        var place = fault.Place;
        if (place.Property is not null && most >= 0 && most < items.Length)
        {
            var kept = FindingPlace.SizeOf(TypedValue.Of(items[..(int)most]));
            var all = FindingPlace.SizeOf(fault.Instance);
            if (most > 0) place = place with { Offset = place.Offset + kept, Length = all - kept };
        }

        return fault.Explain(
            Rules.TooManyItems, $"{fault.Subject} has {Count(items.Length, items)}, at most {most} may be there",
            DtsText.Of(fault.Instance), [$"at most {most}"], place: place);
    }

    private static ExplainedFinding Repeated(Fault fault)
    {
        var items = fault.Instance.Kind == TypedKind.Array ? fault.Instance.Items : [];
        for (var i = 1; i < items.Length && i < 64; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!TypedValue.AreEqual(items[i], items[j])) continue;
                var place = FindingPlace.Of(fault.Finding.Node!, fault.Finding.NodePath!, [.. fault.Path, Evaluation.PathItem.Of(i)], fault.Symbols);
                return fault.Explain(
                    Rules.RepeatedItem, $"{fault.Subject}: entry {i + 1} repeats entry {j + 1}, {DtsText.Of(items[i])}", DtsText.Of(fault.Instance), place: place);
            }
        }

        return fault.Explain(Rules.RepeatedItem, $"{fault.Subject} has an entry more than once", DtsText.Of(fault.Instance));
    }

    private static ExplainedFinding Mismatch(Fault fault)
    {
        var found = DtsText.Of(fault.Instance);
        var rule = fault.IsNodeName ? Rules.NodeName : Rules.PatternMismatch;
        return fault.Explain(rule, $"{fault.Subject}: {found} does not have the form asked for", found, ["/" + fault.Demand!.String + "/"]);
    }

    private static ExplainedFinding Negated(Fault fault)
    {
        // "not: required: [a]" is how bindings forbid a property.
        if (fault is { Demand: { } demand, Instance.Kind: TypedKind.Object } && demand["required"] is { IsArray: true, Items: [{ IsString: true } only] }
            && demand.Members.Count == 1)
        {
            var place = FindingPlace.Of(fault.Finding.Node!, fault.Finding.NodePath!, [.. fault.Path, Evaluation.PathItem.Of(only.String)], fault.Symbols);
            return fault.Explain(Rules.NotAllowedHere, $"'{only.String}' is not allowed here", place: place, subject: only.String);
        }

        var allowed = AllowedBy(fault.Demand).Select(a => "not " + a).ToList();
        return fault.Explain(Rules.NotAllowedHere, $"{fault.Subject} must not be like this", DtsText.Of(fault.Instance), allowed);
    }

    private static string Count(int count, TypedValue[] items)
    {
        var what = items is [{ Kind: TypedKind.Integer }, ..] ? "cell" : items is [{ Kind: TypedKind.String }, ..] ? "string" : "entr";
        if (what == "entr") return count == 1 ? "1 entry" : $"{count} entries";
        return count == 1 ? $"1 {what}" : $"{count} {what}s";
    }

    private static string Describe(in TypedValue value) => value.Kind switch
    {
        TypedKind.Boolean => Flag,
        TypedKind.Integer => "a number",
        TypedKind.String => "a string",
        TypedKind.Object => "a node",
        TypedKind.Array when value.Items is [{ Kind: TypedKind.String }] => "a string",
        TypedKind.Array when value.Items is [{ Kind: TypedKind.String }, ..] => "a list of strings",
        TypedKind.Array when value.Items is [{ Kind: TypedKind.Array }, ..] => "a list of cells",
        _ => "a list",
    };

    private static List<string> Types(SchemaValue? demand)
    {
        var names = demand is null ? [] : demand.IsArray ? demand.Items : [demand];
        return names.ConvertAll(n => !n.IsString ? "something else" : n.String switch
        {
            "boolean" => Flag,
            "integer" or "number" => "a number",
            "string" => "a string",
            "array" => "a list",
            "object" => "a node",
            _ => n.String,
        });
    }

    /// <summary>What a keyword's schema accepts, as far as a list can say it.</summary>
    private static List<string> AllowedBy(SchemaValue? demand, string? keyword = null)
    {
        if (demand is null) return [];
        if (keyword == "const") return [DtsText.Of(demand)];
        if (keyword == "enum") return demand.IsArray ? demand.Items.ConvertAll(DtsText.Of) : [];
        if (!demand.IsObject) return [];
        if (demand["const"] is { } constant) return [DtsText.Of(constant)];
        if (demand["enum"] is { IsArray: true } list) return list.Items.ConvertAll(DtsText.Of);
        if ((demand["anyOf"] ?? demand["oneOf"]) is { IsArray: true } branches) return [.. branches.Items.SelectMany(b => AllowedBy(b))];
        return demand["pattern"] is { IsString: true } pattern ? ["/" + pattern.String + "/"] : [];
    }

    private static string Short(string message) => message.Length > 200 ? message[..200] + "..." : message;
}
