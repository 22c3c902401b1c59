namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Kinds of preprocessing tokens. The first fourteen are those that form another operator with a following
/// <c>=</c>; <see cref="TokenLexer.AvoidPaste"/> relies on that order.
/// </summary>
internal enum TokenType : byte
{
    Assign, Not, Greater, Less, Plus, Minus, Star, Slash, Percent, And, Or, Xor, ShiftRight, ShiftLeft,
    Tilde, AndAnd, OrOr, Question, Colon, Comma, OpenParen, CloseParen,
    Equal, NotEqual, GreaterEqual, LessEqual,
    PlusAssign, MinusAssign, StarAssign, SlashAssign, PercentAssign, AndAssign, OrAssign, XorAssign,
    ShiftRightAssign, ShiftLeftAssign,
    Hash, Paste, OpenSquare, CloseSquare, OpenBrace, CloseBrace, Semicolon, Ellipsis,
    PlusPlus, MinusMinus, Arrow, Dot, At,

    /// <summary>The last of the kinds that are spelled in one way only.</summary>
    LastOperator = At,

    Name, Number, Char, WideChar, Other, String, WideString,

    /// <summary>A parameter in a macro body; <see cref="Token.Id"/> is its index.</summary>
    Parameter,

    /// <summary>No text: tells the printer that neighbours must not run together.</summary>
    Padding,

    /// <summary>End of the text, of a directive line or of a macro argument.</summary>
    End,
}

/// <summary>What is known about a token beside its kind.</summary>
[Flags]
internal enum TokenFlags : byte
{
    None = 0,

    /// <summary>White space (or a comment, or a line end within macro arguments) came before.</summary>
    White = 1,

    /// <summary>Left operand of <c>##</c>.</summary>
    PasteLeft = 2,

    /// <summary>Operand of <c>#</c>.</summary>
    Stringify = 4,

    /// <summary>A macro name met inside its own expansion: never expanded again.</summary>
    NoExpand = 8,

    /// <summary>First token of its line.</summary>
    LineStart = 16,

    /// <summary>A space before the <c>##</c> or <c>#</c> that followed; only redefinitions care.</summary>
    SpacedOperator = 32,

    /// <summary>Padding that inherits white space from a token, so that one more padding does not replace it.</summary>
    Inherits = 64,
}
