using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Copying text runs and printing expansions, with the spaces and line ends gcc prints.</summary>
internal sealed partial class PreprocessRun
{
    private int _outLine; // line of the file that the output has arrived at

    // The run being copied.
    private int _pos;
    private int _end;
    private int _start;
    private int _name;
    private int _lastName;
    private int _endLine;
    private bool _crossed; // a line end was passed while arguments were read
    private int _owedLines; // line ends to add at _owedAt, for those within arguments
    private int _owedAt;

    // The printer's state: what came before the next token.
    private bool _avoidPaste;
    private Padding _padding;
    private TokenType _previous;
    private byte _previousByte;
    private bool _spaced; // the space is already there
    private int _resumedAt; // where text goes on after an expansion; -1 when something else came since

    // How far FindPrevious has lexed the line it was last asked about, and the token it found last.
    private FileScan? _lexedScan;
    private int _lexedTo;
    private TokenType _lexedType;
    private byte _lexedByte;

    // How far LineAt has counted the run's line ends, and the line it arrived at.
    private int _countedTo;
    private int _countedLine;

    private enum Padding : byte
    {
        None,
        Plain,
        White,
    }

    private void CopyText(in ScanItem item)
    {
        FillLines(item.Line);
        SetRun(item);
        _resumedAt = -1;
        var plain = _pos;
        var ids = _scan.NameIds;
        while (NextMacro(ids))
        {
            var p = _scan.NameOffsets[_name];
            var macro = _macros.Get(ids[_name])!;
            if (macro.IsFunction && !OpensCall(p + macro.Name.Length))
            {
                _name++;
                continue;
            }

            CopyPlain(plain, p);
            _pos = p;
            plain = Expand(macro, p);
            ids = _scan.NameIds;
        }

        CopyPlain(plain, _end);
        _outLine = _endLine;
        if (_owedLines > 0) _outLine = int.MinValue;
        _owedLines = 0;
    }

    private void SetRun(in ScanItem item)
    {
        (_pos, _start, _end, _endLine) = (item.Start, item.Start, item.End, item.EndLine);
        (_name, _lastName) = (item.FirstName, item.LastName);
        (_countedTo, _countedLine) = (item.Start, item.Line);
    }

    /// <summary>Moves on to the next name that is a macro.</summary>
    private bool NextMacro(int[] ids)
    {
        if (_stopped) return false;
        var defined = _macros.DefinedBits;
        var k = _name;
        for (; k < _lastName; k++)
        {
            var id = ids[k];
            if ((uint)(id >> 6) < (uint)defined.Length && (defined[id >> 6] >> id & 1) != 0) break;
        }

        _name = k;
        return k < _lastName;
    }

    /// <summary>Copies clean text; line ends owed for a call over several lines are paid on the way.</summary>
    private void CopyPlain(int from, int to)
    {
        if (from >= to) return;
        if (_owedLines > 0 && _owedAt < to && _owedAt >= from)
        {
            CopyBlock(from, _owedAt + 1);
            if (_owedLines < 8)
            {
                EnsureRoom(_owedLines);
                for (; _owedLines > 0; _owedLines--) _out[_length++] = (byte)'\n';
            }

            _owedLines = 0;
            from = _owedAt + 1;
            if (from >= to) return;
        }

        CopyBlock(from, to);
    }

    private void CopyBlock(int from, int to)
    {
        if (_length + (to - from) > OutputLimit)
        {
            TextTooLarge(from);
            return;
        }

        EnsureRoom(to - from);
        Map.AddPlain(_length, _frame, from);
        _scan.Clean.AsSpan(from, to - from).CopyTo(_out.AsSpan(_length));
        _length += to - from;
    }

    private void TextTooLarge(int place)
    {
        if (_stopped) return;
        _stopped = true;
        Report(
            Rules.ExpansionTooLarge, place, 1, "the expanded text grows beyond 64 MiB; the rest is left out",
            "look for files that include each other, or macros that multiply each other");
    }

    private void FillLines(int line)
    {
        if (line > _outLine && line < (long)_outLine + 8)
        {
            EnsureRoom(8);
            for (; _outLine < line; _outLine++) _out[_length++] = (byte)'\n';
        }
    }

    /// <summary>Replaces the macro at <paramref name="p"/>; returns where plain text goes on.</summary>
    private int Expand(Macro macro, int p)
    {
        BeginPrinting(p);
        _pos = p + macro.Name.Length;
        _name++;
        if (macro.PlainText is { } text && BodyIsPlain(macro))
        {
            PrintPadding(white: _padding == Padding.White, inherits: true);
            if (text.Length > 0)
            {
                ref readonly var first = ref macro.Body[0];
                PrintSpace(first, 0);
                EnsureRoom(text.Length);
                Map.AddBody(_length, Map.AddExpansion(macro, _frame, p));
                text.CopyTo(_out.AsSpan(_length));
                _length += text.Length;
                SetPrevious(macro.Body[^1]);
            }

            PrintPadding(white: false, inherits: false);
            if (--_plainBudget < 0) CheckPlainBudget(p);
            return Resume();
        }

        var name = new Token
        {
            Buffer = _scan.Clean, Start = p, Length = macro.Name.Length, Id = macro.NameId, Origin = -1, Frame = _frame,
            Place = p, Type = TokenType.Name, Flags = _padding == Padding.White ? TokenFlags.White : TokenFlags.None,
        };
        var (startScan, startLine) = (_scan, LineAt(p));
        _crossed = false;
        try
        {
            if (_expander.Begin(name))
            {
                PrintPadding(name.IsWhite, inherits: true);
                while (_expander.IsExpanding)
                {
                    _expander.Get(out var token);
                    Print(token);
                }
            }
            else
            {
                _avoidPaste = false;
                _spaced = true; // a name as any other: the text before it ends as it should
                Print(name);
            }
        }
        catch (ExpansionAbortedException aborted)
        {
            Stop(aborted, name);
        }

        if (_crossed) OweLines(startScan, startLine);
        return Resume();
    }

    private int _plainBudget;

    private void CheckPlainBudget(int p)
    {
        _plainBudget = 1 << 16;
        if (_length > OutputLimit) TextTooLarge(p);
    }

    private bool BodyIsPlain(Macro macro)
    {
        foreach (var id in macro.BodyNames)
        {
            if (_macros.IsDefined(id)) return false;
        }

        return true;
    }

    /// <summary>Determines what the printer needs to know about the text before a macro name.</summary>
    private void BeginPrinting(int p)
    {
        var clean = _scan.Clean;
        if (_resumedAt >= 0 && (p == _resumedAt || (p == _resumedAt + 1 && clean[_resumedAt] == ' ')))
        {
            // Straight after another expansion: its state still holds.
            if (p > _resumedAt) (_padding, _spaced) = (Padding.White, true);
            return;
        }

        _avoidPaste = true;
        _spaced = false;
        _previous = TokenType.End;
        _padding = Padding.None;
        if (p == _start) return;
        switch (clean[p - 1])
        {
            case (byte)'\n':
                return;
            case (byte)' ':
                (_padding, _spaced) = (Padding.White, true);
                return;
            case (byte)'(' or (byte)',' or (byte)'[' or (byte)'{' or (byte)';' or (byte)')' or (byte)']' or (byte)'}'
                or (byte)'@' or (byte)'~' or (byte)'?' or (byte)'"':
                (_previous, _previousByte) = (TokenType.Comma, clean[p - 1]); // never sticks to anything
                return;
            default:
                FindPrevious(p);
                return;
        }
    }

    /// <summary>
    /// Lexes the line again up to <paramref name="p"/> to see which token ends there; what an earlier call has lexed of
    /// the line it does not lex again.
    /// </summary>
    private void FindPrevious(int p)
    {
        var q = ReferenceEquals(_lexedScan, _scan) && _lexedTo <= p ? _lexedTo : 0;
        var lineEnd = _scan.Clean.AsSpan(q, p - q).LastIndexOf((byte)'\n');
        if (lineEnd >= 0 || q == 0)
        {
            q += lineEnd + 1;
            _lexedType = TokenType.End;
        }

        while (q < p)
        {
            var token = TokenLexer.Lex(_scan.Clean, ref q);
            if (token.Type == TokenType.End) break;
            (_lexedType, _lexedByte) = (token.Type, token.Buffer[token.Start]);
        }

        (_lexedScan, _lexedTo) = (_scan, q);
        (_previous, _previousByte) = (_lexedType, _lexedByte);
    }

    private void SetPrevious(in Token token)
    {
        _previous = token.Type;
        _previousByte = token.Buffer[token.Start];
    }

    private void PrintPadding(bool white, bool inherits)
    {
        _avoidPaste = true;
        if (_padding == Padding.White || (_padding == Padding.Plain && inherits)) return;
        _padding = inherits ? white ? Padding.White : Padding.Plain : Padding.None;
    }

    private void Print(in Token token)
    {
        if (token.Type == TokenType.Padding)
        {
            PrintPadding(token.IsWhite, (token.Flags & TokenFlags.Inherits) != 0);
            return;
        }

        if (token.Type == TokenType.End) return;
        if (_length + token.Length + 1 > OutputLimit)
        {
            throw new ExpansionAbortedException(
                Rules.ExpansionTooLarge, "the expanded text grows beyond 64 MiB; macros are no longer expanded",
                "look for macros that multiply each other");
        }

        PrintSpace(token, token.Flags);
        EnsureRoom(token.Length);
        if (token.Origin >= 0) Map.AddBody(_length, token.Origin);
        else Map.AddPlain(_length, token.Frame, token.Place);
        token.Text.CopyTo(_out.AsSpan(_length));
        _length += token.Length;
        SetPrevious(token);
    }

    /// <summary>Prints a space before a token if and only if there has to be one.</summary>
    private void PrintSpace(in Token token, TokenFlags flags)
    {
        bool space;
        if (_avoidPaste)
        {
            space = _padding == Padding.White || (_padding == Padding.None && (flags & TokenFlags.White) != 0)
                || (_previous != TokenType.End
                    ? TokenLexer.AvoidPaste(_previous, _previousByte, token.Type, token.Text)
                    : token.Type == TokenType.Hash);
        }
        else
        {
            space = (flags & TokenFlags.White) != 0;
        }

        if (space && !_spaced)
        {
            EnsureRoom(1);
            _out[_length++] = (byte)' ';
        }

        _spaced = _avoidPaste = false;
        _padding = Padding.None;
    }

    /// <summary>After an expansion: puts a space before the text that follows where gcc would.</summary>
    private int Resume()
    {
        _resumedAt = _pos;
        var clean = _scan.Clean;
        if (_pos >= _end || clean[_pos] == '\n') return _pos;
        if (clean[_pos] == ' ') return _spaced ? _pos + 1 : _pos;
        var q = _pos;
        var next = TokenLexer.Lex(clean, ref q);
        if (next.Type == TokenType.Name && ExpandsNext(q)) return _pos; // its first token decides
        if (_padding == Padding.White
            || (_avoidPaste && _previous != TokenType.End
                && TokenLexer.AvoidPaste(_previous, _previousByte, next.Type, next.Text)))
        {
            if (!_spaced)
            {
                EnsureRoom(1);
                _out[_length++] = (byte)' ';
                _spaced = true;
            }
        }

        return _pos;
    }

    private bool ExpandsNext(int end)
    {
        while (_name < _lastName && _scan.NameOffsets[_name] < _pos) _name++;
        return _name < _lastName && _scan.NameOffsets[_name] == _pos && !_stopped
            && _macros.Get(_scan.NameIds[_name]) is { } macro && (!macro.IsFunction || OpensCall(end));
    }

    /// <summary>The line of a place in the run; places must not go back.</summary>
    private int LineAt(int p)
    {
        _countedLine += _scan.Clean.AsSpan(_countedTo, p - _countedTo).Count((byte)'\n');
        _countedTo = p;
        return _countedLine;
    }

    private void OweLines(FileScan scan, int line)
    {
        if (!ReferenceEquals(scan, _scan)) return;
        _owedLines += Math.Max(0, LineAt(_pos) - line);
        var next = scan.Clean.AsSpan(_pos, _end - _pos).IndexOf((byte)'\n');
        _owedAt = next < 0 ? _end : _pos + next;
    }

    /// <summary>Whether the next token of the run is a parenthesis, on this line or a later one.</summary>
    private bool OpensCall(int p)
    {
        var clean = _scan.Clean;
        while (p < _end && clean[p] is (byte)' ' or (byte)'\n') p++;
        return p < _end && clean[p] == '(';
    }

    /// <summary>Takes the parenthesis that makes a macro name at the end of an expansion a call.</summary>
    public bool TakeOpenParen()
    {
        if (!OpensCall(_pos)) return false;
        var at = _scan.Clean.AsSpan(_pos, _end - _pos).IndexOf((byte)'(') + _pos;
        if (_scan.Clean.AsSpan(_pos, at - _pos).Contains((byte)'\n')) _crossed = true;
        _pos = at + 1;
        return true;
    }

    /// <summary>The next token of the text, for a macro call that is being read. Directives in between are obeyed.</summary>
    public void NextToken(out Token token)
    {
        var flags = TokenFlags.None;
        while (true)
        {
            if (_pos >= _end)
            {
                if (!NextRun())
                {
                    token = Token.EndAt(_frame, _end);
                    return;
                }

                _crossed = true;
                flags = TokenFlags.White | TokenFlags.LineStart;
            }

            var c = _scan.Clean[_pos];
            if (c == '\n')
            {
                flags = TokenFlags.White | TokenFlags.LineStart;
                _crossed = true;
            }
            else if (c == ' ')
            {
                flags |= TokenFlags.White;
            }
            else
            {
                break;
            }

            _pos++;
        }

        token = TokenLexer.Lex(_scan.Clean, ref _pos);
        token.Flags = flags;
        token.Frame = _frame;
        if (token.Type == TokenType.Name)
        {
            while (_name < _lastName && _scan.NameOffsets[_name] < token.Start) _name++;
            if (_name < _lastName && _scan.NameOffsets[_name] == token.Start) token.Id = _scan.NameIds[_name++];
        }
    }

    private bool NextRun()
    {
        while (_item < _scan.Items.Length)
        {
            ref readonly var item = ref _scan.Items[_item];
            if (item.Directive is { } directive)
            {
                // gcc reads on in the included file and fails at its end; we fail at once.
                if (!_skipping && directive.Kind is DirectiveKind.Include or DirectiveKind.IncludeNext or DirectiveKind.Import) return false;
                _item++;
                Process(directive);
                continue;
            }

            _item++;
            if (_skipping) continue;
            SetRun(item);
            return true;
        }

        return false;
    }
}
