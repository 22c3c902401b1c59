using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Dtc.Bindings.Programs;
using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Dtc.Bindings.SideBySide;

/// <summary>
/// Shipped bindings with their rules, asked about the same tree: what each finds, its verdict, and where they have the same
/// node, that node property by property. May be shared by threads.
/// </summary>
public sealed class NamedBindings
{
    private const string Base = "http://devicetree.org/schemas/";

    private readonly (string Name, HashSet<string> Ids, string MainId, RuleFile? Rules)[] _bindings;
    private readonly BindingProgram _program;
    private readonly Explainer _explainer;
    private readonly IReadOnlyDictionary<string, Version> _versions;

    /// <summary>Prepares bindings.</summary>
    /// <param name="names">Names of shipped bindings.</param>
    /// <param name="program">The bindings, compiled.</param>
    /// <param name="rules">Rules, those of the bindings among them.</param>
    /// <param name="versions">Versions of hypervisors that are given.</param>
    public NamedBindings(IEnumerable<string> names, BindingProgram program, TreeRuleSet rules, IReadOnlyDictionary<string, Version> versions)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rules);
        _program = program;
        _explainer = new Explainer(program);
        _versions = versions;
        _bindings = [.. names.Select(Canonical).Distinct().Select(name =>
        {
            HashSet<string> ids = [.. BindingLibrary.ShippedIds(name).Select(id => id.TrimEnd('#'))];
            var main = ids.Contains($"{Base}{name}.yaml") ? $"{Base}{name}.yaml" : $"{Base}{name}-hypervisor.yaml";
            return (name, ids, main, rules.Files.FirstOrDefault(file => file.Binding == name));
        })];
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _bindings.Select(binding => binding.Name)];

    /// <summary>The one name of a binding that has two.</summary>
    public static string Canonical(string name) => name == "epapr-hypervisor" ? "epapr" : name;

    /// <summary>The versions of the hypervisor that the rules of a binding tell apart, oldest first; none for most bindings.</summary>
    public static IReadOnlyList<Version> KnownVersions(string name) => RuleFile.Shipped(Canonical(name))?.Version?.Known ?? [];

    /// <summary>Whether a finding is one of these bindings' own, which nobody takes back.</summary>
    public bool IsOwn(BindingFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.SchemaId is { } id && Array.Exists(_bindings, binding => binding.Ids.Contains(id));
    }

    /// <summary>The verdict of each binding.</summary>
    /// <param name="findings">Everything that was found.</param>
    /// <param name="report">What rules found.</param>
    /// <param name="onlyErrors">Warnings do not count.</param>
    public IReadOnlyList<BindingVerdict> Judge(IReadOnlyList<BindingFinding> findings, TreeRuleReport report, bool onlyErrors = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. _bindings.Select(binding =>
        {
            var nodes = (report.Concerned.GetValueOrDefault(binding.Name) ?? []).ToHashSet(StringComparer.Ordinal);
            var found = findings.Where(finding => finding.Kind is FindingKind.Validation or FindingKind.Deprecated && binding.Ids.Contains(finding.SchemaId!)).SelectMany(_explainer.Explain)
                .Concat(report.Findings.Where(finding => finding.Rule.Id.StartsWith(binding.Name + "/", StringComparison.Ordinal)).Select(TreeRuleFindings.Explain))
                .DistinctBy(finding => finding.Key).ToList();
            foreach (var finding in found) nodes.Add(finding.Place.NodePath ?? "/");
            return new BindingVerdict(
                binding.Name,
                nodes,
                found.Count(finding => finding.Severity == Severity.Error),
                onlyErrors ? 0 : found.Count(finding => finding.Severity == Severity.Warning));
        })];
    }

    /// <summary>The nodes that two of the bindings or more describe, property by property.</summary>
    public IReadOnlyList<NodeComparison> Compare(BindingTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);

        // Of a damaged blob there may be nothing to compare.
        if (tree.NodeCount == 0) return [];
        return
        [
            .. _bindings.Where(binding => binding.Rules?.AskedNode is { } node && !node.Contains('*', StringComparison.Ordinal))
                .GroupBy(binding => binding.Rules!.AskedNode!)
                .Where(group => group.Count() > 1)
                .Select(group => Compare(tree, group.Key, [.. group])),
        ];
    }

    private NodeComparison Compare(BindingTree tree, string path, (string Name, HashSet<string> Ids, string MainId, RuleFile? Rules)[] bindings)
    {
        var (at, shown) = Locate(tree, path);
        var node = at is null ? null : RuleTree.Of(tree)!.FindByPath(at);
        var stands = bindings.Select(binding => at is null ? NodeJudgement.None : JudgeNode(tree, at, binding)).ToArray();
        string[] names =
        [
            .. bindings.SelectMany(binding => binding.Rules!.Asks.Select(ask => ask.Property))
                .Concat(stands.SelectMany(judgement => judgement.Faults.Keys))
                .Concat(node?.Properties.Select(property => property.Name) ?? [])
                .Where(name => name is not ("phandle" or "linux,phandle"))
                .Distinct(),
        ];
        var rows = new List<ComparedProperty>();
        foreach (var name in names)
        {
            var has = node is null ? null : Show(node, name);
            PropertyStand[] cells = [.. bindings.Select((binding, i) => StandOf(binding.Rules!, name, has, stands[i]))];
            rows.Add(new ComparedProperty(name, has, cells, BothOf([.. bindings.Select(binding => binding.Rules!)], name, node, has, cells, RuleTree.Of(tree)?.Root)));
        }

        return new NodeComparison(shown, node is not null, [.. bindings.Select(binding => binding.Name)], rows, Try(tree, at ?? path, rows, bindings));
    }

    // The node may be there under a name that is wrong.
    private static (string? Path, string Shown) Locate(BindingTree tree, string path)
    {
        var view = RuleTree.Of(tree);
        if (view?.FindByPath(path) is { } found) return (found.Path, found.Path);
        var near = view?.Root.Children.Find(node => node.Name.StartsWith(path[1..] + "@", StringComparison.Ordinal)
            || node.Compatible.Any(text => text.StartsWith("xen,xen", StringComparison.Ordinal) || text.StartsWith("epapr,hypervisor", StringComparison.Ordinal)));
        return near is null ? (null, path) : (near.Path, near.Path);
    }

    // What a binding finds in a node. A node that is its business is judged as in the verdict; of another one is told what it
    // would take to become that.
    private NodeJudgement JudgeNode(BindingTree tree, string path, (string Name, HashSet<string> Ids, string MainId, RuleFile? Rules) binding)
    {
        var found = new List<ExplainedFinding>();
        void Take(BindingFinding finding)
        {
            if (finding.NodePath == path && finding.Kind == FindingKind.Validation) found.AddRange(_explainer.Explain(finding));
        }

        var report = binding.Rules is null ? null : new TreeRuleSet([binding.Rules]).Check(tree, _versions);
        string[] schemas = [.. Validator.SchemasFor(tree, _program, path).Where(binding.Ids.Contains)];
        var isMain = schemas.Contains(binding.MainId);
        // That of KVM is a node of ePAPR's binding too, with a schema of its own.
        var other = isMain ? null : schemas.Select(_program.Find).FirstOrDefault(schema => schema?["properties"]?["compatible"] is not null);
        if (!isMain && other is null) Validator.ValidateNode(tree, _program, binding.MainId, path, Take);
        Validator.Validate(tree, _program, Take, new ValidationOptions { Limits = [.. binding.Ids] });
        if (report is not null) found.AddRange(report.Findings.Where(finding => finding.Place.NodePath == path).Select(TreeRuleFindings.Explain));
        var faults = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var finding in found)
        {
            if (finding.Severity != Severity.Error) continue;
            var name = finding.Place.Property ?? finding.Subject ?? "$nodename";
            if (!faults.TryGetValue(name, out var list)) faults[name] = list = [];
            if (!list.Contains(finding.Message)) list.Add(finding.Message);
        }

        return new NodeJudgement(faults, isMain || other is not null, other?["title"]?.String);
    }

    private static readonly List<string> Missing = ["it is missing"];

    private static PropertyStand StandOf(RuleFile rules, string name, string? has, NodeJudgement judgement)
    {
        var ask = rules.Asks.FirstOrDefault(item => item.Property == name);
        var broken = judgement.Faults.GetValueOrDefault(name) ?? [];
        if (ask is null) return new PropertyStand(rules.Binding, null, false, broken.Count == 0 ? null : false, broken);
        if (has is null && broken.Count == 0)
        {
            // Where schemas were asked and have not missed it, it can be left out: disabled nodes, Xen with ACPI.
            return new PropertyStand(rules.Binding, ask.Asks, ask.Required && !judgement.IsOwn, ask.Required && !judgement.IsOwn ? false : null, ask.Required && !judgement.IsOwn ? Missing : []);
        }

        var asks = judgement.As is { } title && broken.Count == 0 ? $"as in \"{title}\"" : ask.Asks;
        return new PropertyStand(rules.Binding, asks, ask.Required, broken.Count == 0, broken);
    }

    // What is right for all stays; strings are put together; otherwise the example of who asks.
    private static string? BothOf(RuleFile[] bindings, string name, RuleNode? node, string? has, PropertyStand[] stands, RuleNode? root)
    {
        var asks = bindings.SelectMany(binding => binding.Asks.Where(ask => ask.Property == name)).ToList();
        if (Array.TrueForAll(stands, stand => stand.Satisfied != false)) return has;
        if (asks.Exists(ask => ask.First.Count > 0 || ask.Anywhere.Count > 0))
        {
            var strings = new List<string>();
            var given = node?[name]?.Strings ?? [];
            for (var i = 0; i < bindings.Length; i++)
            {
                if (bindings[i].Asks.FirstOrDefault(ask => ask.Property == name) is not { } ask) continue;
                if (ask.First.Count > 0) strings.InsertRange(0, stands[i].Satisfied == true || Begins(given, ask) ? given.Take(ask.First.Count) : ask.First);
                else strings.AddRange(stands[i].Satisfied == true ? Own(given, ask.Anywhere[0]) : ask.Anywhere);
            }

            return string.Join(", ", strings.Distinct().Select(text => $"\"{text}\""));
        }

        // Of what is wrong with one of them and asked for by none nothing is left.
        return ExampleCells.Fit(name, asks.Find(ask => ask.Required)?.Example, root);
    }

    // What satisfies although it is not what is asked for (KVM's string) is kept as it is.
    private static IEnumerable<string> Own(IReadOnlyList<string> given, string asked) =>
        given.Where(text => text.StartsWith(Stem(asked), StringComparison.Ordinal)) is var own && own.Any() ? own : given;

    private static bool Begins(IReadOnlyList<string> given, PropertyAsk ask) => given.Count >= ask.First.Count
        && given[ask.First.Count - 1] == ask.First[^1] && given[0].StartsWith(Stem(ask.First[0]), StringComparison.Ordinal);

    private static string Stem(string text) => text[..(text.LastIndexOf('-') + 1)];

    private IReadOnlyList<string> Try(
        BindingTree tree, string path, List<ComparedProperty> rows, (string Name, HashSet<string> Ids, string MainId, RuleFile? Rules)[] bindings)
    {
        var without = rows.Where(row => row.Both is null && row.Has is not null && row.Stands.Any(stand => stand.Satisfied == false)).Select(row => row.Property).ToHashSet();
        var values = rows.Where(row => row.Property != "$nodename" && row.Both is not null && row.Both != row.Has).ToDictionary(row => row.Property, row => row.Both!);
        var name = rows.Find(row => row.Property == "$nodename")?.Both ?? path[1..];
        var tried = NodeEdit.Replace(tree, path, name, values, without);
        return
        [
            .. bindings.SelectMany(binding => JudgeNode(tried, "/" + name, binding).Faults
                .SelectMany(fault => fault.Value.Select(text => $"{binding.Name}: {(fault.Key == "$nodename" ? string.Empty : fault.Key + ": ")}{text}"))),
        ];
    }

    private static string? Show(RuleNode node, string name)
    {
        if (name == "$nodename") return node.Name;
        if (node[name] is not { } property) return node.Children.Exists(child => child.Name == name) ? "{ ... }" : null;
        if (property.Value.IsEmpty) return string.Empty;
        if (property.Strings.Count > 0) return string.Join(", ", property.Strings.Select(text => $"\"{text}\""));
        return property.Value.Length % 4 == 0
            ? $"<{string.Join(' ', Enumerable.Range(0, property.CellCount).Select(i => property.Cell(i) is > 9 and var cell ? $"0x{cell:x}" : $"{property.Cell(i)}"))}>"
            : $"[{Convert.ToHexStringLower(property.Value.Span)}]";
    }
}
