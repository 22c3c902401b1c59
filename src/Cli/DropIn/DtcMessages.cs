using System.Text;
using Cli.Hosting;
using Dtc.Compiler;
using Dtc.Parser;

namespace Cli.DropIn;

/// <summary>Says what was found in dtc's words and places, and which findings end the run.</summary>
internal sealed class DtcMessages(DtcArguments arguments, Compilation compilation)
{
    private const int Failure = 1;

    private readonly StringBuilder _text = new(); // one character a byte
    private int _told;

    /// <summary>Ends a run as dtc's die() does. Returns the exit code, 1.</summary>
    public static int Die(Host host, string message)
    {
        host.WriteError(Encoding.UTF8.GetBytes($"FATAL ERROR: {message}\n"));
        return Failure;
    }

    /// <summary>
    /// Says what was found while the input was read from <paramref name="path"/>. Null, or the exit code when it cannot
    /// be gone on with.
    /// </summary>
    public int? RefusedInput(string path, SourceCache sources, Host host)
    {
        var items = compilation.Diagnostics.Items;
        var failed = compilation.Tree is null || compilation.Diagnostics.HasErrors;
        if (failed && compilation.Format == InputFormat.Source && sources.Open(path).File is { } file)
            _text.Append(DtcRefusal.Text(DtcGrammar.Check(file, sources, arguments.Includes), items, compilation.Map));
        else
        {
            foreach (var item in items)
            {
                if (item.DtcText is not { } words) continue;
                if (DtcRefusal.Place(item, compilation.Map) is { } place) _text.Append("WARNING: ").Append(Latin1(place)).Append(": ");
                _text.Append(words).Append('\n');
            }
        }

        _told = items.Count;
        Flush(host);
        return failed ? Failure : null;
    }

    /// <summary>Says what the checks and later passes found. Null, or the exit code when that ends the run.</summary>
    public int? FailedChecks(Host host)
    {
        if (!compilation.Diagnostics.HasErrors) return null;
        if (arguments.Force) return null;
        host.WriteError("ERROR: Input tree has errors, aborting (use -f to force output)\n"u8);
        return 2;
    }

    /// <summary>Says what was found since.</summary>
    public void Rest(Host host)
    {
        var items = compilation.Diagnostics.Items;
        for (; _told < items.Count; _told++)
        {
            if (items[_told].DtcText is { } words) _text.Append(words).Append('\n');
        }

        Flush(host);
    }

    private void Flush(Host host)
    {
        if (_text.Length > 0) host.WriteError(Encoding.Latin1.GetBytes(_text.ToString()));
        _text.Clear();
    }

    private static string Latin1(object text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.ToString()!));
}
