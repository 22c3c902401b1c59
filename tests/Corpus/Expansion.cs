using System.Security.Cryptography;

namespace Corpus.Tests;

/// <summary>
/// Preprocessed text in the form in which two preprocessors can be compared: without gcc's linemarkers, and
/// with every run of white space as one space (which makes it the same as the text of <c>gcc -E -P</c>).
/// </summary>
public static class Expansion
{
    /// <summary>Brings an expansion into that form.</summary>
    public static byte[] Normalize(ReadOnlySpan<byte> text)
    {
        var result = new byte[text.Length + 1];
        var length = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (line is [(byte)'#', (byte)' ', >= (byte)'0' and <= (byte)'9', ..]) continue;
            foreach (var c in line) Append(c);
            Append((byte)'\n');
        }

        if (length > 0 && result[length - 1] == ' ') length--;
        return result[..length];

        void Append(byte c)
        {
            var isSpace = c is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
            if (!isSpace) result[length++] = c;
            else if (length > 0 && result[length - 1] != ' ') result[length++] = (byte)' ';
        }
    }

    /// <summary>A short name for a content.</summary>
    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
