using System.Text;

namespace Dtc.Compiler.Output;

/// <summary>
/// Lays YAML out as libyaml's emitter does with its defaults: indentation by two, lines that are broken once they have
/// passed column 80. Knows only what device trees need: nested mappings in block style, flow sequences, plain words and
/// double-quoted strings.
/// </summary>
internal sealed class YamlEmitter(TextBuffer text)
{
    private const int Width = 80;
    private const int Step = 2;

    // Longer keys need the "? key" form.
    private const int SimpleKeyLength = 128;

    private int _indent;
    private int _column;

    // What stands last is white space; everything on this line so far is indentation.
    private bool _blank = true;
    private bool _indentation = true;

    /// <summary>Begins with a list of one mapping, or of none.</summary>
    public void StartDocument(bool empty)
    {
        Indicator("---"u8, needsBlank: true);
        if (empty)
        {
            Indicator("[]"u8, needsBlank: true);
            return;
        }

        BreakLine();
        Indicator("-"u8, needsBlank: true, indents: true);
    }

    public void EndDocument()
    {
        BreakLine();
        Indicator("..."u8, needsBlank: true);
        BreakLine();
    }

    public void EmptyMapping() => Indicator("{}"u8, needsBlank: true);

    public void StartMapping() => _indent += Step;

    public void EndMapping() => _indent -= Step;

    /// <summary>A key of the mapping that is open; its value must follow.</summary>
    public void Key(ReadOnlySpan<byte> name)
    {
        BreakLine();
        var simple = name.Length <= SimpleKeyLength;
        if (!simple) Indicator("?"u8, needsBlank: true, indents: true);
        if (IsPlain(name)) Word(name);
        else
        {
            Indicator("'"u8, needsBlank: true);
            Write(name);
            Indicator("'"u8);
        }

        if (!simple) BreakLine();
        Indicator(":"u8, needsBlank: !simple, indents: !simple);
    }

    public void StartSequence(ReadOnlySpan<byte> tag = default)
    {
        if (!tag.IsEmpty) Word(tag);
        Indicator("["u8, needsBlank: true, isBlank: true);
        _indent += Step;
    }

    /// <summary>Comes before every item of a sequence.</summary>
    public void Item(bool first)
    {
        if (!first) Indicator(","u8);
        if (_column > Width) BreakLine();
    }

    public void EndSequence()
    {
        _indent -= Step;
        Indicator("]"u8);
    }

    /// <summary>A word that needs no quotes.</summary>
    public void Word(ReadOnlySpan<byte> word)
    {
        if (!_blank) Write(" "u8);
        Write(word);
        _blank = _indentation = false;
    }

    /// <summary>A string within double quotes; bytes that are no UTF-8 are shown as characters of that number.</summary>
    public void Quoted(ReadOnlySpan<byte> value)
    {
        _indent += Step;
        Indicator("\""u8, needsBlank: true);
        var spaces = false;
        for (var i = 0; i < value.Length;)
        {
            var c = value[i];
            if (c == ' ' && !spaces && _column > Width && i > 0 && i < value.Length - 1)
            {
                BreakLine();
                if (value[i + 1] == ' ') Write("\\"u8);
                spaces = true;
                i++;
            }
            else if (c is >= 0x20 and <= 0x7e and not ((byte)'"' or (byte)'\\'))
            {
                Write(value.Slice(i, 1));
                spaces = c == ' ';
                i++;
            }
            else
            {
                i += Escape(value[i..]);
                spaces = false;
            }
        }

        Indicator("\""u8);
        _indent -= Step;
    }

    // Returns the bytes taken.
    private int Escape(ReadOnlySpan<byte> value)
    {
        var valid = Rune.DecodeFromUtf8(value, out var rune, out var length) == System.Buffers.OperationStatus.Done;
        var code = valid ? rune.Value : value[0];
        var letter = code switch
        {
            0 => '0',
            >= 7 and <= 13 => "abtnvfr"[code - 7],
            0x1b => 'e',
            '"' => '"',
            '\\' => '\\',
            0x85 => 'N',
            0xa0 => '_',
            0x2028 => 'L',
            0x2029 => 'P',
            _ => '\0',
        };
        var escape = letter != 0 ? $"\\{letter}"
            : code <= 0xff ? $"\\x{code:X2}"
            : code <= 0xffff ? $"\\u{code:X4}"
            : $"\\U{code:X8}";
        Write(Encoding.ASCII.GetBytes(escape));
        return valid ? length : 1;
    }

    // Names of nodes and properties hold no blanks, no quotes and no ':'.
    private static bool IsPlain(ReadOnlySpan<byte> name) =>
        name.Length > 0 && name[0] is not ((byte)'#' or (byte)',' or (byte)'*' or (byte)'@')
        && !name.StartsWith("---"u8) && !name.StartsWith("..."u8) && !name.SequenceEqual("-"u8) && !name.SequenceEqual("?"u8);

    private void Indicator(ReadOnlySpan<byte> indicator, bool needsBlank = false, bool isBlank = false, bool indents = false)
    {
        if (needsBlank && !_blank) Write(" "u8);
        Write(indicator);
        _blank = isBlank;
        _indentation &= indents;
    }

    private void BreakLine()
    {
        if (!_indentation || _column > _indent || (_column == _indent && !_blank))
        {
            text.Add('\n');
            _column = 0;
        }

        for (; _column < _indent; _column++) text.Add(' ');
        _blank = _indentation = true;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        text.Add(bytes);
        _column += bytes.Length;
    }
}
