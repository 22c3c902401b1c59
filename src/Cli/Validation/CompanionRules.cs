using Cli.Hosting;
using Dtc.Bindings;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Dtc.Bindings.Programs;
using Dtc.Bindings.SideBySide;
using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>
/// The rules across nodes that a command line asks for: those of built-in bindings by name, those that lie beside a binding's
/// file, and the files of <c>--rules</c>.
/// </summary>
internal sealed class CompanionRules
{
    private readonly NamedBindings? _named;
    private readonly TreeRuleSet _rules;
    private readonly Dictionary<string, Version> _versions;

    private CompanionRules(TreeRuleSet rules, NamedBindings? named, Dictionary<string, Version> versions)
    {
        (_rules, _named, _versions) = (rules, named, versions);
    }

    /// <summary>Opens them; null when none are asked for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="sources">The bindings it asks for.</param>
    /// <param name="program">Those, compiled.</param>
    public static CompanionRules? Open(ValidateArguments arguments, BindingSources sources, BindingProgram program)
    {
        string[] names = [.. sources.Names.Select(NamedBindings.Canonical).Distinct()];
        var files = names.Select(RuleFile.Shipped).OfType<RuleFile>().ToList();
        if (names.Length > 0 && RuleFile.Shipped("hypervisors") is { } recognised) files.Add(recognised);
        var faults = new List<RuleFileFault>();
        foreach (var path in Beside(sources).Concat(arguments.Rules).Distinct())
        {
            if (RuleFile.Open(path, faults) is { } file) files.Add(file);
        }

        if (faults is [var fault, ..]) throw new UsageException(Text(fault));
        if (files.Count == 0) return null;
        var rules = new TreeRuleSet(files);
        return new CompanionRules(rules, names.Length > 0 ? new NamedBindings(names, program, rules, arguments.Versions) : null, arguments.Versions);
    }

    /// <summary>Asks the rules about an input whose findings by schema are known.</summary>
    /// <param name="input">The input.</param>
    /// <param name="findings">What schemas found. Those that are wrong to follow in such a tree are taken out.</param>
    public CheckedInput Check(CheckedInput input, List<BindingFinding> findings)
    {
        var report = _rules.Check(input.Tree!, _versions);
        findings.RemoveAll(finding => _named?.IsOwn(finding) != true && report.ExemptionOf(finding) is not null);
        if (_named is not null) Consequences.TakeOut(findings);
        var told = report.Findings.Select(TreeRuleFindings.Explain).ToList();
        foreach (var node in report.Recognised)
        {
            if (node.Hypervisor.Binding is not { } binding || _named?.Names.Contains(binding) == false) told.Add(TreeRuleFindings.Explain(node));
        }

        return input with
        {
            RuleReport = report,
            RuleFindings = told,
            Verdicts = _named?.Judge(findings, report) ?? [],
            Comparisons = _named is { Names.Count: > 1 } ? _named.Compare(input.Tree!) : [],
        };
    }

    /// <summary>A fault of a file of rules in one line.</summary>
    public static string Text(RuleFileFault fault)
    {
        var place = fault.Position.Line > 0 ? $"{fault.File}:{fault.Position.Line}:{fault.Position.Column}" : $"'{fault.File}'";
        return $"{place}: error[{Rules.RuleFileFault.Id}]: {fault.Message}{(fault.Help is { } help ? $"; {help}" : string.Empty)}";
    }

    // acme.yaml has its rules in acme.rules.yaml; a directory brings all that lie in it.
    private static IEnumerable<string> Beside(BindingSources sources)
    {
        foreach (var path in sources.Paths)
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path, "*" + RuleFile.Extension).Order(StringComparer.Ordinal)) yield return file;
            }
            else if (Path.ChangeExtension(path, null) + RuleFile.Extension is var companion && File.Exists(companion))
            {
                yield return companion;
            }
        }
    }
}
