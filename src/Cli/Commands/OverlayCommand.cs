using Cli.Hosting;

namespace Cli.Commands;

/// <summary><c>dtc-sharp overlay</c>: applies overlays, and makes them.</summary>
internal static class OverlayCommand
{
    /// <summary>Runs the command that the first argument names and returns the exit code.</summary>
    public static int Run(string[] args, Host host) => args switch
    {
        ["apply", ..] => OverlayApplyCommand.Run(args.AsSpan(1), host),
        ["diff", ..] => OverlayDiffCommand.Run(args.AsSpan(1), host),
        [] => throw new UsageException("overlay what? apply or diff; 'dtc-sharp overlay --help' tells"),
        _ => throw new UsageException($"unknown command 'overlay {args[0]}'; there are apply and diff"),
    };

    /// <summary>What <c>dtc-sharp overlay --help</c> prints.</summary>
    public static string Help() => OverlayApplyCommand.Help() + "\n" + TreeHelp.Overlay();
}
