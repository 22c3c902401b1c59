using Cli.Hosting;
using Cli.Options;
using Emulator.Media;

namespace Cli.Commands;

/// <summary><c>dtc-sharp media</c>: what boots take from Debian's packages.</summary>
internal static class MediaCommand
{
    private static readonly string[] Names = ["fetch", "list", "path"];

    /// <summary>Runs the command that the first argument names and returns the exit code.</summary>
    public static int Run(string[] args, Host host) => args switch
    {
        ["fetch", ..] => MediaFetchCommand.Run(args.AsSpan(1), host),
        ["list", ..] => MediaListCommand.Run(args.AsSpan(1), host),
        ["path", ..] => MediaPathCommand.Run(args.AsSpan(1), host),
        [] => throw new UsageException($"media what? {string.Join(", ", Names)}; 'dtc-sharp media --help' tells"),
        _ => throw new UsageException(NearestName.Find(args[0], Names) is { } nearest
            ? $"unknown command 'media {args[0]}'; did you mean 'media {nearest}'?"
            : $"unknown command 'media {args[0]}'; there are {string.Join(", ", Names)}"),
    };

    /// <summary>The set of that name.</summary>
    public static MediaSet Set(string name) => MediaSet.Find(name) ?? throw new UsageException(
        NearestName.Find(name, [.. MediaSet.All.Select(static set => set.Name)]) is { } nearest
            ? $"there are no media '{name}'; did you mean '{nearest}'?"
            : $"there are no media '{name}'; there are {string.Join(", ", MediaSet.All.Select(static set => set.Name))}");

    /// <summary>What <c>dtc-sharp media --help</c> prints.</summary>
    public static string Help() => string.Join("\n", MediaFetchCommand.Help(), MediaListCommand.Help(), MediaPathCommand.Help());
}
