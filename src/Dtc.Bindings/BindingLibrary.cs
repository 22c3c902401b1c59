using Dtc.Bindings.Caching;
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
    /// <summary>Names of the shipped bindings besides the core schemas.</summary>
    public static IReadOnlyList<string> ShippedNames => [.. ShippedBindings.Names];

    /// <summary>
    /// The user's directory for compiled bindings: <c>dtc-sharp/bindings</c> in <c>$XDG_CACHE_HOME</c>, or in
    /// <c>~/.cache</c>. Null when there is no home.
    /// </summary>
    public static string? DefaultCacheDirectory
    {
        get
        {
            // The specification has relative paths ignored.
            var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (!Path.IsPathRooted(caches))
            {
                var home = Environment.GetEnvironmentVariable("HOME");
                if (!Path.IsPathRooted(home)) return null;
                caches = Path.Combine(home, ".cache");
            }

            return Path.Combine(caches, "dtc-sharp", "bindings");
        }
    }

    /// <summary>Opens bindings.</summary>
    /// <param name="sources">Where they come from.</param>
    /// <param name="findings">Receives what is wrong with them. Files at fault are left out.</param>
    public static BindingProgram Open(BindingSources sources, List<LoadFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(findings);
        var inputs = Inputs(sources, findings);
        return sources.CacheDirectory is { Length: > 0 } directory
            ? new BindingCache(new CacheStore(directory)).Open(inputs, findings)
            : BindingCache.Load(inputs, findings);
    }

    /// <summary>Loads bindings as values, such as what checks or rewrites bindings themselves needs them.</summary>
    /// <param name="sources">Where they come from; the cache plays no part.</param>
    /// <param name="findings">Receives what is wrong with them. Files at fault are left out.</param>
    public static BindingSet Load(BindingSources sources, List<LoadFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(findings);
        return BindingSet.Load(Inputs(sources, findings), findings, []);
    }

    /// <summary>The <c>$id</c>s of the shipped bindings of a name; none when there is none of that name.</summary>
    public static IEnumerable<string> ShippedIds(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ShippedBindings.Find(name).Select(file => "http://devicetree.org/schemas/" + file[ShippedBindings.Root.Length..]);
    }

    private static SchemaInputs Inputs(BindingSources sources, List<LoadFinding> findings)
    {
        var shipped = new List<string>();
        foreach (var name in sources.Names)
        {
            var files = ShippedBindings.Find(name);
            if (files.Count == 0) findings.Add(new LoadFinding(LoadFault.Unreadable, name, default, "no binding of that name is shipped"));
            shipped.AddRange(files);
        }

        if (sources.CoreDirectory is null) shipped.AddRange(ShippedBindings.CoreFiles);
        return new SchemaInputs { Paths = sources.Paths, CoreDirectory = sources.CoreDirectory, Shipped = [.. shipped.Distinct(StringComparer.Ordinal)] };
    }
}
