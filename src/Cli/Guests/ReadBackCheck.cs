using Dtc.Bindings;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Dtc.Bindings.Loading;
using Dtc.Bindings.TreeRules;
using Dtc.Tree;
using Emulator.Scenarios;

namespace Cli.Guests;

/// <summary>Holds the trees that guests read back against the built-in bindings, as <c>validate --binding</c> does.</summary>
internal static class ReadBackCheck
{
    /// <summary>What the bindings find at error level, guest by guest; a line each.</summary>
    /// <param name="report">The boot.</param>
    /// <param name="binding">Name of the binding.</param>
    /// <param name="checkedTrees">How many trees were checked.</param>
    public static List<string> Run(BootReport report, string binding, out int checkedTrees)
    {
        checkedTrees = 0;
        var faults = new List<string>();
        foreach (var guest in report.Guests)
        {
            if (guest.Facts.Tree is not { } blob) continue;
            checkedTrees++;
            faults.AddRange(FaultsOf(blob, guest.Guest.Name, binding));
        }

        return faults;
    }

    /// <summary>What a binding and its rules find in a tree at error level, a line each.</summary>
    /// <param name="blob">The tree.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="binding">Name of the binding.</param>
    public static List<string> FaultsOf(byte[] blob, string name, string binding)
    {
        var faults = new List<string>();
        var rules = RuleFile.Shipped(binding)!;
        var program = BindingLibrary.Open(
            new BindingSources { Names = [binding], CacheDirectory = BindingLibrary.DefaultCacheDirectory }, new List<LoadFinding>());
        var options = new ValidationOptions { Limits = [.. BindingLibrary.ShippedIds(binding)] };
        var explainer = new Explainer(program);
        var tree = BindingTree.FromBlob(blob);
        var ruleReport = new TreeRuleSet([rules]).Check(tree);
        Validator.Validate(tree, program, finding =>
        {
            if (finding.Kind != FindingKind.Validation) return;
            faults.AddRange(explainer.Explain(finding).Where(e => e.Severity == Severity.Error).Select(e => $"{name}: {e.Place.NodePath}: {e.Message}"));
        }, options);
        faults.AddRange(ruleReport.Findings.Where(f => f.Rule.Severity == Severity.Error).Select(f => $"{name}: {f.Place.NodePath}: {f.Message} [{f.Rule.Id}]"));
        return [.. faults.Distinct()];
    }
}
