using System.Globalization;
using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <content><c>/include/</c>, and line markers in the text.</content>
internal sealed partial class Lexer
{
    /// <summary>How deep <c>/include/</c> may nest; dtc has the same limit.</summary>
    public const int MaxIncludeDepth = 200;

    // All /include/d text together; beyond it somebody is multiplying files.
    private const long MaxIncludedBytes = 64 << 20;

    // What opening a file counts as, in bytes: small files multiply as well.
    private const int IncludeCost = 1024;

    private readonly record struct Suspended(byte[] Text, int End, int Base, int Pos, bool Verbatim);

    // At "/include/": pushes the file named by the string that must follow. False when there is no string.
    private bool Include()
    {
        var text = _text;
        var at = Start;
        var pos = _pos + "/include/".Length;
        while (CharClasses.Is(text[pos], CharClass.Space)) pos++;
        if (text[pos] != '"') return false;
        var end = pos + 1;
        while (end < _end && text[end] != '"') end += text[end] == '\\' && end + 1 < _end && text[end + 1] != '\n' ? 2 : 1;
        if (end >= _end) return false;

        var name = Encoding.UTF8.GetString(text.AsSpan(pos + 1, end - pos - 1)); // dtc does not unescape it either
        _pos = end + 1;
        var span = SourceSpan.FromBounds(at, _base + _pos);
        if (_suspended.Count + 1 >= MaxIncludeDepth)
        {
            _diagnostics.Add(Rules.DtsIncludeTooDeep, span,
                $"includes nest deeper than {MaxIncludeDepth}", "does a file include itself?");
            Abandon();
            return true;
        }

        var result = _includes.Open(name, _map.DirectoryAt(at), out var looked);
        if (result.File is not { } file)
        {
            _diagnostics.Add(Rules.DtsIncludeNotFound, span, $"cannot open '{name}': {result.Reason}", looked);
            return true;
        }

        if ((_includedBytes += file.Length + IncludeCost) > MaxIncludedBytes)
        {
            _diagnostics.Add(Rules.TooLarge, span, $"the included files together exceed {MaxIncludedBytes >> 20} MiB (of which each counts 1 KiB more than its size)");
            Abandon();
            return true;
        }

        _suspended.Push(new Suspended(_text, _end, _base, _pos, _verbatim));
        _base = _map.AppendIncluded(file, at);
        _text = file.TerminatedBuffer;
        _end = file.Length;
        _pos = 0;
        _verbatim = true;
        return true;
    }

    // At the end of a buffer: goes on behind the /include/ that pushed it.
    private bool Resume()
    {
        if (!_suspended.TryPop(out var outer)) return false;
        (_text, _end, _base, _pos, _verbatim) = outer;
        return true;
    }

    // "# 12 "file" flags" or "#line 12 "file"" at the start of a line; returns where it ends, or pos.
    private int LineMarker(int pos)
    {
        var text = _text;
        var i = pos + 1;
        if (text.AsSpan(i).StartsWith("line"u8)) i += 4;
        if (!SkipInline(ref i) || !CharClasses.Is(text[i], CharClass.Digit)) return pos;
        var number = i;
        while (CharClasses.Is(text[i], CharClass.Digit)) i++;
        var digits = text.AsSpan(number, i - number);
        if (!SkipInline(ref i) || text[i] != '"') return pos;
        var open = ++i;
        while (text[i] != '"')
        {
            if (text[i] is 0 or (byte)'\n') return pos;
            i += text[i] == '\\' && text[i + 1] is not (0 or (byte)'\n') ? 2 : 1;
        }

        var name = Unescape(text.AsSpan(open, i - open), _base + open);
        i++;
        while (true)
        {
            var flag = i;
            if (!SkipInline(ref flag) || !CharClasses.Is(text[flag], CharClass.Digit)) break;
            while (CharClasses.Is(text[flag], CharClass.Digit)) flag++;
            i = flag;
        }

        if (name.Contains((byte)0)) Error(Rules.BadLineMarker, _base + pos, i - pos, "the file name in this line marker holds a NUL");
        else if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
        {
            _map.AddLineMarker(_base + pos, Encoding.UTF8.GetString(name), line);
        }

        return i;
    }

    private bool SkipInline(ref int i)
    {
        var start = i;
        while (_text[i] is (byte)' ' or (byte)'\t') i++;
        return i > start;
    }
}
