namespace Emulator.Media;

/// <summary>Files to boot with: a kernel, and what else there is.</summary>
public sealed record BootMedia
{
    /// <summary>Name of the set, or what the user calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The kernel: an Image for arm64, a zImage for armhf.</summary>
    public required string Kernel { get; init; }

    /// <summary>busybox, linked statically; its ramdisk's programs.</summary>
    public required string Busybox { get; init; }

    /// <summary>Xen; null when there is none.</summary>
    public string? Xen { get; init; }

    /// <summary>Kernel modules by name, without compression.</summary>
    public IReadOnlyDictionary<string, string> Modules { get; init; } = new Dictionary<string, string>();

    /// <summary>Blobs of boards that came with the kernel, by file name.</summary>
    public IReadOnlyDictionary<string, string> Blobs { get; init; } = new Dictionary<string, string>();

    /// <summary>Packages the files come from, with versions; empty for the user's own.</summary>
    public IReadOnlyList<MediaPackage> Packages { get; init; } = [];
}

/// <summary>A package that files were taken from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record MediaPackage(string Name, string Version);
