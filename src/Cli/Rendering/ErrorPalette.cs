using Cli.Hosting;
using Cli.Options;

namespace Cli.Rendering;

/// <summary>The colours for what goes to standard error.</summary>
internal static class ErrorPalette
{
    /// <summary>Decides by the option, the environment and the terminal that standard error is or is not.</summary>
    public static Palette Of(ColorChoice choice, Host host)
    {
        var color = choice switch
        {
            ColorChoice.Always => true,
            ColorChoice.Never => false,
            _ => string.IsNullOrEmpty(host.Environment("NO_COLOR"))
                && host.Environment("TERM") is not (null or "dumb")
                && host.ErrorIsTerminal(),
        };
        return color ? Palette.Ansi : Palette.None;
    }
}
