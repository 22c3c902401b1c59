namespace Dtc.Parser.Preprocessing;

/// <summary>Removes backslash-newline pairs (blanks between the two are allowed, as gcc allows them).</summary>
internal sealed class LineSplicer
{
    private readonly List<int> _at = [];
    private readonly List<int> _original = [];

    /// <summary>The text without splices, ended by a NUL.</summary>
    public required byte[] Text { get; init; }

    public required int Length { get; init; }

    /// <summary>Original offsets of splices with blanks between backslash and line end.</summary>
    public List<int> Blanked { get; } = [];

    public int Count => _at.Count;

    /// <summary>Offset in <see cref="Text"/> of the byte after a splice.</summary>
    public int At(int splice) => splice < _at.Count ? _at[splice] : int.MaxValue;

    /// <summary>Original offset of the byte after a splice.</summary>
    public int Original(int splice) => _original[splice];

    public static LineSplicer Run(SourceFile file)
    {
        var source = file.TerminatedBuffer;
        var length = file.Length;
        var first = NextSplice(source, 0, length, out _, out _);
        if (first < 0) return new LineSplicer { Text = source, Length = length };

        var text = new byte[length + 1];
        var result = new List<(int At, int Original, bool Blanks, int Backslash)>();
        int from = 0, to = 0;
        for (int at; (at = NextSplice(source, from, length, out var after, out var blanks)) >= 0;)
        {
            source.AsSpan(from, at - from).CopyTo(text.AsSpan(to));
            to += at - from;
            from = after;
            result.Add((to, after, blanks, at));
        }

        source.AsSpan(from, length - from).CopyTo(text.AsSpan(to));
        to += length - from;
        var splicer = new LineSplicer { Text = text, Length = to };
        foreach (var (at, original, blanks, backslash) in result)
        {
            splicer._at.Add(at);
            splicer._original.Add(original);
            if (blanks) splicer.Blanked.Add(backslash);
        }

        return splicer;
    }

    private static int NextSplice(byte[] source, int from, int length, out int after, out bool blanks)
    {
        while (true)
        {
            var i = source.AsSpan(from, length - from).IndexOf((byte)'\\');
            after = 0;
            blanks = false;
            if (i < 0) return -1;
            var at = from + i;
            var p = at + 1;
            while (p < length && CharTable.IsBlank(source[p])) p++;
            blanks = p > at + 1;
            if (p < length && source[p] == '\r' && source[p + 1] == '\n' && p + 1 < length) p++;
            if (p < length && source[p] == '\n')
            {
                after = p + 1;
                return at;
            }

            from = at + 1;
        }
    }
}
