using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dtc.Tree;
using Emulator.Qemu;

namespace Emulator.Media;

/// <summary>A package as apt can get it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="FileName">Name of the file that apt writes.</param>
/// <param name="Size">Bytes to load.</param>
internal sealed record AptPackage(string Name, string Version, string FileName, long Size);

/// <summary>
/// apt for another architecture than the system's, with lists and caches of its own: nothing of the system changes, no right is
/// needed, and the system's sources and keys are used, so that everything is checked as apt always does.
/// </summary>
internal sealed class AptRepository
{
    private const int MaxOutput = 8 << 20;

    private readonly string _directory;
    private readonly string? _path;
    private readonly List<string> _options;
    private readonly CancellationToken _cancellation;

    /// <summary>Makes one that keeps its files in a directory.</summary>
    /// <param name="directory">The directory; made when it is missing.</param>
    /// <param name="architecture">Debian's name of the architecture.</param>
    /// <param name="path">Where programs are looked for, as in PATH; null for the environment's.</param>
    /// <param name="cancellation">Ends what runs.</param>
    public AptRepository(string directory, string architecture, string? path, CancellationToken cancellation)
    {
        _directory = Path.GetFullPath(directory);
        _path = path;
        _cancellation = cancellation;
        Directory.CreateDirectory(Path.Combine(_directory, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(_directory, "cache", "archives", "partial"));
        _options =
        [
            $"-oAPT::Architecture={architecture}", $"-oAPT::Architectures={architecture}",
            $"-oDir::State::Lists={_directory}/lists", $"-oDir::Cache={_directory}/cache",
            // Only the lists of packages; and what is unsigned is refused whatever the system's configuration says.
            "-oAcquire::Languages=none", "-oAcquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
            "-oAcquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false",
            "-oAcquire::AllowInsecureRepositories=false", "-oAPT::Get::AllowUnauthenticated=false", "-oAcquire::Retries=3",
        ];
        // apt run by root would load as another user, who may not enter the cache of root.
        if (Environment.IsPrivilegedProcess) _options.Add("-oAPT::Sandbox::User=root");
    }

    /// <summary>The programs it needs that are not there.</summary>
    public static IReadOnlyList<string> Missing(string? path) =>
        [.. ((ReadOnlySpan<string>)["apt-get", "apt-cache", "dpkg-deb"]).ToArray().Where(name => ProgramFinder.Find(name, path) is null)];

    /// <summary>Gets the lists of packages.</summary>
    /// <returns>Null, or what apt could not get; often the lists that matter are there all the same.</returns>
    public string? Update()
    {
        var (code, _, errors) = Run("apt-get", "-q", "update");
        return code == 0 ? null : Words(errors);
    }

    /// <summary>The first package that another depends on whose name begins and ends as given; null when there is none.</summary>
    public string? Dependency(string package, string before, string after)
    {
        var (_, output, _) = Run("apt-cache", "depends", package);
        foreach (var line in output.Split('\n'))
        {
            if (line.Trim().Split(": ", 2) is ["Depends", var name] && name.StartsWith(before, StringComparison.Ordinal) && name.EndsWith(after, StringComparison.Ordinal))
                return name;
        }

        return null;
    }

    /// <summary>What would be loaded for a package.</summary>
    /// <exception cref="EmulatorException">apt does not know it.</exception>
    public AptPackage Find(string package)
    {
        var (_, output, errors) = Run("apt-get", "--print-uris", "download", package);
        foreach (var line in output.Split('\n'))
        {
            // 'http://…' busybox-static_1%3a1.35.0-4_arm64.deb 822236 SHA256:…
            if (line.Split(' ') is not [var uri, var file, var size, ..] || !uri.StartsWith('\'')) continue;
            if (file.Split('_') is not [var name, var version, _] || name != package || file.Contains('/', StringComparison.Ordinal)) continue;
            if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)) continue;
            return new AptPackage(package, Uri.UnescapeDataString(version), file, bytes);
        }

        throw Failure($"apt knows no package '{package}'{(Words(errors) is { Length: > 0 } words ? $": {words}" : "")}",
            "the sources of apt must include those of Debian 12 (bookworm); or name images of your own");
    }

    /// <summary>Loads a package, unless it was loaded before, and returns its path.</summary>
    public string Download(AptPackage package)
    {
        var file = Path.Combine(_directory, package.FileName);
        if (new FileInfo(file) is { Exists: true } there && there.Length == package.Size) return file;
        var (code, _, errors) = Run("apt-get", "-q", "download", package.Name);
        if (code == 0 && File.Exists(file)) return file;
        throw Failure($"apt did not get the package '{package.Name}': {(Words(errors) is { Length: > 0 } words ? words : $"it ended with {code}")}",
            "when its lists are old or the mirror is being updated, try again later");
    }

    /// <summary>Starts unpacking a package as a tar archive.</summary>
    public Process Unpack(string file)
    {
        var start = Start("dpkg-deb");
        start.ArgumentList.Add("--fsys-tarfile");
        start.ArgumentList.Add(file);
        var process = QemuSession.Launch(start);
        process.StandardInput.Close();
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>A finding that fetching failed.</summary>
    public static EmulatorException Failure(string message, string? help = null) =>
        new(new Diagnostic(Rules.MediaFetchFailed, SourceSpan.None, message) { Help = help });

    private (int Code, string Output, string Errors) Run(string program, params ReadOnlySpan<string> arguments)
    {
        var start = Start(program);
        foreach (var option in _options) start.ArgumentList.Add(option);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = QemuSession.Launch(start);
        using var ending = _cancellation.Register(() => End(process));
        process.StandardInput.Close();
        var errors = ReadBounded(process.StandardError);
        var output = ReadBounded(process.StandardOutput);
        process.WaitForExit();
        _cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output.Result, errors.Result);
    }

    private ProcessStartInfo Start(string program)
    {
        var start = new ProcessStartInfo(ProgramFinder.Find(program, _path) ?? program)
        {
            RedirectStandardError = true, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
            WorkingDirectory = _directory,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        return start;
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    private static Task<string> ReadBounded(StreamReader reader) => Task.Run(() =>
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        for (int n; (n = reader.Read(buffer)) > 0;)
        {
            if (text.Length < MaxOutput) text.Append(buffer, 0, n);
        }

        return text.ToString();
    });

    // apt's errors in one line; its warnings say nothing about why.
    private static string Words(string errors)
    {
        var lines = errors.Split('\n').Where(static line => line.StartsWith("E: ", StringComparison.Ordinal)).Select(static line => line[3..].Trim()).Distinct().Take(3);
        return Consoles.ConsoleText.Of(Encoding.UTF8.GetBytes(string.Join("; ", lines)));
    }
}
