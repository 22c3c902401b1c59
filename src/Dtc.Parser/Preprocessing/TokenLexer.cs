namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Cuts clean text (no comments, no splices; every line ends in <c>\n</c>) into tokens. Names get no id here.
/// </summary>
internal static class TokenLexer
{
    /// <summary>
    /// Reads the token at <paramref name="p"/>, skipping spaces. At a line end or at the NUL that ends the buffer
    /// the result is <see cref="TokenType.End"/> and <paramref name="p"/> stays there.
    /// </summary>
    public static Token Lex(byte[] text, ref int p)
    {
        var token = new Token { Buffer = text, Origin = -1 };
        while (text[p] == ' ')
        {
            token.Flags = TokenFlags.White;
            p++;
        }

        token.Start = token.Place = p;
        token.Type = Scan(text, ref p);
        token.Length = p - token.Start;
        return token;
    }

    /// <summary>
    /// Whether the printer must put a space between two tokens of different origin, lest they read as one.
    /// The rules are those of gcc, over-cautious ones included, for the text must be the same.
    /// </summary>
    /// <param name="left">Kind of the token printed last.</param>
    /// <param name="leftByte">Its first byte.</param>
    /// <param name="right">Kind of the token to print.</param>
    /// <param name="rightText">Its text.</param>
    public static bool AvoidPaste(TokenType left, byte leftByte, TokenType right, ReadOnlySpan<byte> rightText)
    {
        var c = right <= TokenType.LastOperator ? rightText[0] : (byte)0;
        if (left <= TokenType.ShiftLeft && c == '=') return true;
        return left switch
        {
            TokenType.Greater => c == '>',
            TokenType.Less => c is (byte)'<' or (byte)'%' or (byte)':',
            TokenType.Plus => c == '+',
            TokenType.Minus => c is (byte)'-' or (byte)'>',
            TokenType.Slash => c is (byte)'/' or (byte)'*',
            TokenType.Percent => c is (byte)':' or (byte)'>',
            TokenType.And => c == '&',
            TokenType.Or => c == '|',
            TokenType.Colon => c is (byte)':' or (byte)'>',
            TokenType.Arrow => c == '*',
            TokenType.Dot => c is (byte)'.' or (byte)'%' || right == TokenType.Number,
            TokenType.Hash => c is (byte)'#' or (byte)'%',
            TokenType.Name => right is TokenType.Name or TokenType.Char or TokenType.String
                              || (right == TokenType.Number && ContinuesName(rightText)),
            TokenType.Number => right is TokenType.Number or TokenType.Name or TokenType.Char
                                || c is (byte)'.' or (byte)'+' or (byte)'-',
            TokenType.Other => leftByte == '\\' && right == TokenType.Name,
            _ => false,
        };
    }

    private static bool ContinuesName(ReadOnlySpan<byte> number)
    {
        foreach (var c in number)
        {
            if (!CharTable.IsNamePart(c)) return false;
        }

        return true;
    }

    /// <summary>Length of the UTF-8 sequence at <paramref name="p"/>; 1 for a stray byte.</summary>
    public static int SequenceLength(ReadOnlySpan<byte> text, int p) =>
        System.Text.Rune.DecodeFromUtf8(text[p..], out _, out var n) == System.Buffers.OperationStatus.Done ? n : 1;

    private static TokenType Scan(byte[] text, ref int p)
    {
        var c = text[p];
        if (CharTable.IsLetter(c))
        {
            if (c == 'L' && text[p + 1] is (byte)'"' or (byte)'\'')
            {
                p++;
                return Quoted(text, ref p) switch
                {
                    TokenType.String => TokenType.WideString,
                    TokenType.Char => TokenType.WideChar,
                    _ => TokenType.Other,
                };
            }

            do p++;
            while (CharTable.IsNamePart(text[p]));
            return TokenType.Name;
        }

        if (CharTable.IsDigit(c) || (c == '.' && CharTable.IsDigit(text[p + 1])))
        {
            do p++;
            while (CharTable.ContinuesNumber(text[p], text[p - 1]));
            return TokenType.Number;
        }

        switch (c)
        {
            case (byte)'\n' or 0: return TokenType.End;
            case (byte)'"' or (byte)'\'': return Quoted(text, ref p);
            case >= 0x80:
                p += SequenceLength(text, p);
                return TokenType.Other;
            default: return Operator(text, ref p, c);
        }
    }

    private static TokenType Quoted(byte[] text, ref int p)
    {
        var quote = text[p++];
        for (; ; p++)
        {
            var c = text[p];
            if (c == '\n') return TokenType.Other; // to the end of the line, without a word: it is assembler
            if (c == '\\' && text[p + 1] != '\n') p++;
            else if (c == quote) break;
        }

        p++;
        return quote == '"' ? TokenType.String : TokenType.Char;
    }

    private static TokenType Operator(byte[] text, ref int p, byte c)
    {
        var next = text[++p];
        switch (c)
        {
            case (byte)'=': return Pair(ref p, next, '=', TokenType.Equal, TokenType.Assign);
            case (byte)'!': return Pair(ref p, next, '=', TokenType.NotEqual, TokenType.Not);
            case (byte)'*': return Pair(ref p, next, '=', TokenType.StarAssign, TokenType.Star);
            case (byte)'/': return Pair(ref p, next, '=', TokenType.SlashAssign, TokenType.Slash);
            case (byte)'%': return Pair(ref p, next, '=', TokenType.PercentAssign, TokenType.Percent);
            case (byte)'^': return Pair(ref p, next, '=', TokenType.XorAssign, TokenType.Xor);
            case (byte)'#': return Pair(ref p, next, '#', TokenType.Paste, TokenType.Hash);
            case (byte)'<':
                if (next != '<') return Pair(ref p, next, '=', TokenType.LessEqual, TokenType.Less);
                return Pair(ref p, text[++p], '=', TokenType.ShiftLeftAssign, TokenType.ShiftLeft);
            case (byte)'>':
                if (next != '>') return Pair(ref p, next, '=', TokenType.GreaterEqual, TokenType.Greater);
                return Pair(ref p, text[++p], '=', TokenType.ShiftRightAssign, TokenType.ShiftRight);
            case (byte)'+':
                if (next == '+') { p++; return TokenType.PlusPlus; }
                return Pair(ref p, next, '=', TokenType.PlusAssign, TokenType.Plus);
            case (byte)'-':
                if (next == '-') { p++; return TokenType.MinusMinus; }
                if (next == '>') { p++; return TokenType.Arrow; }
                return Pair(ref p, next, '=', TokenType.MinusAssign, TokenType.Minus);
            case (byte)'&':
                if (next == '&') { p++; return TokenType.AndAnd; }
                return Pair(ref p, next, '=', TokenType.AndAssign, TokenType.And);
            case (byte)'|':
                if (next == '|') { p++; return TokenType.OrOr; }
                return Pair(ref p, next, '=', TokenType.OrAssign, TokenType.Or);
            case (byte)'.':
                if (next != '.' || text[p + 1] != '.') return TokenType.Dot;
                p += 2;
                return TokenType.Ellipsis;
            case (byte)'~': return TokenType.Tilde;
            case (byte)'?': return TokenType.Question;
            case (byte)':': return TokenType.Colon;
            case (byte)',': return TokenType.Comma;
            case (byte)'(': return TokenType.OpenParen;
            case (byte)')': return TokenType.CloseParen;
            case (byte)'[': return TokenType.OpenSquare;
            case (byte)']': return TokenType.CloseSquare;
            case (byte)'{': return TokenType.OpenBrace;
            case (byte)'}': return TokenType.CloseBrace;
            case (byte)';': return TokenType.Semicolon;
            case (byte)'@': return TokenType.At;
            default: return TokenType.Other;
        }
    }

    private static TokenType Pair(ref int p, byte next, char second, TokenType pair, TokenType single)
    {
        if (next != second) return single;
        p++;
        return pair;
    }
}
