using Cli.Validation;
using Dtc.Bindings;
using Dtc.Bindings.Programs;

namespace Cli.Tests.Validation;

/// <summary>The boards of Linux 6.1 and its bindings, loaded once for all tests that need them.</summary>
internal static class KernelTrees
{
    private static readonly Lazy<BindingProgram> Opened = new(() => BindingLibrary.Open(
        new BindingSources { Paths = [Path.Combine(Root!, "Documentation/devicetree/bindings")], CoreDirectory = Core }, []));

    /// <summary>Root of the kernel tree.</summary>
    public static string Root { get; } = Find(
        "DTC_SHARP_CORPUS", "linux-6.1", "Documentation/devicetree/bindings", "scripts/corpus.sh");

    /// <summary>The core schemas of dt-schema.</summary>
    public static string Core { get; } = Find(
        "DTC_SHARP_DTSCHEMA_CORE", "dt-schema-2026.06/usr/lib/python3/dist-packages/dtschema/schemas", "", "scripts/dt-schema-core.sh");

    /// <summary>All bindings.</summary>
    public static BindingProgram Program => Opened.Value;

    /// <summary>Boards by a fixed choice: spread over everything, none of them huge.</summary>
    public static IReadOnlyList<string> Boards(int count, int seed)
    {
        var all = Directory.EnumerateFiles(Path.Combine(Root, "arch"), "*.dts", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("/dts-v1/", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(all);
        return [.. all.Take(count).Order(StringComparer.Ordinal)];
    }

    /// <summary>Options that compile a board of the kernel, be it a copy elsewhere.</summary>
    public static ValidateArguments Arguments(string board)
    {
        var arguments = new ValidateArguments { NoKernel = true };
        arguments.IncludeDirectories.Add(Path.GetDirectoryName(Path.Combine(Root, board))!);
        arguments.IncludeDirectories.Add(Path.Combine(Root, "scripts/dtc/include-prefixes"));
        arguments.IncludeDirectories.Add(Path.Combine(Root, "include"));
        return arguments;
    }

    public static void Report(string line)
    {
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } path) File.AppendAllText(path, line + "\n");
    }

    private static string Find(string variable, string below, string sign, string script)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var root = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : Path.Combine(cache, "dtc-sharp", below);
        return Directory.Exists(Path.Combine(root, sign))
            ? root
            : throw new InvalidOperationException($"'{root}' is not there; please run: {script}");
    }
}
