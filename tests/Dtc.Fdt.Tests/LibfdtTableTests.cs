using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Dtc.Fdt.Tests;

/// <summary>docs/libfdt.md names a member for each function of libfdt, and the members exist.</summary>
public sealed partial class LibfdtTableTests
{
    /// <summary>Functions that libfdt 1.8.1 exports.</summary>
    private const int Exported = 81;

    [Fact]
    public void Every_function_has_a_member_that_exists()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository(), "docs", "libfdt.md")));
        Assert.Equal(Exported, rows.Select(r => r.Groups[1].Value).Distinct().Count());
        foreach (Match row in rows)
        {
            var members = Member().Matches(row.Groups[2].Value);
            Assert.NotEmpty(members);
            foreach (Match member in members)
            {
                var type = typeof(FdtReader).Assembly.GetType($"Dtc.Fdt.{member.Groups[1].Value}");
                Assert.True(
                    type is { IsPublic: true } && type.GetMember(member.Groups[2].Value).Length > 0,
                    $"{row.Groups[1].Value}: {member.Value} does not exist");
            }
        }
    }

    [Fact]
    public void The_functions_of_the_installed_library_are_listed()
    {
        Libfdt.Require();
        var library = System.Runtime.InteropServices.NativeLibrary.Load("libfdt.so.1");
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository(), "docs", "libfdt.md")));
        // The table is of functions: nearly all of them are in the older library that is installed.
        var known = rows.Count(r => System.Runtime.InteropServices.NativeLibrary.TryGetExport(library, r.Groups[1].Value, out _));
        Assert.True(known > Exported - 10, $"only {known} of {rows.Count} are exported by libfdt");
    }

    private static string Repository([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"^\| `(fdt_\w+)` \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)\.(\w+)`")]
    private static partial Regex Member();
}
