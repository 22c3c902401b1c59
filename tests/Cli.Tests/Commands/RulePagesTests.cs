using System.Text.RegularExpressions;
using Cli.Commands;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>Holds the table of rules and docs/rules together.</summary>
public sealed class RulePagesTests
{
    private const string Remake = "docs/rules is behind the table: run 'dotnet run --project src/Cli -f net10.0 -- rules --write-docs docs/rules'";

    [Fact]
    public void Pages_say_what_the_table_says()
    {
        var directory = Path.Join(Repository(), "docs/rules");
        var wanted = RulePages.All(Dtc.Tree.Rules.All);
        var found = Directory.Exists(directory) ? Directory.GetFiles(directory).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal) : null;
        Assert.True(found is not null && wanted.Keys.SequenceEqual(found), Remake);
        foreach (var (name, text) in wanted) Assert.True(text == File.ReadAllText(Path.Join(directory, name)), $"{name}: {Remake}");
    }

    [Fact]
    public void Ids_and_names_are_unique_and_in_order()
    {
        var rules = Dtc.Tree.Rules.All;
        Assert.Equal(rules.Select(r => r.Id).Order(StringComparer.Ordinal).Distinct(), rules.Select(r => r.Id));
        Assert.Equal(rules.Count, rules.Select(r => r.Name).Distinct().Count());
        Assert.All(rules, r => Assert.Matches("^(BND|DTS|EMU|GST|HCL)0[0-9]{3}$", r.Id));
        Assert.All(rules, r => Assert.Matches(new Regex("^[a-z0-9]+([-_][a-z0-9]+)*$"), r.Name));
        Assert.All(rules, r => Assert.False(r.Title.EndsWith('.') || r.Title.Contains('\n'), r.Id));
        Assert.All(rules, r => Assert.EndsWith(".", r.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void Writing_removes_strays_and_nothing_else()
    {
        using var temp = new TempDirectory();
        temp.Write("r/DTS9999.md");
        temp.Write("r/notes.md");
        Assert.Equal(0, TestRun.Of("rules", "--write-docs", temp["r"]).Code);
        Assert.False(File.Exists(temp["r/DTS9999.md"]));
        Assert.True(File.Exists(temp["r/notes.md"]));
        Assert.Equal(Dtc.Tree.Rules.All.Count + 2, temp.Files().Length);
    }

    private static string Repository()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(at, "dtc-sharp.slnx"))) at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException();
        return at;
    }
}
