using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Cli.Hosting;

namespace Cli.Edits;

/// <summary>
/// Reads a value in the syntax of device tree source: <c>&lt;1 0x2 &amp;label&gt;</c>, <c>"text"</c>, <c>[00 ff]</c>,
/// <c>/bits/ 16 &lt;1 2&gt;</c>, <c>&amp;label</c>, several after one another with or without commas. A word of no such
/// form is a string, unless it is a number, of which nobody knows what it is to be.
/// </summary>
internal sealed class ValueText
{
    private readonly string _text;
    private readonly BlobFile _file;
    private readonly ArrayBufferWriter<byte> _value;
    private int _at;

    private ValueText(string text, BlobFile file, ArrayBufferWriter<byte> value)
    {
        _text = text;
        _file = file;
        _value = value;
    }

    /// <summary>
    /// The bytes of a value given in one or more arguments; null, after a complaint, when a label cannot be resolved.
    /// </summary>
    /// <exception cref="UsageException">It is no value.</exception>
    public static byte[]? TryRead(IEnumerable<string> arguments, BlobFile file)
    {
        var value = new ArrayBufferWriter<byte>();
        foreach (var argument in arguments)
        {
            if (!new ValueText(argument, file, value).TryRead()) return null;
        }

        return value.WrittenSpan.ToArray();
    }

    private bool TryRead()
    {
        var first = _text.AsSpan().TrimStart();
        if (first.IsEmpty || (first[0] is not ('<' or '[' or '"' or '&') && !first.StartsWith("/bits/")))
        {
            if (TryParseNumber(_text, out _))
            {
                throw new UsageException(
                    $"'{_text}' could be a cell or a string: write '<{_text}>' or '\"{_text}\"', or give --type");
            }

            WriteString(_text);
            return true;
        }

        while (true)
        {
            while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == ',')) _at++;
            if (_at == _text.Length) return true;
            if (!TryReadOne()) return false;
        }
    }

    private bool TryReadOne()
    {
        switch (_text[_at])
        {
            case '"':
                ReadString();
                return true;
            case '[':
                ReadBytes();
                return true;
            case '<':
                return TryReadCells(32);
            case '&':
                var reference = Reference(Word(",<[\""));
                var path = reference[0] == '/' ? reference : _file.PathOf(reference[1..]);
                if (path is null) _file.Complain($"no label '{reference[1..]}' in /__symbols__");
                else WriteString(path);
                return path is not null;
            case '/' when _text.AsSpan(_at).StartsWith("/bits/"):
                _at += "/bits/".Length;
                while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
                if (!TryParseNumber(Word("<"), out var bits) || bits is not (8 or 16 or 32 or 64))
                    throw new UsageException("/bits/ must be followed by 8, 16, 32 or 64");
                while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
                return TryReadCells((int)bits);
            default:
                throw new UsageException($"'{_text}' is no value: do not know what '{_text[_at..]}' is");
        }
    }

    private bool TryReadCells(int bits)
    {
        if (_at == _text.Length || _text[_at] != '<') throw new UsageException($"'{_text}' lacks a '<'");
        _at++;
        Span<byte> cell = stackalloc byte[8];
        while (true)
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
            if (_at == _text.Length) throw new UsageException($"'{_text}' lacks a '>'");
            if (_text[_at] == '>') break;
            var word = Word(">");
            ulong number;
            if (word.StartsWith('&'))
            {
                if (bits != 32) throw new UsageException("references need cells of 32 bits");
                number = _file.PhandleOf(Reference(word));
                if (number == 0) return false;
            }
            else if (!TryParseNumber(word, out number)) throw new UsageException($"'{word}' is no number");

            // A negative number fills the cell from above.
            var isNegative = word.StartsWith('-');
            var lost = bits == 64 ? 0 : number >> bits;
            if (lost != 0 && (!isNegative || lost != ulong.MaxValue >> bits))
                throw new UsageException($"'{word}' does not fit {bits} bits");
            BinaryPrimitives.WriteUInt64BigEndian(cell, number);
            _value.Write(cell[(8 - (bits / 8))..]);
        }

        _at++;
        return true;
    }

    private void ReadBytes()
    {
        var end = _text.IndexOf(']', _at);
        if (end < 0) throw new UsageException($"'{_text}' lacks a ']'");
        var digits = string.Concat(_text[(_at + 1)..end].Where(c => !char.IsWhiteSpace(c)));
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            throw new UsageException($"'{_text[_at..(end + 1)]}' is not made of bytes of two hexadecimal digits");
        _value.Write(Convert.FromHexString(digits));
        _at = end + 1;
    }

    private void ReadString()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] != '\\')
            {
                text.Append(_text[_at]);
                continue;
            }

            if (++_at == _text.Length) break;
            text.Append(_text[_at] switch
            {
                'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', '"' or '\\' => _text[_at],
                var c => throw new UsageException($"'\\{c}' is not known in a string; '\\n', '\\t', '\\r', '\\0', '\\\"', '\\\\' are"),
            });
        }

        if (_at >= _text.Length) throw new UsageException($"'{_text}' lacks a closing '\"'");
        _at++;
        WriteString(text.ToString());
    }

    /// <summary>Everything up to a blank or one of some marks; braces are kept together.</summary>
    private string Word(string marks)
    {
        var start = _at;
        if (_text.AsSpan(_at).StartsWith("&{") && _text.IndexOf('}', _at) is var close and >= 0) _at = close + 1;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && !marks.Contains(_text[_at], StringComparison.Ordinal)) _at++;
        return _text[start.._at];
    }

    /// <summary>The node that a reference is to: a path, or a label with its ampersand.</summary>
    private static string Reference(string word)
    {
        if (word.StartsWith("&{/", StringComparison.Ordinal) && word[^1] == '}') return word[2..^1];
        return word.Length > 1 && word[1] != '{' ? word : throw new UsageException($"'{word}' is no reference");
    }

    private void WriteString(string text) => _value.Write(Encoding.UTF8.GetBytes(text + "\0"));

    private static bool TryParseNumber(string text, out ulong number)
    {
        var digits = text.AsSpan();
        var isNegative = digits.StartsWith("-");
        if (isNegative) digits = digits[1..];
        var isNumber = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (isNegative) number = 0 - number;
        return isNumber;
    }
}
