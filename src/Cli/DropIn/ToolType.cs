namespace Cli.DropIn;

/// <summary>What the option -t of fdtget and fdtput asks for.</summary>
/// <param name="Kind">i, u, x, s or r; NUL when nothing is asked for.</param>
/// <param name="Size">Bytes of one number: 1, 2, 4; -1 when that is open.</param>
internal readonly record struct ToolType(char Kind, int Size)
{
    /// <summary>What the usage texts say about the argument of -t.</summary>
    public const string Usage =
        "<type>\ts=string, i=int, u=unsigned, x=hex, r=raw\n"
        + "\tOptional modifier prefix:\n"
        + "\t\thh or b=byte, h=2 byte, l=4 byte (default)";

    /// <summary>Nothing is asked for.</summary>
    public static ToolType Open { get; } = new('\0', -1);

    /// <summary>Reads a type such as <c>x</c>, <c>hhx</c> or <c>bu</c>; null when it is none.</summary>
    public static ToolType? Parse(string text)
    {
        var rest = text.AsSpan();
        var modifier = '\0';
        if (rest is ['h' or 'l' or 'L' or 'b', ..])
        {
            modifier = rest[0];
            rest = rest[1..];
            if (rest.Length > 0 && rest[0] == modifier)
            {
                // Any modifier may be written twice, but that means something only for h.
                if (modifier == 'h') modifier = 'b';
                rest = rest[1..];
            }
        }

        if (rest is not [('i' or 'u' or 'x' or 's' or 'r') and var kind]) return null;
        var size = modifier switch { 'b' => 1, 'h' => 2, 'l' => 4, _ => -1 };
        return new ToolType(kind, kind is 's' or 'r' ? -1 : size);
    }
}
