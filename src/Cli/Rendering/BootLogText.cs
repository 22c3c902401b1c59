using System.Globalization;
using System.Text;
using Cli.Hosting;
using Emulator.Consoles;
using Emulator.Scenarios;

namespace Cli.Rendering;

/// <summary>
/// Shows a boot while it runs: each line with the time and the name of its console before it. The tree that a guest sends
/// back, lines of base64, is left out.
/// </summary>
internal sealed class BootLogText(Host host, IReadOnlyList<ExpectedGuest> guests, bool color) : IBootObserver
{
    private const int NameWidth = 10;
    private static readonly string[] Colors = ["\e[36m", "\e[33m", "\e[35m", "\e[32m", "\e[34m"];

    private readonly HashSet<ConsoleChannel> _receiving = [];

    /// <inheritdoc/>
    public void Line(ConsoleLine line, TimeSpan time)
    {
        if (line.Text.Contains(GuestTranscript.Mark + "tree ", StringComparison.Ordinal))
        {
            // The second copy is of no interest either.
            if (_receiving.Add(line.Channel)) Write(line.Channel, time, "(sends its tree)");
            return;
        }

        if (line.Text.Contains(GuestTranscript.Mark + "tree-end", StringComparison.Ordinal)) return;
        if (_receiving.Contains(line.Channel) && line.Text.Length > 0 && !line.Text.Contains(' ', StringComparison.Ordinal)) return;
        Write(line.Channel, time, line.Text);
    }

    /// <inheritdoc/>
    public void Guest(ExpectedGuest guest, bool isDone, TimeSpan time) =>
        Write(guest.Channel, time, isDone ? $"== '{guest.Name}' has told everything" : $"== '{guest.Name}' is up");

    private void Write(ConsoleChannel channel, TimeSpan time, string text)
    {
        var name = guests.FirstOrDefault(guest => guest.Channel == channel)?.Name ?? channel.ToString();
        if (name.Length > NameWidth) name = name[..NameWidth];
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{time.TotalSeconds,6:0.0} ");
        if (color) line.Append(Colors[channel.Order % Colors.Length]);
        line.Append(Printable.Escape(name).PadRight(NameWidth)).Append(color ? "\e[0m" : "").Append(" | ").Append(text).Append('\n');
        host.Print(line.ToString());
    }
}
