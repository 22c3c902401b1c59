using System.Text;

namespace Dtc.Parser;

/// <summary>The bytes of one file, read once and shared by every compilation of the process. Immutable.</summary>
public sealed class SourceFile
{
    private const int LargeLine = 1 << 12;

    private readonly byte[] _bytes;
    private int[]? _lineStarts;
    private object? _scan;
    private LineText? _lastLine; // the large line asked for last: many findings may be about it

    /// <summary>Wraps <paramref name="text"/>; the bytes are copied.</summary>
    /// <param name="path">Path as opened; shown in diagnostics and dependency files.</param>
    /// <param name="text">The file's content.</param>
    public SourceFile(string path, ReadOnlySpan<byte> text)
    {
        Path = path;
        Length = text.Length;
        _bytes = new byte[text.Length + 1]; // one NUL past the end: scanners need no bound check per byte
        text.CopyTo(_bytes);
    }

    /// <summary>Takes ownership of a buffer of <c>length + 1</c> bytes that ends in a NUL.</summary>
    internal SourceFile(string path, byte[] terminated)
    {
        Path = path;
        Length = terminated.Length - 1;
        _bytes = terminated;
    }

    /// <summary>Path as it was opened (<c>&lt;stdin&gt;</c> for standard input).</summary>
    public string Path { get; }

    /// <summary>Size in bytes.</summary>
    public int Length { get; }

    /// <summary>The content.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, Length);

    /// <summary>The content followed by one NUL byte.</summary>
    public byte[] TerminatedBuffer => _bytes;

    /// <summary>Directory part of <see cref="Path"/> without the slash; empty for the working directory.</summary>
    public string Directory => Path.LastIndexOf('/') switch { < 0 => "", 0 => "/", var i => Path[..i] };

    /// <summary>Turns a byte offset into a 1-based line and column (bytes; a tab counts 1).</summary>
    public (int Line, int Column) GetLineColumn(int offset)
    {
        var starts = LineStarts();
        var i = Array.BinarySearch(starts, offset);
        if (i < 0) i = ~i - 1;
        return (i + 1, offset - starts[i] + 1);
    }

    /// <summary>The text of a 1-based line without its line end; invalid UTF-8 shows as U+FFFD.</summary>
    public string GetLineText(int line)
    {
        var starts = LineStarts();
        if (line < 1 || line > starts.Length) return "";
        if (Volatile.Read(ref _lastLine) is { } last && last.Line == line) return last.Text;
        var start = starts[line - 1];
        var rest = Text[start..];
        var end = rest.IndexOf((byte)'\n');
        var text = end < 0 ? rest : rest[..end];
        if (text.Length > 0 && text[^1] == '\r') text = text[..^1];
        var made = new LineText(line, Encoding.UTF8.GetString(text));
        if (text.Length >= LargeLine) Volatile.Write(ref _lastLine, made);
        return made.Text;
    }

    /// <summary>What a scanner computed about this file, made once per process and shared by all compilations.</summary>
    internal T GetOrScan<T>(Func<SourceFile, T> scan) where T : class
    {
        if (Volatile.Read(ref _scan) is T done) return done;
        var made = scan(this);
        return Interlocked.CompareExchange(ref _scan, made, null) as T ?? made;
    }

    private int[] LineStarts()
    {
        if (Volatile.Read(ref _lineStarts) is { } known) return known;
        var starts = new List<int> { 0 };
        var text = Text;
        for (var at = 0; ;)
        {
            var i = text[at..].IndexOf((byte)'\n');
            if (i < 0) break;
            at += i + 1;
            starts.Add(at);
        }

        return _lineStarts = [.. starts];
    }

    private sealed record LineText(int Line, string Text);
}
