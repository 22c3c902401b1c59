using System.Globalization;
using System.Text;

namespace Cli.Rendering;

/// <summary>How many columns a terminal gives a character; carets are placed by it.</summary>
internal static class CellWidth
{
    /// <summary>The blocks of wide characters that occur in practice (East Asian scripts, emoji).</summary>
    private static ReadOnlySpan<int> WideRanges =>
    [
        0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF,
        0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6,
        0x1F300, 0x1F64F, 0x1F900, 0x1F9FF, 0x20000, 0x3FFFD,
    ];

    /// <summary>0 for combining marks, 2 for wide characters, else 1.</summary>
    public static int Of(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return 0;
        var ranges = WideRanges;
        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (rune.Value >= ranges[i] && rune.Value <= ranges[i + 1]) return 2;
        }

        return 1;
    }
}
