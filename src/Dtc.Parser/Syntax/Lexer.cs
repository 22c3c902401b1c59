using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <summary>
/// Splits DTS text into tokens. What a word is depends on a state that the tokens themselves switch, as in
/// dtc's scanner: after <c>{</c> and <c>;</c> words are names, elsewhere they are not. The current token lies
/// in the fields; nothing is allocated per token.
/// </summary>
internal sealed partial class Lexer
{
    /// <summary>What a bare word is at this place.</summary>
    internal enum Mode : byte
    {
        /// <summary>Before <c>/dts-v1/</c>: nothing.</summary>
        Initial,

        /// <summary>Among values: a number, or an undefined macro.</summary>
        Values,

        /// <summary>A node or property name.</summary>
        Names,

        /// <summary>Between <c>[</c> and <c>]</c>: pairs of hex digits.</summary>
        Bytes,
    }

    private readonly NameTable _names;
    private readonly DiagnosticBag _diagnostics;
    private readonly SourceMap _map;
    private readonly IncludeResolver _includes;
    private readonly Stack<Suspended> _suspended = new();

    private byte[] _text;
    private int _end;
    private int _base;
    private int _pos;
    private Mode _mode = Mode.Initial;
    private long _includedBytes;
    private bool _verbatim;

    /// <summary>Starts at the beginning of the expanded text.</summary>
    public Lexer(PreprocessedSource source, NameTable names, IncludeResolver includes, DiagnosticBag diagnostics)
    {
        _text = source.Text;
        _end = source.Length;
        _map = source.Map;
        _verbatim = source.IsVerbatim;
        _names = names;
        _includes = includes;
        _diagnostics = diagnostics;
    }

    /// <summary>Kind of the current token.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>The character of a <see cref="TokenKind.Char"/>; 0 otherwise.</summary>
    public byte Char { get; private set; }

    /// <summary>Value of a literal, character literal or byte.</summary>
    public ulong Value { get; private set; }

    /// <summary>Name of a name, identifier, label or reference.</summary>
    public Name Name { get; private set; } = null!;

    /// <summary>Position of the token's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>Position one past the token's last byte.</summary>
    public int End => _base + _pos;

    /// <summary>Position one past the last byte of the token before the current one.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>The current token's span.</summary>
    public SourceSpan Span => SourceSpan.FromBounds(Start, Math.Max(Start, End));

    /// <summary>Bytes of the current token.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(Start - _base, _pos - (Start - _base));

    /// <summary>True when only blanks or a line end lie between the previous token and this one's line.</summary>
    public bool StartsLine
    {
        get
        {
            for (var i = Start - _base - 1; i >= 0; i--)
            {
                if (_text[i] == '\n') return true;
                if (_text[i] is not ((byte)' ' or (byte)'\t')) return false;
            }

            return true;
        }
    }

    /// <summary>True for the single-character token <paramref name="c"/>.</summary>
    public bool Is(char c) => Char == c;

    /// <summary>Reads the current token again as if <paramref name="mode"/> had been in force: recovery from a missing token.</summary>
    public void Reread(Mode mode)
    {
        if (Kind != TokenKind.EndOfFile) Rewind(Start, PreviousEnd, mode);
    }

    /// <summary>
    /// Makes the token at <paramref name="start"/> the current one again, after a token that ended at
    /// <paramref name="previousEnd"/>. Does nothing when an included text began or ended in between.
    /// </summary>
    public void Rewind(int start, int previousEnd, Mode mode)
    {
        if (start < _base || start > _base + _pos) return;
        _pos = start - _base;
        _mode = mode;
        Next();
        PreviousEnd = previousEnd;
    }

    /// <summary>Switches what words are, from the next token on.</summary>
    public void Switch(Mode mode) => _mode = mode;

    /// <summary>Goes to the next token.</summary>
    public void Next()
    {
        PreviousEnd = End;
        while (true)
        {
            if (!SkipBlanks())
            {
                if (Resume()) continue;
                Kind = TokenKind.EndOfFile;
                Char = 0;
                Start = _base + _pos;
                return;
            }

            Start = _base + _pos;
            Char = 0;
            if (Scan()) return;
        }
    }

    /// <summary>Ends the text here: the rest of a hopeless input is not looked at.</summary>
    public void Abandon()
    {
        _suspended.Clear();
        _pos = _end;
    }

    // Skips white space, comments and line markers; false at the end of the buffer.
    private bool SkipBlanks()
    {
        var text = _text;
        var pos = _pos;
        while (true)
        {
            var c = text[pos];
            if (CharClasses.Is(c, CharClass.Space))
            {
                pos++;
                continue;
            }

            if (c == '/' && text[pos + 1] is ((byte)'*' or (byte)'/'))
            {
                var after = text[pos + 1] == '*' ? EndOfComment(pos) : EndOfLine(pos);
                if (after < 0)
                {
                    _pos = pos;
                    Error(Rules.UnterminatedText, _base + pos, 2, "this comment has no end", "close it with '*/'");
                    _pos = _end;
                    return false;
                }

                pos = after;
                continue;
            }

            if (c == '#' && (pos == 0 || text[pos - 1] == '\n') && LineMarker(pos) is var end && end > pos)
            {
                pos = end;
                continue;
            }

            _pos = pos;
            return pos < _end;
        }
    }

    private int EndOfComment(int pos)
    {
        var i = _text.AsSpan(pos + 2, Math.Max(0, _end - pos - 2)).IndexOf("*/"u8);
        return i < 0 ? -1 : pos + 2 + i + 2;
    }

    private int EndOfLine(int pos)
    {
        var i = _text.AsSpan(pos, _end - pos).IndexOf((byte)'\n');
        return i < 0 ? _end : pos + i + 1;
    }

    // Scans one token at _pos; false when it was an /include/, which yields no token.
    private bool Scan()
    {
        var text = _text;
        var c = text[_pos];
        switch (c)
        {
            case (byte)'"':
                ScanString();
                return true;
            case (byte)'\'':
                if (ScanCharLiteral()) return true;
                break;
            case (byte)'&':
                if (ScanReference()) return true;
                break;
            case (byte)'/':
                var keyword = ScanKeyword();
                if (keyword != KeywordResult.None) return keyword == KeywordResult.Token;
                break;
        }

        if (ScanWord(c)) return true;
        ScanOperator(c);
        return true;
    }

    private bool ScanWord(byte c)
    {
        var text = _text;
        var pos = _pos;
        if (_mode == Mode.Names)
        {
            if (!CharClasses.Is(c, CharClass.NameChar))
            {
                if (c != '\\' || !CharClasses.Is(text[pos + 1], CharClass.NameChar)) return false;
                pos++; // a leading backslash is dropped
            }

            var end = pos;
            while (CharClasses.Is(text[end], CharClass.NameChar)) end++;
            if (text[end] == ':' && c != '\\' && IsLabel(pos, end)) return SetLabel(pos, end);
            Kind = TokenKind.Name;
            Name = _names.Intern(text.AsSpan(pos, end - pos));
            _pos = end;
            _mode = Mode.Values;
            return true;
        }

        if (CharClasses.Is(c, CharClass.LabelStart))
        {
            var end = pos + 1;
            while (CharClasses.Is(text[end], CharClass.Label)) end++;
            if (text[end] == ':') return SetLabel(pos, end);
            if (_mode == Mode.Bytes) return ScanByte();
            Kind = TokenKind.Identifier;
            Name = _names.Intern(text.AsSpan(pos, end - pos));
            _pos = end;
            return true;
        }

        if (!CharClasses.Is(c, CharClass.Digit)) return false;
        if (_mode == Mode.Bytes) return ScanByte();
        if (_mode == Mode.Initial) return false;
        ScanNumber();
        return true;
    }

    private bool IsLabel(int pos, int end)
    {
        if (!CharClasses.Is(_text[pos], CharClass.LabelStart)) return false;
        for (var i = pos + 1; i < end; i++)
        {
            if (!CharClasses.Is(_text[i], CharClass.Label)) return false;
        }

        return true;
    }

    private bool SetLabel(int pos, int end)
    {
        Kind = TokenKind.Label;
        Name = _names.Intern(_text.AsSpan(pos, end - pos));
        _pos = end + 1;
        return true;
    }

    private bool ScanByte()
    {
        var a = _text[_pos];
        var b = _text[_pos + 1];
        if (!CharClasses.Is(a, CharClass.Hex) || !CharClasses.Is(b, CharClass.Hex)) return false;
        Kind = TokenKind.Byte;
        Value = (ulong)((CharClasses.HexValue(a) << 4) | CharClasses.HexValue(b));
        _pos += 2;
        return true;
    }

    private bool ScanReference()
    {
        var text = _text;
        var pos = _pos + 1;
        if (CharClasses.Is(text[pos], CharClass.LabelStart))
        {
            var end = pos + 1;
            while (CharClasses.Is(text[end], CharClass.Label)) end++;
            Kind = TokenKind.LabelReference;
            Name = _names.Intern(text.AsSpan(pos, end - pos));
            _pos = end;
            return true;
        }

        if (text[pos] == '{')
        {
            var end = pos + 1;
            while (CharClasses.Is(text[end], CharClass.Path)) end++;
            if (text[end] != '}') return false;
            Kind = TokenKind.PathReference;
            Name = _names.Intern(text.AsSpan(pos + 1, end - pos - 1));
            _pos = end + 1;
            return true;
        }

        return false;
    }

    private void ScanOperator(byte c)
    {
        var d = _text[_pos + 1];
        Kind = (c, d) switch
        {
            ((byte)'<', (byte)'<') => TokenKind.ShiftLeft,
            ((byte)'>', (byte)'>') => TokenKind.ShiftRight,
            ((byte)'<', (byte)'=') => TokenKind.LessOrEqual,
            ((byte)'>', (byte)'=') => TokenKind.GreaterOrEqual,
            ((byte)'=', (byte)'=') => TokenKind.Equal,
            ((byte)'!', (byte)'=') => TokenKind.NotEqual,
            ((byte)'&', (byte)'&') => TokenKind.LogicalAnd,
            ((byte)'|', (byte)'|') => TokenKind.LogicalOr,
            _ => TokenKind.Char,
        };
        if (Kind != TokenKind.Char)
        {
            _pos += 2;
            return;
        }

        _pos++;
        Char = c;
        if (c is (byte)'{' or (byte)';') _mode = Mode.Names;
        else if (c == '[') _mode = Mode.Bytes;
        else if (c == ']' && _mode == Mode.Bytes) _mode = Mode.Values;
    }

    private void Error(Rule rule, int position, int length, string message, string? help = null) =>
        _diagnostics.Add(rule, new SourceSpan(position, length), message, help);
}
