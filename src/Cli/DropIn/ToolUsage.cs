using System.Text;
using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>
/// What a tool of the dtc family says about itself: its usage text, which every wrong command line also prints,
/// and its version. Layout and exit codes are those of dtc's tools.
/// </summary>
/// <param name="name">The tool's name, as messages about options begin with it.</param>
/// <param name="synopsis">What follows <c>Usage: </c>; may hold line breaks.</param>
/// <param name="options">All options, in the order of the usage text.</param>
/// <param name="letters">Their letters, each with a colon when it takes an argument; null when the order is the same.</param>
internal sealed class ToolUsage(string name, string synopsis, ToolOption[] options, string? letters = null)
{
    private const string Argument = " <arg>";

    /// <summary>The version all stand-ins give: scripts compare it, and it is the one whose output they have.</summary>
    public const string Version = "DTC 1.8.1";

    /// <summary><c>--help</c>, which all tools have.</summary>
    public static ToolOption Help { get; } = new('h', "help", false, "Print this help and exit");

    /// <summary><c>-V</c>, which all tools but dtc have.</summary>
    public static ToolOption VersionOption { get; } = new('V', "version", false, "Print version and exit");

    /// <summary>The tool's name.</summary>
    public string Name => name;

    /// <summary>All options, in the order of the usage text.</summary>
    public ReadOnlySpan<ToolOption> Options => options;

    /// <summary>Answers <c>--help</c>: the usage text on standard output. Returns the exit code, 0.</summary>
    public int PrintHelp(Host host)
    {
        host.Print(Text());
        return 0;
    }

    /// <summary>Answers <c>--version</c> on standard output. Returns the exit code, 0.</summary>
    public static int PrintVersion(Host host)
    {
        host.Print($"Version: {Version}\n");
        return 0;
    }

    /// <summary>Refuses a command line: the usage text and the reason on standard error. Returns the exit code, 1.</summary>
    public int Fail(Host host, string reason)
    {
        host.WriteError(Encoding.UTF8.GetBytes($"{Text()}\nError: {reason}\n"));
        return 1;
    }

    private string Text()
    {
        var text = new StringBuilder($"Usage: {synopsis}\n\nOptions: -[");
        var width = 0;
        foreach (var option in options)
        {
            if (letters is null) text.Append(option.Letter).Append(option.TakesArgument ? ":" : "");
            width = Math.Max(width, Shown(option).Length + 1);
        }

        text.Append(letters).Append("]\n");
        foreach (var option in options)
            text.Append($"  -{option.Letter}, --").Append(Shown(option).PadRight(width)).Append(option.Help).Append('\n');
        return text.ToString();
    }

    private static string Shown(ToolOption option) => option.TakesArgument ? option.Long + Argument : option.Long;
}
