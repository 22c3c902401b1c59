namespace Cli.DropIn;

/// <summary>How convert-dtsv0 writes the numbers of properties: by their names.</summary>
internal static class DtsV0Properties
{
    // In the order of the original: the last that fits a name counts.
    private static readonly (string Start, string End, int Radix, int Width)[] Styles =
    [
        ("", "-frequency", 10, 0),
        ("num-", "", 10, 0),
        ("#", "-cells", 10, 0),
        ("", "cache-line-size", 10, 0),
        ("", "cache-block-size", 10, 0),
        ("", "cache-size", 10, 0),
        ("", "cache-sets", 10, 0),
        ("", "-fifo-size", 10, 0),
        ("", "-frame-size", 10, 0),
        ("", "-channel", 10, 0),
    ];

    /// <summary>The base and the least number of digits for the values of a property; 16 and 0 when nothing is known.</summary>
    public static (int Radix, int Width) Style(string property)
    {
        switch (property)
        {
            case "cell-index" or "bank-width" or "current-speed":
                return (10, 0);
            case "phy-map" or "reg" or "ranges":
                return (16, 8);
            case "dcr-reg":
                return (16, 3);
        }

        foreach (var (start, end, radix, width) in Styles)
        {
            if (property.Length >= start.Length + end.Length
                && property.StartsWith(start, StringComparison.Ordinal) && property.EndsWith(end, StringComparison.Ordinal))
            {
                return (radix, width);
            }
        }

        return (16, 0);
    }
}
