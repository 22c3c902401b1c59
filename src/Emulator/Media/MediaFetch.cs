using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using Dtc.Tree;
using Emulator.Qemu;

namespace Emulator.Media;

/// <summary>How media are fetched.</summary>
public sealed record MediaFetchOptions
{
    /// <summary>Where they are kept.</summary>
    public MediaStore Store { get; init; } = MediaStore.Default();

    /// <summary>Fetch what is there already, too.</summary>
    public bool Again { get; init; }

    /// <summary>Where apt and dpkg are looked for, as in PATH; null for the environment's.</summary>
    public string? ProgramPath { get; init; }

    /// <summary>Told what is done, a line at a time.</summary>
    public Action<string> Report { get; init; } = static _ => { };
}

/// <summary>
/// Gets sets of media from Debian's archive. Each is made beside its place and moved there when it is whole; who asks for
/// one that is there starts no program and no network.
/// </summary>
public static class MediaFetch
{
    private const long MaxFile = 256 << 20;
    private const string WorkPrefix = ".fetch-";

    /// <summary>Gets a set, unless it is there.</summary>
    /// <returns>The set's files.</returns>
    /// <exception cref="EmulatorException">It cannot be had; the finding says why and what else can be done.</exception>
    public static BootMedia Get(MediaSet set, MediaFetchOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        var store = options.Store;
        if (!options.Again && store.Open(set, out _) is { } there) return there;
        if (AptRepository.Missing(options.ProgramPath) is { Count: > 0 } missing)
        {
            throw new EmulatorException(new Diagnostic(
                Rules.MissingMediaTools, SourceSpan.None, $"boot media come from Debian's packages, and there is no {string.Join(", no ", missing)}")
            {
                Help = "name images of your own: a kernel, a static busybox and, for Xen boots, Xen",
            });
        }

        try
        {
            Directory.CreateDirectory(store.Directory);
            using var turn = Lock(store, set, options, cancellation);
            // Somebody else may have fetched it while we waited.
            if (!options.Again && store.Open(set, out _) is { } fetched) return fetched;
            Fetch(set, store, options, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AptRepository.Failure($"boot media cannot be kept in '{store.Directory}': {e.Message}", "another place: set XDG_CACHE_HOME");
        }

        return store.Open(set, out var finding) ?? throw new EmulatorException(finding!);
    }

    private static void Fetch(MediaSet set, MediaStore store, MediaFetchOptions options, CancellationToken cancellation)
    {
        // Kept when it fails, so that the next try goes on with the packages that are there.
        var work = Path.Combine(store.Directory, WorkPrefix + set.Name);
        var apt = new AptRepository(work, set.Name, options.ProgramPath, cancellation);
        options.Report($"{set.Name}: getting the lists of Debian's packages");
        if (apt.Update() is { } trouble) options.Report($"{set.Name}: apt could not get all of its lists ({trouble}); going on with those it has");
        var packages = new List<AptPackage>();
        foreach (var source in set.Sources) packages.Add(apt.Find(NameOf(source, apt)));
        options.Report($"{set.Name}: fetching {string.Join(", ", packages.Select(static p => $"{p.Name} {p.Version}"))} ({Megabytes(packages.Sum(static p => p.Size))} MB)");

        var folder = Path.Combine(store.Directory, $".new-{set.Name}-{Guid.NewGuid():n}");
        try
        {
            Directory.CreateDirectory(folder);
            var files = new List<MediaManifest.Entry>();
            for (var i = 0; i < packages.Count; i++) Unpack(apt, apt.Download(packages[i]), packages[i], set.Sources[i], folder, files, cancellation);
            var manifest = new MediaManifest([.. packages.Select(static p => new MediaPackage(p.Name, p.Version))], files);
            File.WriteAllText(Path.Combine(folder, MediaManifest.FileName), manifest.ToString());
            Replace(store.FolderOf(set), folder);
            options.Report($"{set.Name}: {files.Count} files, {Megabytes(files.Sum(static f => f.Size))} MB in {store.FolderOf(set)}");
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        Directory.Delete(work, recursive: true);
    }

    private static string NameOf(MediaSource source, AptRepository apt) => source.Dependency is not var (before, after)
        ? source.Name
        : apt.Dependency(source.Name, before, after) ?? throw AptRepository.Failure(
            $"apt knows no package '{source.Name}', or it depends on none whose name begins with '{before}' and ends with '{after}'",
            "the sources of apt must include those of Debian 12 (bookworm); or name images of your own");

    private static void Unpack(
        AptRepository apt, string archive, AptPackage package, MediaSource source, string folder, List<MediaManifest.Entry> files, CancellationToken cancellation)
    {
        var left = source.Files.ToList();
        using var process = apt.Unpack(archive);
        try
        {
            using var tar = new TarReader(process.StandardOutput.BaseStream);
            while (left.Count > 0 && tar.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is not { } data) continue;
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                var wanted = left.FindIndex(file => file.Patterns.Any(pattern => WildcardText.Matches(pattern, name)));
                if (wanted < 0) continue;
                if (entry.Length > MaxFile) throw AptRepository.Failure($"'{name}' of the package '{package.Name}' is larger than any kernel");
                files.Add(Write(data, left[wanted], folder));
                left.RemoveAt(wanted);
            }
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException)
        {
            File.Delete(archive); // or it would be taken for whole the next time, too
            throw AptRepository.Failure($"the package '{package.Name}' is damaged", "try again");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        if (left.Count == 0) return;
        throw AptRepository.Failure(
            $"the package '{package.Name}' {package.Version} holds no {string.Join(" and no ", left.Select(static f => f.Patterns[0]))}",
            "the sources of apt must be those of Debian 12 (bookworm); or name images of your own");
    }

    private static MediaManifest.Entry Write(Stream data, MediaFile file, string folder)
    {
        var name = file.Role == MediaRole.Module ? $"modules/{file.Name}" : file.Name;
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        data.CopyTo(stream);
        stream.Position = 0;
        return new MediaManifest.Entry(file.Role, name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static void Replace(string place, string folder)
    {
        if (!Directory.Exists(place))
        {
            Directory.Move(folder, place);
            return;
        }

        var old = $"{folder}.old";
        Directory.Move(place, old);
        Directory.Move(folder, place);
        Directory.Delete(old, recursive: true);
    }

    private static FileStream Lock(MediaStore store, MediaSet set, MediaFetchOptions options, CancellationToken cancellation)
    {
        var told = false;
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(store.Directory, $".{set.Name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && (e.HResult & 0xffff) is Again)
            {
                if (!told) options.Report($"{set.Name}: waiting for another run that is fetching it");
                told = true;
                if (cancellation.WaitHandle.WaitOne(250)) throw new OperationCanceledException(cancellation);
            }
        }
    }

    // EAGAIN, as flock(2) says that somebody else has it.
    private const int Again = 11;

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
