using System.Reflection;
using Cli.DropIn;
using Cli.Hosting;
using Cli.Options;

namespace Cli.Commands;

/// <summary>Picks the command, and turns whatever goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int BrokenPipe = 32;

    /// <summary>Runs a whole command line. Never throws.</summary>
    public static int Run(string[] args, Host host)
    {
        try
        {
            return Dispatch(args, host);
        }
        catch (UsageException e)
        {
            host.Complain(e.Message);
            return ExitCode.UsageOrIO;
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            // The reader has seen enough ("dtc-sharp diff a b | head -1"); nobody may take that for success.
            return ExitCode.BrokenPipe;
        }
        catch (IOException e)
        {
            // Only the standard streams are left here; files are handled where they are used.
            host.Complain($"cannot write to standard output: {Output.IOReason.Of(e)}");
            return ExitCode.UsageOrIO;
        }
#pragma warning disable CA1031 // The last guard: a user gets a sentence, not a stack trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            host.Complain($"internal error: {InternalErrorText.Describe(e)}");
            host.Complain(InternalErrorText.HowToReport);
            return ExitCode.Internal;
        }
    }

    private static int Dispatch(string[] args, Host host)
    {
        if (args.Length == 0) throw new UsageException("no command; 'dtc-sharp --help' lists all");
        if (DropInTools.Find(args[0]) is { } tool) return tool(args[1..], host);
        if (Find(args[0]) is { } command)
            return WantsHelp(args.AsSpan(1)) ? Print(host, command.Help()) : command.Run(args[1..], host);
        return args[0] switch
        {
            "--version" or "-v" => Print(host, $"dtc-sharp {Version()}\n"),
            "--help" or "-h" => Print(host, HelpText.Overview()),
            "help" when args.Length > 1 && DropInTools.Find(args[1]) is { } helpless => helpless(["--help"], host),
            "help" => Print(host, args.Length > 1 ? HelpFor(args[1]) : HelpText.Overview()),
            var unknown => throw Unknown(unknown),
        };
    }

    private static Command? Find(string name)
    {
        foreach (var command in CommandTable.All())
        {
            if (command.Name == name) return command;
        }

        return null;
    }

    private static string HelpFor(string command) =>
        command == "help" ? HelpText.Overview() : (Find(command) ?? throw Unknown(command)).Help();

    private static bool WantsHelp(ReadOnlySpan<string> args)
    {
        foreach (var arg in args)
        {
            if (arg == "--") return false;
            if (arg is "--help" or "-h") return true;
        }

        return false;
    }

    private static int Print(Host host, string text)
    {
        host.Print(text);
        return ExitCode.Success;
    }

    private static UsageException Unknown(string word)
    {
        if (word.StartsWith('-'))
        {
            return new UsageException(NearestName.Find(word, ["--help", "--version"]) is { } option
                ? $"unknown option '{word}'; did you mean '{option}'?"
                : $"'{word}' must follow a command, such as compile; 'dtc-sharp --help' lists all");
        }

        if (NearestName.Find(word, [.. CommandTable.All().Select(c => c.Name), "help"]) is { } nearest)
            return new UsageException($"unknown command '{word}'; did you mean '{nearest}'?");
        return new UsageException(word.Contains('.', StringComparison.Ordinal) || File.Exists(word)
            ? $"'{word}' is no command; to compile it: dtc-sharp compile {word}"
            : $"unknown command '{word}'; 'dtc-sharp --help' lists all");
    }

    private static string Version()
    {
        var version = typeof(CommandLine).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var build = version.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? version : version[..build];
    }
}
