namespace Dtc.Parser.Preprocessing;

/// <summary>Classes of bytes, as gcc's preprocessor sees assembler sources (<c>$</c> is no letter).</summary>
internal static class CharTable
{
    public const byte Letter = 1;
    public const byte Digit = 2;
    public const byte Blank = 4;
    public const byte Quote = 8;

    private static readonly byte[] Classes = Build();

    public static ReadOnlySpan<byte> Table => Classes;

    public static bool IsLetter(byte c) => (Classes[c] & Letter) != 0;

    public static bool IsDigit(byte c) => (Classes[c] & Digit) != 0;

    public static bool IsNamePart(byte c) => (Classes[c] & (Letter | Digit)) != 0;

    /// <summary>Space, tab, form feed, vertical tab and NUL; not the line end.</summary>
    public static bool IsBlank(byte c) => (Classes[c] & Blank) != 0;

    /// <summary>Whether <paramref name="c"/> continues a number whose last byte is <paramref name="previous"/>.</summary>
    public static bool ContinuesNumber(byte c, byte previous) =>
        IsNamePart(c) || c == '.' || ((c == '+' || c == '-') && ((previous | 0x20) == 'e' || (previous | 0x20) == 'p'));

    private static byte[] Build()
    {
        var table = new byte[256];
        for (var c = 'a'; c <= 'z'; c++) table[c] = table[c - 32] = Letter;
        table['_'] = Letter;
        for (var c = '0'; c <= '9'; c++) table[c] = Digit;
        foreach (var c in " \t\f\v\0") table[c] = Blank;
        table['"'] = table['\''] = Quote;
        return table;
    }
}
