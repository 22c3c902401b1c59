using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Corpus.Tests;

/// <summary>The device tree sources of a kernel tree on disk.</summary>
public sealed class KernelCorpus
{
    /// <summary>Where headers are found that sources include by <c>&lt;...&gt;</c>.</summary>
    public const string IncludePrefixes = "scripts/dtc/include-prefixes";

    private KernelCorpus(string root)
    {
        Root = root;
        Boards = [.. new[] { "arch", "drivers" }
            .Select(part => Path.Combine(root, part))
            .Where(Directory.Exists)
            .SelectMany(part => Directory.EnumerateFiles(part, "*.dts*", SearchOption.AllDirectories))
            .Where(file => file.EndsWith(".dts", StringComparison.Ordinal) || file.EndsWith(".dtso", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal)];
        if (Boards.Count == 0) throw new InvalidOperationException($"no .dts below {root}; ./test.sh fetches the corpus");
    }

    /// <summary>Root of the kernel tree.</summary>
    public string Root { get; }

    /// <summary>All sources that are compiled by themselves (boards and overlays), relative to <see cref="Root"/>.</summary>
    public IReadOnlyList<string> Boards { get; }

    /// <summary>The root of this repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The directory for what is fetched or computed once.</summary>
    public static string Cache
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache))
            {
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            }

            return Path.Combine(cache, "dtc-sharp");
        }
    }

    /// <summary>Opens the corpus that <c>DTC_SHARP_CORPUS</c> names, or the one that <c>./test.sh</c> fetched.</summary>
    public static KernelCorpus Open()
    {
        var root = Environment.GetEnvironmentVariable("DTC_SHARP_CORPUS");
        if (string.IsNullOrEmpty(root)) root = Path.Combine(Cache, "linux-6.1");
        if (!Directory.Exists(Path.Combine(root, IncludePrefixes)))
        {
            throw new InvalidOperationException($"no kernel corpus in {root}; please run ./test.sh, which fetches it");
        }

        return new KernelCorpus(Path.GetFullPath(root));
    }

    /// <summary>The search path of a board, as kbuild gives it.</summary>
    public static string[] IncludeDirectories(string board) => [Path.GetDirectoryName(board)!, IncludePrefixes];

    /// <summary>Absolute path of a file or directory of the corpus.</summary>
    public string FullPath(string relative) => Path.Combine(Root, relative);

    /// <summary>A number of boards picked by a fixed seed: the same in every run, and spread over everything.</summary>
    public static IReadOnlyList<string> Sample(IEnumerable<string> boards, int count, int seed)
    {
        var pool = boards.ToArray();
        new Random(seed).Shuffle(pool);
        return [.. pool.Take(count).Order(StringComparer.Ordinal)];
    }

    /// <summary>Changes when any source or header does.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { "arch", "drivers", "include" }.Select(FullPath).Where(Directory.Exists))
        {
            foreach (var file in new DirectoryInfo(part).EnumerateFiles("*", SearchOption.AllDirectories)
                .OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetRelativePath(Root, file.FullName)}\t{file.Length}\t{file.LastWriteTimeUtc.Ticks}\n")));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string FindRepository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
