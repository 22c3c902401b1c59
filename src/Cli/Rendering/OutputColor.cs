using Cli.Hosting;
using Cli.Options;

namespace Cli.Rendering;

/// <summary>Whether what goes to standard output is coloured.</summary>
internal static class OutputColor
{
    /// <summary>Decides as for diagnostics, but by the terminal that standard output is or is not.</summary>
    public static bool Of(ColorChoice choice, Host host) => choice switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => string.IsNullOrEmpty(host.Environment("NO_COLOR"))
            && host.Environment("TERM") is not (null or "dumb")
            && host.OutIsTerminal(),
    };
}
