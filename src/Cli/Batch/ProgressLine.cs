using System.Diagnostics;
using System.Text;
using Cli.Hosting;
using Cli.Rendering;

namespace Cli.Batch;

/// <summary>One line on a terminal that tells how far a batch is; it leaves nothing behind.</summary>
internal sealed class ProgressLine(Host host, int total)
{
    private const int Width = 78;
    private const long MillisecondsBetween = 100;

    private readonly Lock _gate = new();
    private readonly Stopwatch _sinceUpdate = Stopwatch.StartNew();
    private bool _visible;
    private int _done;

    /// <summary>Counts a finished input and shows it, but not more often than a reader can follow.</summary>
    public void Advance(string current)
    {
        lock (_gate)
        {
            _done++;
            if (_sinceUpdate.ElapsedMilliseconds < MillisecondsBetween) return;
            _sinceUpdate.Restart();
            _visible = true;
            host.WriteError(Encoding.UTF8.GetBytes($"\r{Compose(_done, total, current)}\e[K"));
        }
    }

    /// <summary>Removes the line, before other text is printed.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (!_visible) return;
            _visible = false;
            host.WriteError("\r\e[K"u8);
        }
    }

    /// <summary>The line's text; of a long path the end is shown.</summary>
    internal static string Compose(int done, int total, string current)
    {
        var head = $"{done}/{total} {(long)done * 100 / Math.Max(1, total)}% ";
        var name = Printable.Escape(current);
        var room = Width - head.Length;
        return head + (name.Length <= room ? name : "..." + name[^(room - 3)..]);
    }
}
