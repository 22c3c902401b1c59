using System.Globalization;
using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Macros whose text is made at each use.</summary>
internal sealed partial class MacroExpander
{
    private bool EnterBuiltin(Macro macro, in Token name)
    {
        string text;
        switch (macro.NameId)
        {
            case KnownNames.Pragma:
                // Left alone where the result may yet be stringified; dropped, as pragmas mean nothing to a tree.
                if (InDirective || _recursion > 0) return false;
                return SkipParentheses();
            case KnownNames.HasInclude or KnownNames.HasIncludeNext:
                text = HasInclude(macro, name) ? "1" : "0";
                break;
            case KnownNames.HasAttribute or KnownNames.HasCppAttribute or KnownNames.HasBuiltin:
                if (!SkipParentheses())
                {
                    run.Report(Rules.MalformedCondition, name, $"missing '(' after \"{Spell(name)}\"");
                }

                text = "0";
                break;
            default:
                text = run.BuiltinText(macro.NameId, name);
                break;
        }

        Spend(text.Length >> 4);
        var bytes = _scratch.Rent(Encoding.UTF8.GetByteCount(text) + 2, out var at);
        var length = Encoding.UTF8.GetBytes(text, bytes.AsSpan(at));
        PushOne(new Token
        {
            Buffer = bytes,
            Start = at,
            Length = length,
            Type = text[0] == '"' ? TokenType.String : TokenType.Number,
            Origin = run.Map.AddExpansion(macro, name),
        });
        return true;
    }

    private bool SkipParentheses()
    {
        _collecting++;
        try
        {
            if (_depth == 0 && !InDirective)
            {
                if (!run.TakeOpenParen()) return false;
            }
            else
            {
                GetSolid(out var open);
                if (open.Type != TokenType.OpenParen)
                {
                    Unget(open);
                    return false;
                }
            }

            for (var depth = 1; depth > 0;)
            {
                GetSolid(out var token);
                if (token.Type == TokenType.End) break;
                if (token.Type == TokenType.OpenParen) depth++;
                if (token.Type == TokenType.CloseParen) depth--;
            }

            return true;
        }
        finally
        {
            _collecting--;
        }
    }

    private void GetSolid(out Token token)
    {
        do Get(out token);
        while (token.Type == TokenType.Padding);
    }

    private bool HasInclude(Macro macro, in Token name)
    {
        var spelled = Encoding.UTF8.GetString(macro.Name);
        if (!InDirective)
        {
            run.Report(Rules.MalformedCondition, name, $"\"{spelled}\" used outside of preprocessing directive");
            return false;
        }

        GetSolid(out var token);
        var paren = token.Type == TokenType.OpenParen;
        if (!paren)
        {
            run.Report(Rules.MalformedCondition, name, $"missing '(' before \"{spelled}\" operand");
        }
        else if (!RawHeaderName(out token))
        {
            GetSolid(out token);
        }

        string? file = null;
        var angled = token.Type == TokenType.Less;
        if (token.Type == TokenType.String) file = Encoding.UTF8.GetString(token.Text[1..^1]);
        else if (token.Type == TokenType.Less) file = token.Length > 1 ? Encoding.UTF8.GetString(token.Text[1..^1]) : BracketName();
        else run.Report(Rules.MalformedCondition, name, $"operator \"{spelled}\" requires a header-name");

        if (paren)
        {
            GetSolid(out var close);
            if (close.Type != TokenType.CloseParen)
            {
                run.Report(Rules.MalformedCondition, name, $"missing ')' after \"{spelled}\" operand");
                Unget(close);
            }
        }

        return file is { Length: > 0 } && run.Exists(file, angled, macro.NameId == KnownNames.HasIncludeNext);
    }

    /// <summary>A <c>&lt;name&gt;</c> written as such in the directive: nothing in it is a macro.</summary>
    private bool RawHeaderName(out Token token)
    {
        token = default;
        if (_depth > 0 || _line[_linePosition].Type != TokenType.Less) return false;
        for (var i = _linePosition + 1; i < _line.Length; i++)
        {
            if (_line[i].Type != TokenType.Greater) continue;
            token = _line[_linePosition];
            token.Length = _line[i].Start + 1 - token.Start;
            _linePosition = i + 1;
            return true;
        }

        return false;
    }

    /// <summary>After an expanded <c>&lt;</c>: the spelled tokens up to <c>&gt;</c>; null when there is none.</summary>
    public string? BracketName()
    {
        var name = new StringBuilder();
        while (true)
        {
            GetSolid(out var token);
            if (token.Type == TokenType.Greater) return name.ToString();
            if (token.Type == TokenType.End) return null;
            if (token.IsWhite && name.Length > 0) name.Append(' ');
            name.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(token.Text)}");
            Spend(1 + (token.Length >> 4));
        }
    }
}
