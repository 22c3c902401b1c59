namespace Hypervisor.Platforms;

/// <summary>What <c>debian</c> stands for as an image before it is fetched: <c>Platforms/Data/media.yaml</c>.</summary>
internal static class MediaFacts
{
    private static readonly Lazy<PlatformData> Data = new(static () => PlatformData.Load("media"));

    /// <summary>Bytes that are room enough for an image.</summary>
    /// <param name="architecture">arm64 or arm.</param>
    /// <param name="kind">hypervisor, kernel or ramdisk.</param>
    public static ulong Room(string architecture, string kind) => Data.Value.Number($"sizes/{architecture}/{kind}");
}
