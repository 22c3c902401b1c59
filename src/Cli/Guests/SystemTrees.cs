namespace Cli.Guests;

/// <summary>The trees of a plan as blobs.</summary>
/// <param name="Machine">What the machine is started with: Xen's boot tree, or that of its only guest.</param>
/// <param name="Promised">What each domain will see, by its name.</param>
internal sealed record SystemTrees(byte[] Machine, IReadOnlyDictionary<string, byte[]> Promised)
{
    /// <summary>The domain whose tree is the user's own, so that nothing in it is chosen at boot; null when all are generated.</summary>
    public string? Given { get; init; }
}
