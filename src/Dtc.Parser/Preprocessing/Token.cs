namespace Dtc.Parser.Preprocessing;

/// <summary>A preprocessing token: a stretch of some buffer, and where it was written.</summary>
internal struct Token
{
    public byte[] Buffer;
    public int Start;
    public int Length;

    /// <summary>Name id of a <see cref="TokenType.Name"/>, index of a <see cref="TokenType.Parameter"/>.</summary>
    public int Id;

    /// <summary>Index of the macro expansion whose body holds the token; -1 when a file's text does.</summary>
    public int Origin;

    /// <summary>Frame and offset (in its clean text) of a token written in a file's text.</summary>
    public int Frame;
    public int Place;

    public TokenType Type;
    public TokenFlags Flags;

    public readonly ReadOnlySpan<byte> Text => Buffer.AsSpan(Start, Length);

    public readonly bool IsWhite => (Flags & TokenFlags.White) != 0;

    public readonly bool PastesLeft => (Flags & TokenFlags.PasteLeft) != 0;

    /// <summary>Padding after an expansion: the neighbours must not paste.</summary>
    public static Token AvoidPaste => new() { Buffer = [], Type = TokenType.Padding, Origin = -1 };

    /// <summary>Padding that stands for the white space before <paramref name="source"/>.</summary>
    public static Token PaddingFor(in Token source) => new()
    {
        Buffer = [],
        Type = TokenType.Padding,
        Origin = -1,
        Flags = TokenFlags.Inherits | (source.Flags & TokenFlags.White),
    };

    public static Token EndAt(int frame, int place) =>
        new() { Buffer = [], Type = TokenType.End, Origin = -1, Frame = frame, Place = place };
}
