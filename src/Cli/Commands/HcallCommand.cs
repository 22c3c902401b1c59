using Cli.Hosting;
using Cli.Options;

namespace Cli.Commands;

/// <summary><c>dtc-sharp hcall</c>: what can be done with hypercall ABIs.</summary>
internal static class HcallCommand
{
    private static readonly string[] Names = ["list", "decode", "check", "collisions", "header"];

    /// <summary>Runs the command that the first argument names and returns the exit code.</summary>
    public static int Run(string[] args, Host host) => args switch
    {
        ["list", ..] => HcallListCommand.Run(args.AsSpan(1), host),
        ["decode", ..] => HcallDecodeCommand.Run(args.AsSpan(1), host),
        ["check", ..] => HcallCheckCommand.Run(args.AsSpan(1), host),
        ["collisions", ..] => HcallCollisionsCommand.Run(args.AsSpan(1), host),
        ["header", ..] => HcallHeaderCommand.Run(args.AsSpan(1), host),
        [] => throw new UsageException($"hcall what? {string.Join(", ", Names)}; 'dtc-sharp hcall --help' tells"),
        _ => throw new UsageException(NearestName.Find(args[0], Names) is { } nearest
            ? $"unknown command 'hcall {args[0]}'; did you mean 'hcall {nearest}'?"
            : $"unknown command 'hcall {args[0]}'; there are {string.Join(", ", Names)}"),
    };

    /// <summary>What <c>dtc-sharp hcall --help</c> prints.</summary>
    public static string Help() => string.Join(
        "\n",
        HcallListCommand.Help(),
        HcallDecodeCommand.Help(),
        HcallCheckCommand.Help(),
        HcallCollisionsCommand.Help(),
        HcallHeaderCommand.Help());
}
