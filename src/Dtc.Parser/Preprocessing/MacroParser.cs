using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Parses the part of a <c>#define</c> after the word: name, parameters, body (C11 6.10.3).</summary>
internal sealed class MacroParser(byte[] clean, MacroNameTable names, List<DirectiveFault> faults)
{
    private readonly List<int> _parameters = [];
    private Dictionary<int, int>? _parameterIndex; // most macros have no parameters
    private readonly List<Token> _body = [];
    private int _p;
    private bool _function;
    private bool _variadic;

    /// <summary>The macro; null (and a fault) when the definition is wrong.</summary>
    public Macro? Parse(int start, in Token directive)
    {
        _p = start;
        var name = Next();
        if (name.Type == TokenType.End)
        {
            return Fail(directive, "no macro name given in #define directive");
        }

        if (name.Type != TokenType.Name) return Fail(name, "macro names must be identifiers");
        if (name.Id is KnownNames.Defined or KnownNames.HasInclude or KnownNames.HasIncludeNext)
        {
            return Fail(name, $"\"{Spell(name)}\" cannot be used as a macro name");
        }

        if (clean[_p] == '(')
        {
            _p++;
            _function = true;
            if (!Parameters()) return null;
        }
        else if (clean[_p] is not ((byte)' ' or (byte)'\n'))
        {
            var at = _p;
            var next = Next();
            _p = at;
            faults.Add(new DirectiveFault(
                Rules.MissingMacroSpace, next.Start, next.Length, "missing white space after the macro name"));
        }

        if (!Body()) return null;
        return new Macro
        {
            NameId = name.Id,
            Name = name.Text.ToArray(),
            Place = name.Start,
            IsFunction = _function,
            IsVariadic = _variadic,
            Parameters = [.. _parameters],
            Body = [.. _body],
            PlainText = PlainText(),
            BodyNames = [.. _body.Where(t => t.Type == TokenType.Name).Select(t => t.Id).Distinct()],
        };
    }

    private byte[]? PlainText()
    {
        if (_function || _body.Exists(t => t.PastesLeft)) return null;
        var text = new List<byte>();
        foreach (var token in _body)
        {
            if (token.IsWhite) text.Add((byte)' ');
            text.AddRange(token.Text);
        }

        return [.. text];
    }

    private Macro? Fail(in Token at, string message, string? help = null)
    {
        faults.Add(new DirectiveFault(Rules.MalformedMacro, at.Start, Math.Max(at.Length, 1), message, help));
        return null;
    }

    private static string Spell(in Token token) => Encoding.UTF8.GetString(token.Text);

    private Token Next()
    {
        var token = TokenLexer.Lex(clean, ref _p);
        if (token.Type == TokenType.Name) token.Id = names.Intern(token.Text);
        return token;
    }

    private bool Parameters()
    {
        for (var named = false; ;)
        {
            var token = Next();
            switch (token.Type)
            {
                case TokenType.Name when !named && !_variadic:
                    if (!AddParameter(token.Id))
                    {
                        return Fail(token, $"duplicate macro parameter \"{Spell(token)}\"") is not null;
                    }

                    named = true;
                    continue;
                case TokenType.CloseParen when named || _variadic || _parameters.Count == 0:
                    return true;
                case TokenType.Comma when named && !_variadic:
                    named = false;
                    continue;
                case TokenType.Ellipsis when !_variadic:
                    _variadic = true;
                    if (!named) _ = AddParameter(KnownNames.VaArgs);
                    continue;
            }

            var message = _variadic ? "expected ')' after \"...\""
                : token.Type == TokenType.End
                    ? named ? "expected ')' before end of line" : "expected parameter name before end of line"
                : named ? $"expected ',' or ')', found \"{Spell(token)}\""
                : $"expected parameter name, found \"{Spell(token)}\"";
            return Fail(token, message) is not null;
        }
    }

    /// <summary>False when there is one of that name already.</summary>
    private bool AddParameter(int id)
    {
        _parameterIndex ??= [];
        if (!_parameterIndex.TryAdd(id, _parameters.Count)) return false;
        _parameters.Add(id);
        return true;
    }

    private bool Body()
    {
        const string PasteAtEnd = "'##' cannot appear at either end of a macro expansion";
        var pasting = false;
        var vaOpt = new VaOptState();
        for (var first = true; ; first = false)
        {
            var token = Next();
            if (token.Type == TokenType.Name && _parameterIndex is not null
                && _parameterIndex.TryGetValue(token.Id, out var parameter))
            {
                (token.Type, token.Id) = (TokenType.Parameter, parameter);
            }

            if (token.Type == TokenType.Name && token.Id is KnownNames.VaArgs or KnownNames.VaOpt
                && token.Type == TokenType.Name && !(token.Id == KnownNames.VaOpt && _variadic))
            {
                faults.Add(new DirectiveFault(
                    Rules.MisplacedVariadicName, token.Start, token.Length,
                    $"{Spell(token)} can only appear in the expansion of a variadic macro"));
            }

            if (_function && _body.Count > 0 && _body[^1].Type == TokenType.Hash
                && (token.Type == TokenType.Parameter
                    || (_variadic && token is { Type: TokenType.Name, Id: KnownNames.VaOpt })))
            {
                var spaced = token.IsWhite ? TokenFlags.SpacedOperator : TokenFlags.None;
                token.Flags = spaced | TokenFlags.Stringify | (_body[^1].Flags & TokenFlags.White);
                _body.RemoveAt(_body.Count - 1);
                first = _body.Count == 0;
            }

            if (token.Type == TokenType.End)
            {
                if (pasting) return Fail(token, PasteAtEnd) is not null;
                if (_variadic && vaOpt.IsOpen) return Fail(vaOpt.At, "unterminated __VA_OPT__") is not null;
                return true;
            }

            if (_variadic && vaOpt.Check(token) is { } wrong) return Fail(token, wrong) is not null;
            if (token.Type == TokenType.Paste)
            {
                if (_body.Count == 0) return Fail(token, PasteAtEnd) is not null;
                if (!pasting)
                {
                    var left = _body[^1];
                    left.Flags |= TokenFlags.PasteLeft;
                    if (token.IsWhite) left.Flags |= TokenFlags.SpacedOperator;
                    _body[^1] = left;
                }

                pasting = true;
                continue;
            }

            pasting = false;
            if (first) token.Flags &= ~TokenFlags.White;
            _body.Add(token);
        }
    }
}
