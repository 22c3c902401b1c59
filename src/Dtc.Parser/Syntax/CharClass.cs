namespace Dtc.Parser.Syntax;

/// <summary>What a byte may be part of; one table look-up instead of many comparisons.</summary>
[Flags]
internal enum CharClass : byte
{
    None = 0,
    Space = 1,
    LabelStart = 2,
    Label = 4,
    NameChar = 8,
    Digit = 16,
    Hex = 32,
    Path = 64,
}

internal static class CharClasses
{
    private static readonly CharClass[] Values = Make();

    public static bool Is(byte c, CharClass what) => (Values[c] & what) != 0;

    public static int HexValue(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static CharClass[] Make()
    {
        var t = new CharClass[256];
        foreach (var c in " \t\n\v\f\r") t[c] |= CharClass.Space;
        for (var c = 'a'; c <= 'z'; c++) t[c] |= CharClass.LabelStart | CharClass.Label | CharClass.NameChar;
        for (var c = 'A'; c <= 'Z'; c++) t[c] |= CharClass.LabelStart | CharClass.Label | CharClass.NameChar;
        t['_'] |= CharClass.LabelStart | CharClass.Label | CharClass.NameChar;
        for (var c = '0'; c <= '9'; c++) t[c] |= CharClass.Label | CharClass.NameChar | CharClass.Digit | CharClass.Hex;
        foreach (var c in "abcdefABCDEF") t[c] |= CharClass.Hex;
        foreach (var c in ",._+*#?@-") t[c] |= CharClass.NameChar;
        for (var c = 0; c < 256; c++)
        {
            if ((t[c] & CharClass.NameChar) != 0) t[c] |= CharClass.Path;
        }

        t['/'] |= CharClass.Path;
        return t;
    }
}
