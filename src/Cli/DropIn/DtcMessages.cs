using System.Buffers;
using System.Text;
using Cli.Hosting;
using Dtc.Compiler;
using Dtc.Parser;
using Dtc.Tree;

namespace Cli.DropIn;

/// <summary>Says what was found in dtc's words and places, and which findings end the run.</summary>
internal sealed class DtcMessages(DtcArguments arguments, Compilation compilation)
{
    private const int Failure = 1;
    private const int FailedCheck = 2;
    private const int ScannerFailure = 2;
    private const int FlushSize = 1 << 20; // bytes

    private readonly StringBuilder _text = new(); // one character a byte
    private int _told;

    /// <summary>Ends a run as dtc's die() does. Returns the exit code, 1.</summary>
    public static int Die(Host host, string message)
    {
        host.WriteError(Encoding.UTF8.GetBytes($"FATAL ERROR: {message}\n"));
        return Failure;
    }

    /// <summary>Refuses a directory that is to be read as source or blob: opening it works, reading does not.</summary>
    public static int DieOfDirectory(Host host, string inputFormat)
    {
        if (inputFormat == "dtb") return Die(host, "Error reading DT blob magic number: Is a directory");
        host.WriteError("input in flex scanner failed\n"u8);
        return ScannerFailure;
    }

    /// <summary>
    /// Says what was found while the input was read from <paramref name="path"/>. Null, or the exit code when it cannot
    /// be gone on with.
    /// </summary>
    public int? RefusedInput(string path, SourceCache sources, Host host)
    {
        // dtc takes all bytes in strings.
        compilation.Diagnostics.RemoveAll(static finding => finding.Rule == Rules.NulByte || finding.Rule == Rules.InvalidUtf8);
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
        var items = compilation.Diagnostics.Items;
        var output = new ArrayBufferWriter<byte>();
        for (; _told < items.Count && items[_told].Check is not null; _told++)
        {
            CheckText.Append(output, items[_told], compilation.Map, arguments.Output);
            if (output.WrittenCount < FlushSize) continue;
            host.WriteError(output.WrittenSpan);
            output.ResetWrittenCount();
        }

        if (output.WrittenCount > 0) host.WriteError(output.WrittenSpan);
        if (compilation.ChecksFailed && !arguments.Force)
        {
            host.WriteError("ERROR: Input tree has errors, aborting (use -f to force output)\n"u8);
            return FailedCheck;
        }

        if (compilation.ChecksFailed && arguments.Quiet < 3) host.WriteError("Warning: Input tree has errors, output forced\n"u8);
        return Rest(host);
    }

    /// <summary>Says what was found since. Null, or the exit code when that ends the run.</summary>
    public int? Rest(Host host)
    {
        var items = compilation.Diagnostics.Items;
        int? exit = null;
        for (; _told < items.Count && exit is null; _told++)
        {
            var item = items[_told];
            if (item.DtcText is not { } words || IsQuiet(item)) continue;
            _text.Append(words).Append(IsUnfinished(words) ? "" : "\n");
            if (words.StartsWith("FATAL", StringComparison.Ordinal)) exit = Failure;
        }

        Flush(host);
        return exit;
    }

    /// <summary>What keeps the output from being written, where dtc has no words for it.</summary>
    public string Unsaid() =>
        compilation.Diagnostics.Items.LastOrDefault(static item => item.Severity == Severity.Error)?.Message ?? "There is nothing to write";

    private bool IsQuiet(Diagnostic item) =>
        arguments.Quiet > 0 && (item.Rule == Rules.MinimumSizeExceeded
            || (item.Rule == Rules.MalformedMetadata && !item.DtcText!.StartsWith("Warning: Preexisting", StringComparison.Ordinal)));

    // dtc forgets the line end.
    private static bool IsUnfinished(string words) =>
        words.StartsWith("WARNING: label ", StringComparison.Ordinal) || words.StartsWith("Warning: Path ", StringComparison.Ordinal);

    private void Flush(Host host)
    {
        if (_text.Length > 0) host.WriteError(Encoding.Latin1.GetBytes(_text.ToString()));
        _text.Clear();
    }

    private static string Latin1(object text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.ToString()!));
}
