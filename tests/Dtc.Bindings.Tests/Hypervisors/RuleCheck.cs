using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.TreeRules;
using Dtc.Compiler;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>All that the shipped rules and the bindings of hypervisors find in trees.</summary>
internal static class RuleCheck
{
    public static TreeRuleSet Rules { get; } = new([.. RuleFile.ShippedNames.Select(name => RuleFile.Shipped(name)!)]);

    /// <summary>Directory of trees that are kept here.</summary>
    public static string RealTrees { get; } = Path.Combine(AppContext.BaseDirectory, "Hypervisors", "Real");

    /// <summary>Findings of rules, then those of schemas with <c>schema</c> before the name.</summary>
    public static List<ExpectedFinding> Find(BindingTree tree, IReadOnlyDictionary<string, Version>? versions = null) =>
        [.. Rules.Check(tree, versions).Findings.Select(Show), .. SchemaFindings(tree)];

    public static ExpectedFinding Show(TreeRuleFinding finding) =>
        new(finding.Rule.Id, finding.Place.NodePath!, finding.Place.Property ?? string.Empty, finding.Message);

    public static IEnumerable<ExpectedFinding> SchemaFindings(BindingTree tree)
    {
        var found = new List<ExpectedFinding>();
        Validator.Validate(tree, HypervisorBindings.Program, finding =>
        {
            if (finding.Kind == FindingKind.Validation && HypervisorBindings.NameOf(finding.SchemaId!) is { } schema)
                found.Add(new ExpectedFinding("schema " + schema, finding.NodePath!, string.Join(':', finding.PropertyPath), finding.Message));
        });
        return found;
    }

    public static BindingTree Compile(string source) => BindingTree.FromBlob(CompileBlob(source));

    public static byte[] CompileBlob(string source)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, source);
            var compiled = new DtsCompiler().Compile(file, CompileOptions.Default);
            Assert.False(compiled.Diagnostics.HasErrors, string.Join('\n', compiled.Diagnostics.Items.Select(d => d.Message)));
            return compiled.Output!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A tree that is kept here, by its name without <c>.dts</c>, with more source behind it.</summary>
    public static byte[] Real(string name, string more = "") => CompileBlob(File.ReadAllText(Path.Combine(RealTrees, name + ".dts")) + more);

    public static string Line(ExpectedFinding finding) => $"{finding.Schema} | {finding.Node} | {finding.Property} | {finding.Message}";
}
