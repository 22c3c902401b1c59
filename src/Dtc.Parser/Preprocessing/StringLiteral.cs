using System.Text;

namespace Dtc.Parser.Preprocessing;

/// <summary>File names as line markers and <c>__FILE__</c> spell them: quotes and backslashes escaped.</summary>
internal static class StringLiteral
{
    public static string Unescape(ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length >= 2) quoted = quoted[1..^1];
        if (!quoted.Contains((byte)'\\')) return Encoding.UTF8.GetString(quoted);
        var bytes = new byte[quoted.Length];
        var n = 0;
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length) i++;
            bytes[n++] = quoted[i];
        }

        return Encoding.UTF8.GetString(bytes, 0, n);
    }

    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny('\\', '"') < 0) return "\"" + text + "\"";
        return "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            + "\"";
    }
}
