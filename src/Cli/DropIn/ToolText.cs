namespace Cli.DropIn;

/// <summary>How dtc's utilities tell strings from numbers.</summary>
internal static class ToolText
{
    /// <summary>True for one or more strings of printable ASCII, none of them empty, each with its NUL.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[^1] != 0) return false;
        var last = (byte)0;
        foreach (var c in value)
        {
            if (c == 0 ? last == 0 : c is < 0x20 or > 0x7e) return false;
            last = c;
        }

        return true;
    }
}
