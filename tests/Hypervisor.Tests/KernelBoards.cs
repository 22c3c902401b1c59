using Xunit;

namespace Hypervisor.Tests;

/// <summary>The sources of Arm boards in the kernel, which <c>scripts/corpus.sh</c> fetches.</summary>
internal static class KernelBoards
{
    /// <summary>Where the kernel is, and about <paramref name="sample"/> boards, evenly; all when <c>DTC_SHARP_ALL_BOARDS</c> is set.</summary>
    public static (string Root, List<string> Boards) Find(int sample)
    {
        var root = Environment.GetEnvironmentVariable("DTC_SHARP_CORPUS") is { Length: > 0 } told ? told
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "dtc-sharp", "linux-6.1");
        Assert.True(Directory.Exists(root), $"no kernel corpus in {root}; scripts/corpus.sh fetches it");
        var boards = new[] { "arch/arm64", "arch/arm" }
            .SelectMany(part => Directory.EnumerateFiles(Path.Combine(root, part, "boot", "dts"), "*.dts", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal).ToList();
        return (root, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DTC_SHARP_ALL_BOARDS")) ? [.. boards.Where((_, i) => i % (boards.Count / sample) == 0)] : boards);
    }
}
