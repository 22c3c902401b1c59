namespace Hypervisor.Platforms;

/// <summary>What guests can run on: <c>Platforms/Data/platforms.yaml</c>.</summary>
/// <param name="Name">Such as <c>xen-dom0less</c>.</param>
/// <param name="IsLater">Known and not supported yet.</param>
/// <param name="HasXen">A Xen is below the guests.</param>
/// <param name="Machine">The one machine it is; null when the configuration says.</param>
/// <param name="Dom0">required, allowed or never.</param>
/// <param name="MaximumDomains">Domains it can start.</param>
public sealed record PlatformFacts(string Name, bool IsLater, bool HasXen, string? Machine, string Dom0, int MaximumDomains)
{
    private static readonly Lazy<PlatformFacts[]> Table = new(static () =>
    [
        .. PlatformData.Rows(PlatformData.Load("platforms").At("platforms")).Select(row => new PlatformFacts(
            row.Key,
            row.Value["later"]?.IsTrue == true,
            row.Value["hypervisor"] is not null,
            row.Value["machine"]?.String,
            row.Value["dom0"]?.String ?? "never",
            row.Value["domains"] is { } domains ? (int)domains.Integer : 0)),
    ]);

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<PlatformFacts> All => Table.Value;

    /// <summary>The names of those that are supported.</summary>
    public static IEnumerable<string> Supported => All.Where(platform => !platform.IsLater).Select(platform => platform.Name);
}
