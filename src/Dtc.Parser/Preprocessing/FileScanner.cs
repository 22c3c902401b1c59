using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Makes a <see cref="FileScan"/>: one pass over the bytes that drops comments and surplus blanks, notes where the
/// names are, and hands the lines that begin with a known directive to <see cref="DirectiveParser"/>.
/// </summary>
internal sealed partial class FileScanner
{
    private readonly MacroNameTable _names;
    private readonly SourceFile _file;
    private readonly LineSplicer _splicer;
    private readonly byte[] _text;
    private readonly int _length;
    private readonly byte[] _clean;
    private readonly List<int> _cleanOffsets = [];
    private readonly List<int> _originalOffsets = [];
    private readonly List<ScanItem> _items = [];
    private readonly List<DirectiveFault> _faults = [];
    private int[] _nameOffsets = new int[64];
    private int[] _nameIds = new int[64];
    private int _nameCount;
    private int _p;
    private int _o;
    private int _line = 1;
    private int _splice; // next splice to pass
    private int _nextSplice; // and where it is
    private int _spliceDelta; // original minus spliced offset
    private int _mapDelta;
    private int _owedLines; // physical lines swallowed by splices and comments of the current line
    private bool _badUtf8;
    private bool _nul;

    // The open run of text lines.
    private int _runStart = -1;
    private int _runLine;
    private int _runNames;
    private int _runEnd;
    private int _runEndLine;
    private int _runEndName;

    private FileScanner(SourceFile file, MacroNameTable names)
    {
        _names = names;
        _file = file;
        _splicer = LineSplicer.Run(file);
        _text = _splicer.Text;
        _length = _splicer.Length;
        _nextSplice = _splicer.At(0);
        _clean = new byte[file.Length + 3];
    }

    public static FileScan Scan(SourceFile file, MacroNameTable names)
    {
        var scanner = new FileScanner(file, names);
        scanner.Run();
        return scanner.Finish();
    }

    private FileScan Finish()
    {
        foreach (var at in _splicer.Blanked)
        {
            _faults.Add(new DirectiveFault(
                Rules.SpliceWithBlanks, at, 1, "blanks between the backslash and the end of the line"));
        }

        var items = _items.ToArray();
        var scan = new FileScan
        {
            Names = _names,
            File = _file,
            Clean = _clean,
            CleanLength = _o,
            CleanOffsets = [.. _cleanOffsets],
            OriginalOffsets = [.. _originalOffsets],
            Items = items,
            NameOffsets = _nameOffsets.AsSpan(0, _nameCount).ToArray(),
            NameIds = _nameIds.AsSpan(0, _nameCount).ToArray(),
            GuardId = FindGuard(items),
            Faults = [.. _faults],
        };
        foreach (var item in items)
        {
            if (item.Directive?.Macro is { } macro) macro.File = scan;
        }

        return scan;
    }

    private void Run()
    {
        if (_length >= 3 && _text[0] == 0xEF && _text[1] == 0xBB && _text[2] == 0xBF) _p = 3; // byte order mark
        while (_p < _length) Line();
        CloseRun();
    }

    private void Line()
    {
        var nameStart = _nameCount;
        var columnBase = _p;
        var before = _line;
        SkipBlanks(ref columnBase);
        if (_splice > 0) columnBase = Math.Max(columnBase, Math.Min(_p, _splicer.At(_splice - 1)));
        var firstLine = _line + _owedLines;
        _owedLines = 0;
        _line = firstLine;
        for (var i = before; i < firstLine; i++) _clean[_o++] = (byte)'\n';
        if (_p >= _length || _text[_p] == '\n' || IsLineEnd(_p))
        {
            _clean[_o++] = (byte)'\n';
            EndLine();
            return;
        }

        // Tokens keep their column: what precedes the first one becomes spaces.
        var lineStart = _o;
        Sync(columnBase);
        for (var i = columnBase; i < _p; i++) _clean[_o++] = (byte)' ';
        Sync(_p);
        var tokens = _o;
        if (_text[_p] == '#' && Directive(lineStart, tokens, nameStart)) return;
        Body();
        Put('\n');
        AddToRun(lineStart, nameStart);
    }

    /// <summary>Ends a line of text and makes it part of the run.</summary>
    private void AddToRun(int lineStart, int nameStart)
    {
        if (_runStart < 0)
        {
            _runStart = lineStart;
            _runLine = _line;
            _runNames = nameStart;
        }

        EndLine();
        _runEnd = _o;
        _runEndLine = _line;
        _runEndName = _nameCount;
    }

    private void AddName(int id, int offset)
    {
        if (_nameCount == _nameIds.Length)
        {
            Array.Resize(ref _nameIds, _nameCount * 2);
            Array.Resize(ref _nameOffsets, _nameCount * 2);
        }

        _nameIds[_nameCount] = id;
        _nameOffsets[_nameCount++] = offset;
    }

    /// <summary>Passes the line end and makes up for the physical lines this line has swallowed.</summary>
    private void EndLine()
    {
        for (var i = 0; i < _owedLines; i++) _clean[_o++] = (byte)'\n';
        _line += 1 + _owedLines;
        _owedLines = 0;
        if (_p < _length)
        {
            if (_text[_p] == '\r') _p++;
            _p++;
        }

        if (_nextSplice <= _p) PassSplices();
    }

    private bool IsLineEnd(int p) => _text[p] == '\n' || (_text[p] == '\r' && p + 1 < _length && _text[p + 1] == '\n');

    private void Put(char c)
    {
        Sync(_p);
        _clean[_o++] = (byte)c;
    }

    private void PassSplices() => PassSplices(_p);

    private void PassSplices(int p)
    {
        while (_splicer.At(_splice) <= p)
        {
            _spliceDelta = _splicer.Original(_splice) - _splicer.At(_splice);
            _splice++;
            _owedLines++;
        }

        _nextSplice = _splicer.At(_splice);
    }

    /// <summary>Notes that the next clean byte stands for the byte at <paramref name="p"/>.</summary>
    private void Sync(int p)
    {
        if (_nextSplice <= p) PassSplices(p);
        var delta = p + _spliceDelta - _o;
        if (delta == _mapDelta) return;
        _mapDelta = delta;
        _cleanOffsets.Add(_o);
        _originalOffsets.Add(p + _spliceDelta);
    }

    /// <summary>Skips blanks and comments; true when there were any.</summary>
    private bool SkipBlanks(ref int columnBase)
    {
        var start = _p;
        while (true)
        {
            var c = _text[_p];
            if (CharTable.IsBlank(c))
            {
                if (c == 0)
                {
                    if (_p >= _length) break;
                    NoteNul(_p);
                }

                _p++;
            }
            else if (c == '/' && _text[_p + 1] == '*')
            {
                SkipComment(ref columnBase);
            }
            else if (c == '/' && _text[_p + 1] == '/')
            {
                var i = _text.AsSpan(_p, _length - _p).IndexOf((byte)'\n');
                _p = i < 0 ? _length : _p + i;
                if (i > 0 && _text[_p - 1] == '\r') _p--;
                break;
            }
            else
            {
                break;
            }
        }

        if (_nextSplice <= _p) PassSplices();
        return _p > start;
    }

    private void SkipComment(ref int columnBase)
    {
        var start = _p;
        var i = _p + 2;
        while (true)
        {
            var next = _text.AsSpan(i, _length - i).IndexOfAny((byte)'*', (byte)'\n');
            if (next < 0)
            {
                _faults.Add(new DirectiveFault(
                    Rules.UnterminatedComment, OriginalOf(start), 2, "unterminated comment",
                    "close it with '*/'"));
                _p = _length;
                return;
            }

            i += next + 1;
            if (_text[i - 1] == '\n')
            {
                _owedLines++;
                columnBase = i;
            }
            else if (_text[i] == '/' && i < _length)
            {
                _p = i + 1;
                return;
            }
        }
    }

    /// <summary>Original offset of a byte at or after the last one synchronised.</summary>
    private int OriginalOf(int p)
    {
        var delta = _spliceDelta;
        for (var s = _splice; _splicer.At(s) <= p; s++) delta = _splicer.Original(s) - _splicer.At(s);
        return p + delta;
    }

    /// <summary>Cleans the rest of the line from the first token on.</summary>
    private void Body(bool isDirective = false)
    {
        var table = CharTable.Table;
        var text = _text;
        var from = _p; // text from here to p is yet to be copied, as it is
        var p = _p;
        while (true)
        {
            var c = text[p];
            var kind = table[c];
            if ((kind & CharTable.Letter) != 0)
            {
                if (c == 'L' && text[p + 1] is (byte)'"' or (byte)'\'')
                {
                    p = EndOfQuoted(p + 1);
                    continue;
                }

                var start = p;
                var hash = MacroNameTable.HashSeed;
                do hash = MacroNameTable.HashStep(hash, text[p++]);
                while ((table[text[p]] & (CharTable.Letter | CharTable.Digit)) != 0);
                if (!isDirective) AddName(_names.Intern(text.AsSpan(start, p - start), hash), _o + (start - from));
            }
            else if ((kind & CharTable.Blank) != 0)
            {
                var next = p < _length ? text[p + 1] : (byte)0;
                if (c == ' ' && (table[next] & CharTable.Blank) == 0 && next is not ((byte)'/' or (byte)'\r' or (byte)'\n'))
                {
                    p++; // the one blank that stays
                    continue;
                }

                Flush(from, p);
                if (!Blanks()) return;
                from = p = _p;
            }
            else if (c == '/')
            {
                if (text[p + 1] is not ((byte)'*' or (byte)'/'))
                {
                    p++;
                    continue;
                }

                Flush(from, p);
                if (!Blanks()) return;
                from = p = _p;
            }
            else if ((kind & CharTable.Digit) != 0 || (c == '.' && CharTable.IsDigit(text[p + 1])))
            {
                do p++;
                while (CharTable.ContinuesNumber(text[p], text[p - 1]));
            }
            else if ((kind & CharTable.Quote) != 0)
            {
                p = EndOfQuoted(p);
            }
            else if (c == '\n' || IsLineEnd(p))
            {
                Flush(from, p);
                return;
            }
            else
            {
                p += c >= 0x80 ? CheckUtf8(p) : 1;
            }
        }
    }

    /// <summary>Makes one space of blanks and comments within a line; false when the line ends with them.</summary>
    private bool Blanks()
    {
        var unused = 0;
        var at = _p;
        SkipBlanks(ref unused);
        if (_p >= _length || IsLineEnd(_p)) return false;
        Sync(Math.Max(at, _p - 1));
        _clean[_o++] = (byte)' ';
        return true;
    }

    /// <summary>Copies text as it is.</summary>
    private void Flush(int from, int to)
    {
        _p = from;
        if (to > from) Copy(to - from);
    }

    private void Copy(int count)
    {
        Sync(_p);
        if (_nextSplice < _p + count)
        {
            // A splice in between: byte by byte, so that each keeps its own place.
            for (; count > 0; count--)
            {
                Sync(_p);
                _clean[_o++] = _text[_p++];
            }

            return;
        }

        _text.AsSpan(_p, count).CopyTo(_clean.AsSpan(_o));
        _o += count;
        _p += count;
    }

    private int EndOfQuoted(int p)
    {
        var quote = _text[p++];
        for (; p < _length; p++)
        {
            var c = _text[p];
            if (c == quote) return p + 1;
            if (IsLineEnd(p)) break;
            if (c == '\\' && p + 1 < _length && !IsLineEnd(p + 1)) p++;
            if (_text[p] == 0) NoteNul(p);
            else if (_text[p] >= 0x80) p += CheckUtf8(p) - 1;
        }

        return p;
    }

    private int CheckUtf8(int p)
    {
        var status = System.Text.Rune.DecodeFromUtf8(_text.AsSpan(p, _length - p), out _, out var n);
        if (status == System.Buffers.OperationStatus.Done) return n;
        if (!_badUtf8)
        {
            _badUtf8 = true;
            _faults.Add(new DirectiveFault(
                Rules.InvalidUtf8, OriginalOf(p), 1, $"byte 0x{_text[p]:X2} is not valid UTF-8",
                "save the file as UTF-8"));
        }

        return 1;
    }

    private void NoteNul(int p)
    {
        if (_nul) return;
        _nul = true;
        _faults.Add(new DirectiveFault(
            Rules.NulByte, OriginalOf(p), 1, "the text holds a NUL byte",
            "is this a device tree blob or a UTF-16 file? Sources are UTF-8 text"));
    }

    private void CloseRun()
    {
        if (_runStart < 0) return;
        _items.Add(new ScanItem(_runStart, _runEnd, _runLine, _runEndLine, _runNames, _runEndName, null));
        _runStart = -1;
    }
}
