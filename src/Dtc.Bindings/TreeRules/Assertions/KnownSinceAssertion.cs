using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>known-since: { properties: { NAME: VERSION }, values: { NAME: { STRING: VERSION } } }</c>: what a version of the hypervisor
/// that is older does not know. Without a known version nothing is said.
/// </summary>
internal sealed class KnownSinceAssertion : Assertion
{
    private readonly List<(string Name, Version Since)> _properties = [];
    private readonly List<(string Name, string Text, Version Since)> _values = [];

    public static Assertion Read(SchemaValue value, RuleNames names)
    {
        var assertion = new KnownSinceAssertion();
        foreach (var (name, since) in RuleNames.Members(value["properties"])) assertion._properties.Add((name, RuleText.ReadVersion(since)));
        foreach (var (name, texts) in RuleNames.Members(value["values"]))
        {
            foreach (var (text, since) in RuleNames.Members(texts)) assertion._values.Add((name, text, RuleText.ReadVersion(since)));
        }

        return assertion;
    }

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (run.Version is not { } version) yield break;
        foreach (var (name, since) in _properties)
        {
            if (node[name] is not null && version < since)
                yield return new Fault(Rules.UnknownInVersion, node, name, 0, -1, $"'{name}' is known since {since} only, and this is {version}");
        }

        foreach (var (name, text, since) in _values)
        {
            if (version < since && node[name]?.Strings is { Count: > 0 } strings && strings.TakeWhile(other => other != text).ToList() is var before && before.Count < strings.Count)
                yield return new Fault(Rules.UnknownInVersion, node, name, before.Sum(other => other.Length + 1), text.Length + 1, $"\"{text}\" is known since {since} only, and this is {version}");
        }
    }
}
