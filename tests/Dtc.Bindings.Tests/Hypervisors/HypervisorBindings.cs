using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>The bindings of hypervisors with the core schemas, all as they are shipped in the assembly.</summary>
internal static class HypervisorBindings
{
    private const string Prefix = "bindings/";
    private const string Base = "http://devicetree.org/schemas/";

    private static readonly string[] Resources = typeof(BindingSet).Assembly.GetManifestResourceNames();
    private static readonly Lazy<BindingProgram> Loaded = new(Load);

    public static BindingProgram Program => Loaded.Value;

    /// <summary>What is wrong with the bindings.</summary>
    public static List<LoadFinding> Findings { get; } = [];

    /// <summary>Paths below <c>bindings/</c> without the extension.</summary>
    public static IReadOnlyList<string> Names { get; } = Resources
        .Select(resource => resource[Prefix.Length..^".yaml".Length])
        .Where(name => name.StartsWith("xen", StringComparison.Ordinal)
            || name.StartsWith("epapr", StringComparison.Ordinal)
            || name.StartsWith("virtio-mmio", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToList();

    /// <summary>The name of a binding by its <c>$id</c>; null for one of the core.</summary>
    public static string? NameOf(string id)
    {
        var name = id.StartsWith(Base, StringComparison.Ordinal) && id.EndsWith(".yaml", StringComparison.Ordinal)
            ? id[Base.Length..^".yaml".Length]
            : id;
        return Names.Contains(name) ? name : null;
    }

    private static BindingProgram Load() =>
        BindingLibrary.Open(new BindingSources { Names = ["xen", "epapr", "virtio-mmio"] }, Findings);
}
