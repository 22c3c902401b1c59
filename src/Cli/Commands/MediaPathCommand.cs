using Cli.Hosting;
using Cli.Options;
using Emulator.Media;

namespace Cli.Commands;

/// <summary><c>dtc-sharp media path</c>: where a file of a set is, for scripts.</summary>
internal static class MediaPathCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var operands = new OptionParser<None>([], "dtc-sharp media path").Parse(args, new None());
        if (operands.Count is 0 or > 2) throw new UsageException("which media? dtc-sharp media path SET [FILE]");
        var set = MediaCommand.Set(operands[0]);
        var store = MediaStore.Default(host.Environment);
        if (store.Open(set, out var finding) is not { } media)
        {
            MediaFetchCommand.Show(finding!, ColorChoice.Auto, host);
            return ExitCode.UsageOrIO;
        }

        host.Print((operands.Count == 1 ? store.FolderOf(set) : Find(media, operands[1])) + "\n");
        return ExitCode.Success;
    }

    private static string Find(BootMedia media, string name)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["kernel"] = media.Kernel, ["busybox"] = media.Busybox };
        if (media.Xen is { } xen) files["xen"] = xen;
        foreach (var (module, path) in media.Modules) files[module] = path;
        foreach (var (blob, path) in media.Blobs) files[blob] = path;
        return files.GetValueOrDefault(name) ?? throw new UsageException(
            NearestName.Find(name, [.. files.Keys]) is { } nearest
                ? $"the media '{media.Name}' have no '{name}'; did you mean '{nearest}'?"
                : $"the media '{media.Name}' have no '{name}'; there are {string.Join(", ", files.Keys)}");
    }

    /// <summary>What <c>dtc-sharp media --help</c> prints about it.</summary>
    public static string Help() =>
        """
        Print the folder of a set of boot media, or the path of one of its files: kernel, xen, busybox, the
        name of a kernel module or of a board's blob.

        Usage: dtc-sharp media path SET [FILE]

        """;

    private sealed class None;
}
