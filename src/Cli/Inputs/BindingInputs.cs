using Cli.Hosting;
using Dtc.Bindings;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Cli.Inputs;

/// <summary>
/// Where commands get bindings from. The one place that decides about the core schemas: those of <c>--core</c>, else of
/// DTC_SHARP_CORE, else the shipped ones.
/// </summary>
internal static class BindingInputs
{
    private const string CoreVariable = "DTC_SHARP_CORE";

    /// <summary>The directory of the core schemas; null for the shipped ones.</summary>
    public static string? Core(string? option, Host host)
    {
        var core = option ?? host.Environment(CoreVariable);
        if (string.IsNullOrEmpty(core)) return null;
        return Directory.Exists(core)
            ? core
            : throw new UsageException($"{(option is null ? CoreVariable : "--core")}: there is no directory '{core}'");
    }

    /// <summary>Whether a file of a directory of bindings is one, or has rules, by its name.</summary>
    public static bool IsBinding(string name) => name.EndsWith(".yaml", StringComparison.Ordinal);

    /// <summary>Loads a set.</summary>
    /// <param name="paths">Files and directories, or one processed schema; none for the core schemas alone.</param>
    /// <param name="core">See <see cref="Core"/>.</param>
    /// <param name="findings">Receives what is wrong with the bindings.</param>
    public static BindingSet Load(IReadOnlyList<string> paths, string? core, List<LoadFinding> findings) =>
        BindingSet.Load(paths, core, findings);

    /// <summary>Opens bindings for checking or decoding trees, from the cache of compiled ones where it has them.</summary>
    public static BindingProgram Open(IReadOnlyList<string> paths, string? core, Host host, List<LoadFinding> findings) => BindingLibrary.Open(
        new BindingSources { Paths = paths, CoreDirectory = core, CacheDirectory = BindingLibrary.DefaultCacheDirectory }, findings);
}
