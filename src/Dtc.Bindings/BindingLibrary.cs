using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings;

/// <summary>Where bindings come from.</summary>
public sealed record BindingSources
{
    /// <summary>Files and directories with bindings, or one file that dt-mk-schema processed.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Directory of the core schemas; null for those that are shipped.</summary>
    public string? CoreDirectory { get; init; }

    /// <summary>Shipped bindings by name, as <c>xen</c>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Directory that keeps compiled bindings between runs; null to keep none.</summary>
    public string? CacheDirectory { get; init; }
}

/// <summary>Opens bindings, from the cache of compiled ones where it has them.</summary>
public static class BindingLibrary
{
    /// <summary>Opens bindings.</summary>
    /// <param name="sources">Where they come from.</param>
    /// <param name="findings">Receives what is wrong with them. Files at fault are left out.</param>
    public static BindingProgram Open(BindingSources sources, List<LoadFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(findings);
        return BindingProgram.Compile(BindingSet.Load(sources.Paths, sources.CoreDirectory, findings));
    }
}
