using Cli.Hosting;
using Cli.Options;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema</c>: what can be done with bindings themselves.</summary>
internal static class SchemaCommand
{
    private static readonly string[] Names = ["check", "compile", "compatible", "example", "props", "diff"];

    /// <summary>Runs the command that the first argument names and returns the exit code.</summary>
    public static int Run(string[] args, Host host) => args switch
    {
        ["check", ..] => SchemaCheckCommand.Run(args.AsSpan(1), host),
        ["compile", ..] => SchemaCompileCommand.Run(args.AsSpan(1), host),
        ["compatible", ..] => SchemaCompatibleCommand.Run(args.AsSpan(1), host),
        ["example", ..] => SchemaExampleCommand.Run(args.AsSpan(1), host),
        ["props", ..] => SchemaPropsCommand.Run(args.AsSpan(1), host),
        ["diff", ..] => SchemaDiffCommand.Run(args.AsSpan(1), host),
        [] => throw new UsageException($"schema what? {string.Join(", ", Names)}; 'dtc-sharp schema --help' tells"),
        _ => throw new UsageException(NearestName.Find(args[0], Names) is { } nearest
            ? $"unknown command 'schema {args[0]}'; did you mean 'schema {nearest}'?"
            : $"unknown command 'schema {args[0]}'; there are {string.Join(", ", Names)}"),
    };

    /// <summary>What <c>dtc-sharp schema --help</c> prints.</summary>
    public static string Help() => string.Join(
        "\n",
        SchemaCheckCommand.Help(),
        SchemaCompileCommand.Help(),
        SchemaCompatibleCommand.Help(),
        SchemaExampleCommand.Help(),
        SchemaPropsCommand.Help(),
        SchemaDiffCommand.Help());
}
