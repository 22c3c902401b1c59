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

    private readonly bool _onlyErrors;

    private CompanionRules(TreeRuleSet rules, NamedBindings? named, ValidateArguments arguments)
    {
        (_rules, _named, _versions, _onlyErrors) = (rules, named, arguments.Versions, arguments.Quiet > 0);
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
            // That it is one is all the system would not say.
            if (Directory.Exists(path)) throw new UsageException($"--rules: '{path}' is a directory; name the files in it, or give it to --bindings, which takes its *{RuleFile.Extension}");
            if (RuleFile.Open(path, faults) is { } file) files.Add(file);
        }

        if (faults is [var fault, ..]) throw new UsageException(Text(fault));
        if (files.Count == 0) return null;
        var rules = new TreeRuleSet(files);
        return new CompanionRules(rules, names.Length > 0 ? new NamedBindings(names, program, rules, arguments.Versions) : null, arguments);
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
            Verdicts = _named?.Judge(findings, report, _onlyErrors) ?? [],
            Comparisons = _named is { Names.Count: > 1 } ? _named.Compare(input.Tree!) : [],
        };
    }

    /// <summary>The input with what it shares with an earlier one that it must not: verdicts and tables tell of it too.</summary>
    public static CheckedInput With(CheckedInput input, IReadOnlyList<TreeRuleFinding> shared, bool onlyErrors) => input with
    {
        Verdicts = [.. input.Verdicts.Select(verdict => verdict.With(shared, onlyErrors))],
        Comparisons = [.. input.Comparisons.Select(comparison => comparison.With(shared))],
    };

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
