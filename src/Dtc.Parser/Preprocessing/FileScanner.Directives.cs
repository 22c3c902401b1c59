namespace Dtc.Parser.Preprocessing;

/// <summary>Lines that begin with <c>#</c>, and the include guard.</summary>
internal sealed partial class FileScanner
{
    private bool Directive(int lineStart, int hash, int nameStart)
    {
        // Look at the name without cleaning: text lines that begin with '#' are properties such as #address-cells.
        Copy(1);
        var unused = 0;
        if (SkipBlanks(ref unused) && _p < _length && !IsLineEnd(_p))
        {
            Sync(_p - 1);
            _clean[_o++] = (byte)' ';
        }

        var kind = DirectiveKind.None;
        var empty = _p >= _length || IsLineEnd(_p);
        if (!empty && CharTable.IsLetter(_text[_p]))
        {
            var p = _p;
            while (CharTable.IsNamePart(_text[p])) p++;
            var id = _names.Find(_text.AsSpan(_p, p - _p));
            if (id is > 0 and < KnownNames.FirstOther) kind = (DirectiveKind)id;
        }
        else if (!empty && CharTable.IsDigit(_text[_p]) && hash == lineStart)
        {
            kind = DirectiveKind.LineMarker;
        }

        if (kind == DirectiveKind.None && !empty) return false;

        var name = _o;
        if (kind is DirectiveKind.Include or DirectiveKind.IncludeNext or DirectiveKind.Import) IncludeBody();
        else Body(isDirective: true);
        var end = _o;
        Put('\n');
        _clean[_o] = 0;
        Directive? directive = null;
        if (kind != DirectiveKind.None)
        {
            directive = new DirectiveParser(_clean, _names).Parse(kind, name, end);
            if (directive is null)
            {
                // '# 12' without a file name: text after all. Collect its names from the clean line.
                var q = hash;
                for (Token t; (t = TokenLexer.Lex(_clean, ref q)).Type != TokenType.End;)
                {
                    if (t.Type == TokenType.Name) AddName(_names.Intern(t.Text), t.Start);
                }

                AddToRun(lineStart, nameStart);
                return true;
            }
        }

        CloseRun();
        var line = _line;
        EndLine();
        if (directive is not null) _items.Add(new ScanItem(lineStart, _o, line, _line, 0, 0, directive));
        return true;
    }

    /// <summary>As <see cref="Body"/>, but within <c>&lt;…&gt;</c> and <c>"…"</c> everything is the file's name.</summary>
    private void IncludeBody()
    {
        while (CharTable.IsNamePart(_text[_p])) Copy(1);
        var unused = 0;
        var at = _p;
        if (SkipBlanks(ref unused) && _p < _length && !IsLineEnd(_p))
        {
            Sync(Math.Max(at, _p - 1));
            _clean[_o++] = (byte)' ';
        }

        var close = _text[_p] == '<' ? (byte)'>' : _text[_p] == '"' ? (byte)'"' : (byte)0;
        if (close != 0)
        {
            var p = _p + 1;
            while (p < _length && _text[p] != close && !IsLineEnd(p)) p++;
            if (p < _length && _text[p] == close) Copy(p + 1 - _p);
        }

        Body(isDirective: true);
    }

    private static int FindGuard(ScanItem[] items)
    {
        if (items.Length < 2 || items[0].Directive is not { Kind: DirectiveKind.Ifndef or DirectiveKind.If } open
            || items[^1].Directive is not { Kind: DirectiveKind.Endif }) return 0;
        var guard = open.Kind == DirectiveKind.Ifndef ? open.NameId : NotDefined(open.Tokens);
        if (guard == 0) return 0;
        var depth = 0;
        for (var i = 0; i < items.Length - 1; i++)
        {
            switch (items[i].Directive?.Kind)
            {
                case DirectiveKind.If or DirectiveKind.Ifdef or DirectiveKind.Ifndef:
                    depth++;
                    break;
                case DirectiveKind.Endif:
                    if (--depth == 0) return 0;
                    break;
                case DirectiveKind.Else or DirectiveKind.Elif or DirectiveKind.Elifdef or DirectiveKind.Elifndef when depth == 1:
                    return 0;
            }
        }

        return depth == 1 ? guard : 0;
    }

    /// <summary>The name in <c>!defined X</c> or <c>!defined(X)</c>.</summary>
    private static int NotDefined(Token[] tokens)
    {
        if (tokens.Length < 4 || tokens[0].Type != TokenType.Not || tokens[1].Id != KnownNames.Defined
            || tokens[1].Type != TokenType.Name) return 0;
        if (tokens[2].Type == TokenType.Name && tokens[3].Type == TokenType.End) return tokens[2].Id;
        return tokens.Length == 6 && tokens[2].Type == TokenType.OpenParen && tokens[3].Type == TokenType.Name
            && tokens[4].Type == TokenType.CloseParen && tokens[5].Type == TokenType.End ? tokens[3].Id : 0;
    }
}
