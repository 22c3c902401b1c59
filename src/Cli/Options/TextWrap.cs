using System.Text;

namespace Cli.Options;

/// <summary>Breaks a paragraph into lines.</summary>
internal static class TextWrap
{
    /// <summary>Appends <paramref name="paragraph"/>, the cursor being at column <paramref name="indent"/>.</summary>
    public static void Append(StringBuilder text, string paragraph, int indent, int width)
    {
        var column = indent;
        foreach (var range in paragraph.AsSpan().Split(' '))
        {
            var word = paragraph.AsSpan(range);
            if (column > indent && column + 1 + word.Length > width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (column > indent)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }
    }
}
