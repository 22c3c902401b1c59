namespace Dtc.Parser.Preprocessing;

/// <summary>Follows <c>__VA_OPT__(…)</c> through a macro body, when it is defined and when it is expanded.</summary>
internal struct VaOptState
{
    private int _depth; // 0 outside, 1 after the name, 2 after '(', else nesting + 2
    private bool _lastWasPaste;

    public enum Step
    {
        /// <summary>The token is outside of __VA_OPT__.</summary>
        Outside,

        /// <summary>The token is __VA_OPT__ itself.</summary>
        Begin,

        /// <summary>The opening parenthesis.</summary>
        Open,

        /// <summary>A token within the parentheses.</summary>
        Inside,

        /// <summary>The closing parenthesis.</summary>
        End,
    }

    public readonly bool IsOpen => _depth != 0;

    /// <summary>The name of the open __VA_OPT__.</summary>
    public Token At { get; private set; }

    /// <summary>Advances over <paramref name="token"/> of a body that is known to be right.</summary>
    public Step Next(in Token token)
    {
        if (_depth == 0)
        {
            if (token.Type != TokenType.Name || token.Id != KnownNames.VaOpt) return Step.Outside;
            At = token;
            _depth = 1;
            return Step.Begin;
        }

        if (_depth == 1)
        {
            _depth = 2;
            return Step.Open;
        }

        if (_depth == 2) _depth = 3;
        if (token.Type == TokenType.OpenParen) _depth++;
        if (token.Type != TokenType.CloseParen || --_depth != 2) return Step.Inside;
        _depth = 0;
        return Step.End;
    }

    /// <summary>Advances over a token of a body being defined; a message when it may not stand here.</summary>
    public string? Check(in Token token)
    {
        const string PasteAtEnd = "'##' cannot appear at either end of __VA_OPT__";
        var isName = token is { Type: TokenType.Name, Id: KnownNames.VaOpt };
        if (_depth > 0 && isName) return "__VA_OPT__ may not appear in a __VA_OPT__";
        if (_depth == 1 && token.Type != TokenType.OpenParen) return "__VA_OPT__ must be followed by an open parenthesis";
        if (_depth == 2 && token.Type == TokenType.Paste) return PasteAtEnd;
        var pasted = _lastWasPaste;
        _lastWasPaste = token.Type == TokenType.Paste;
        return Next(token) == Step.End && pasted ? PasteAtEnd : null;
    }
}
