using Dtc.Tree;

namespace Emulator.Media;

/// <summary>The folder where media are kept.</summary>
/// <param name="Directory">Its path.</param>
public sealed record MediaStore(string Directory)
{
    /// <summary><c>dtc-sharp/media</c> below <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    /// <param name="environment">Environment variables; null for those of the process.</param>
    public static MediaStore Default(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var cache = environment("XDG_CACHE_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(environment("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return new MediaStore(Path.Combine(cache, "dtc-sharp", "media"));
    }

    /// <summary>The folder of a set, whether it is there or not.</summary>
    public string FolderOf(MediaSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Path.Combine(Directory, set.Name);
    }

    /// <summary>True when a set was fetched.</summary>
    public bool Has(MediaSet set) => MediaManifest.Read(FolderOf(set)) is not null;

    /// <summary>Opens a set: looks whether its files are there and have their sizes. Costs no more than that.</summary>
    /// <param name="set">The set.</param>
    /// <param name="finding">What is missing or damaged, and the way out.</param>
    /// <returns>Null when there is a finding.</returns>
    public BootMedia? Open(MediaSet set, out Diagnostic? finding)
    {
        var folder = FolderOf(set);
        finding = null;
        if (MediaManifest.Read(folder) is not { } manifest)
        {
            finding = new Diagnostic(Rules.MissingMedia, SourceSpan.None, $"the boot media '{set.Name}' are not in '{Directory}'")
            {
                Help = $"get them: dtc-sharp media fetch {set.Name}",
            };
            return null;
        }

        string? kernel = null, xen = null, busybox = null;
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in manifest.Files)
        {
            var path = Path.Combine(folder, entry.Path);
            var info = new FileInfo(path);
            if (!info.Exists || info.Length != entry.Size)
            {
                finding = Damaged(set, $"'{path}' {(info.Exists ? $"has {info.Length} bytes instead of {entry.Size}" : "is missing")}");
                return null;
            }

            switch (entry.Role)
            {
                case MediaRole.Kernel:
                    kernel = path;
                    break;
                case MediaRole.Xen:
                    xen = path;
                    break;
                case MediaRole.Busybox:
                    busybox = path;
                    break;
                case MediaRole.Module:
                    modules[Path.GetFileNameWithoutExtension(path)] = path;
                    break;
                default:
                    blobs[Path.GetFileName(path)] = path;
                    break;
            }
        }

        if (kernel is null || busybox is null)
        {
            finding = Damaged(set, "its manifest names no kernel or no busybox");
            return null;
        }

        return new BootMedia { Name = set.Name, Kernel = kernel, Xen = xen, Busybox = busybox, Modules = modules, Blobs = blobs, Packages = manifest.Packages };
    }

    private static Diagnostic Damaged(MediaSet set, string what) => new(Rules.DamagedMedia, SourceSpan.None, $"boot media '{set.Name}': {what}")
    {
        Help = $"get them again: dtc-sharp media fetch --again {set.Name}",
    };
}
