namespace Dtc.Parser.Syntax;

/// <content>Words between slashes.</content>
internal sealed partial class Lexer
{
    private enum KeywordResult
    {
        None,
        Token,
        Included,
    }

    private KeywordResult ScanKeyword()
    {
        var rest = _text.AsSpan(_pos, _end - _pos);
        if (rest.Length < 2) return KeywordResult.None;
        switch (rest[1])
        {
            case (byte)'d':
                if (Take(rest, "/dts-v1/"u8, TokenKind.Version, Mode.Values)) return KeywordResult.Token;
                if (Take(rest, "/delete-property/"u8, TokenKind.DeleteProperty, Mode.Names)) return KeywordResult.Token;
                if (Take(rest, "/delete-node/"u8, TokenKind.DeleteNode, Mode.Names)) return KeywordResult.Token;
                break;
            case (byte)'b':
                if (Take(rest, "/bits/"u8, TokenKind.Bits, Mode.Values)) return KeywordResult.Token;
                break;
            case (byte)'m':
                if (Take(rest, "/memreserve/"u8, TokenKind.MemReserve, Mode.Values)) return KeywordResult.Token;
                break;
            case (byte)'o':
                if (Take(rest, "/omit-if-no-ref/"u8, TokenKind.OmitIfNoRef, Mode.Names)) return KeywordResult.Token;
                break;
            case (byte)'p':
                if (Take(rest, "/plugin/"u8, TokenKind.Plugin, _mode)) return KeywordResult.Token;
                break;
            case (byte)'i':
                if (_mode is Mode.Initial or Mode.Values && Take(rest, "/incbin/"u8, TokenKind.IncBin, _mode)) return KeywordResult.Token;
                if (rest.StartsWith("/include/"u8) && Include()) return KeywordResult.Included;
                break;
        }

        return KeywordResult.None;
    }

    private bool Take(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> word, TokenKind kind, Mode mode)
    {
        if (!rest.StartsWith(word)) return false;
        Kind = kind;
        _pos += word.Length;
        _mode = mode;
        return true;
    }
}
