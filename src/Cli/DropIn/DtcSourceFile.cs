using Dtc.Parser;

namespace Cli.DropIn;

/// <summary>A stretch of source as dtc counts it: lines and columns from 1, in bytes, a tab is one.</summary>
internal readonly record struct DtcPlace(string File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>As dtc's messages begin.</summary>
    public override string ToString() =>
        Line != EndLine ? $"{File}:{Line}.{Column}-{EndLine}.{EndColumn}"
        : Column != EndColumn ? $"{File}:{Line}.{Column}-{EndColumn}"
        : $"{File}:{Line}.{Column}";

    /// <summary>From the start of this one to the end of <paramref name="last"/>.</summary>
    public DtcPlace To(DtcPlace last) => last with { Line = Line, Column = Column };
}

/// <summary>A file that dtc's scanner is in the middle of.</summary>
internal sealed class DtcSourceFile(SourceFile source)
{
    private string _name = source.Path;
    private int _at;
    private int _line = 1;
    private int _column = 1;

    /// <summary>Directory of the file as it was opened; empty for the working directory.</summary>
    public string Directory => source.Directory;

    /// <summary>Nothing is left.</summary>
    public bool AtEnd => _at >= source.Length;

    /// <summary>The next byte is the first of a line.</summary>
    public bool AtLineStart => _at == 0 || source.Text[_at - 1] == '\n';

    /// <summary>What is left.</summary>
    public ReadOnlySpan<byte> Rest => source.Text[_at..];

    /// <summary>Takes bytes and tells where they were.</summary>
    public DtcPlace Advance(int length)
    {
        var (line, column) = (_line, _column);
        foreach (var c in source.Text.Slice(_at, length))
        {
            if (c == '\n')
            {
                _line++;
                _column = 1;
            }
            else _column++;
        }

        _at += length;
        return new DtcPlace(_name, line, column, _line, _column);
    }

    /// <summary>A line marker: this line is to be <paramref name="line"/> of another file.</summary>
    public void Rename(string name, int line) => (_name, _line) = (name, line);
}
