using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <content>Properties and children that a binding does not know.</content>
public sealed partial class Explainer
{
    private const string VendorPrefixes = "/vendor-prefixes.yaml";

    private static void UnknownNames(Fault fault, List<ExplainedFinding> into)
    {
        var vendors = fault.Error.BindingId.EndsWith(VendorPrefixes, StringComparison.Ordinal);
        var closed = fault.Demand is { Kind: SchemaKind.Boolean };
        foreach (var name in fault.Error.Subjects)
        {
            var comma = name.IndexOf(',', StringComparison.Ordinal);
            if (vendors && comma > 0) into.Add(UnknownVendor(fault, name, name[..comma]));
            else into.Add(UnknownName(fault, name, closed));
        }
    }

    private static ExplainedFinding UnknownVendor(Fault fault, string name, string vendor) => fault.Explain(
        Rules.UnknownVendor, $"'{name}': no vendor is registered under the prefix '{vendor}'",
        suggest: () => NearMiss.DidYouMean(NearMiss.Of(vendor, VendorsIn(fault.Error.Origin.Source))), place: PlaceOf(fault, name), subject: name);

    // The names in patterns of the form ^vendor,.*
    private static IEnumerable<string> VendorsIn(SchemaValue schema)
    {
        if (schema["patternProperties"] is not { IsObject: true } patterns) yield break;
        for (var i = 0; i < patterns.Members.Count; i++)
        {
            var key = patterns.Members[i].Key;
            if (key.StartsWith('^') && key.EndsWith(",.*", StringComparison.Ordinal)) yield return key[1..^3];
        }
    }

    private static ExplainedFinding UnknownName(Fault fault, string name, bool closed)
    {
        var isNode = IsNode(fault, name);
        var what = isNode ? "node" : "property";
        var message = closed
            ? $"the binding does not allow the {what} '{name}' here"
            : $"the {what} '{name}' is not what the binding asks of further ones";
        return fault.Explain(
            isNode ? Rules.UnknownNode : Rules.UnknownProperty, message,
            suggest: () => SuggestName(fault, name), place: PlaceOf(fault, name), subject: name);
    }

    private static bool IsNode(Fault fault, string name) =>
        fault.Instance.Kind == TypedKind.Object && fault.Instance.Object.TryGet(fault.Symbols[name], out var value) && value.Kind == TypedKind.Object;

    private static FindingPlace PlaceOf(Fault fault, string name) =>
        FindingPlace.Of(fault.Finding.Node!, fault.Finding.NodePath!, [.. fault.Path, PathItem.Of(name)], fault.Symbols);

    private static string? SuggestName(Fault fault, string name)
    {
        var known = KnownNames.Of(fault.Error.Origin);
        if (known.Contains(name))
        {
            return fault.Error.Keyword == "unevaluatedProperties"
                ? $"'{name}' is known, but the part of the binding that knows it is not for this node, or has other findings here: see those first"
                : $"'{name}' is known in other circumstances only";
        }

        var node = fault.Instance.Object;
        return NearMiss.DidYouMean(NearMiss.Of(name, known.Where(k => node.IndexOf(fault.Symbols[k]) < 0)));
    }

    // The binding's own names tell better than all names there are.
    private string? SuggestProperty(Fault fault, string name)
    {
        if (fault.Finding.Node is { } node && node.TryGet(fault.Symbols["compatible"], out var compatible) && compatible.Kind == TypedKind.Array)
        {
            foreach (var item in compatible.Items)
            {
                if (item.Kind != TypedKind.String || _program.FindByCompatible(item.String) is not { } document) continue;
                if (NearMiss.Of(name, KnownNames.Of(document.Root)) is { } near) return NearMiss.DidYouMean(near);
            }
        }

        return NearMiss.DidYouMean(NearMiss.Of(name, _program.TypedNames));
    }
}
