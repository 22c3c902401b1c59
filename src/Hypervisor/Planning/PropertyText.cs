using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hypervisor.Hosts;

namespace Hypervisor.Planning;

/// <summary>Values of properties as configurations write them: <c>&lt;1 0x2&gt;</c>, <c>"text", "more"</c>, <c>[00 ff]</c>, several with commas.</summary>
public static class PropertyText
{
    /// <summary>Reads a value.</summary>
    /// <param name="text">The text; null for an empty value. A text without any of the marks is a string.</param>
    /// <param name="tree">The tree that <c>&amp;{/path}</c> is looked up in.</param>
    /// <returns>The bytes, or null and the reason.</returns>
    public static (byte[]? Bytes, string? Trouble) Read(string? text, HostTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (text is null) return ([], null);
        var trimmed = text.Trim();
        if (trimmed.Length == 0 || trimmed[0] is not ('<' or '"' or '[')) return ([.. Encoding.UTF8.GetBytes(text), 0], null);
        var bytes = new List<byte>();
        for (var at = 0; at < trimmed.Length;)
        {
            var close = trimmed[at] switch { '<' => '>', '[' => ']', '"' => '"', _ => '\0' };
            if (close == '\0') return (null, $"'{trimmed[at]}' where <, [ or \" is expected");
            var end = End(trimmed, at + 1, close);
            if (end < 0) return (null, $"{close} is missing");
            var inner = trimmed[(at + 1)..end];
            var trouble = close switch { '>' => Cells(inner, tree, bytes), ']' => Hex(inner, bytes), _ => Text(inner, bytes) };
            if (trouble is not null) return (null, trouble);
            at = end + 1;
            while (at < trimmed.Length && trimmed[at] == ' ') at++;
            if (at == trimmed.Length) break;
            if (trimmed[at] != ',') return (null, "a comma is missing between values");
            for (at++; at < trimmed.Length && trimmed[at] == ' ';) at++;
            if (at == trimmed.Length) return (null, "a value is missing behind the comma");
        }

        return ([.. bytes], null);
    }

    private static int End(string text, int from, char close)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (close == '"' && text[i] == '\\') i++;
            else if (text[i] == close) return i;
        }

        return -1;
    }

    private static string? Cells(string inner, HostTree tree, List<byte> bytes)
    {
        Span<byte> cell = stackalloc byte[4];
        foreach (var word in inner.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            uint value;
            if (word is ['&', '{', .. var path, '}'])
            {
                if (tree.Resolve(path)?.Cell("phandle") is not { } phandle) return $"{path} is no node with a phandle";
                value = phandle;
            }
            else
            {
                var hex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
                if (!uint.TryParse(hex ? word.AsSpan(2) : word, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out value))
                    return $"'{word}' is no number of 32 bits";
            }

            BinaryPrimitives.WriteUInt32BigEndian(cell, value);
            bytes.AddRange(cell);
        }

        return null;
    }

    private static string? Hex(string inner, List<byte> bytes)
    {
        var digits = inner.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)) return "bytes are pairs of hexadecimal digits";
        bytes.AddRange(Convert.FromHexString(digits));
        return null;
    }

    private static string? Text(string inner, List<byte> bytes)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\') plain.Append(inner[i]);
            else if (++i < inner.Length && inner[i] is '"' or '\\') plain.Append(inner[i]);
            else if (i < inner.Length && inner[i] == 'n') plain.Append('\n');
            else return "of the escapes only \\\", \\\\ and \\n are known";
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(plain.ToString()));
        bytes.Add(0);
        return null;
    }
}
