using System.Text;

namespace Dtc.Bindings.Documents;

/// <summary>The text of a document: UTF-8, and nothing in it that YAML does not allow.</summary>
internal static class DocumentText
{
    /// <summary>Bytes of the largest document; the largest binding there is has 170 KB.</summary>
    public const int MaximumLength = 64 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a document, without its byte order mark.</summary>
    /// <exception cref="DocumentException">It is no UTF-8, too large, or holds a control character.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaximumLength)
        {
            throw new DocumentException($"the file has more than {MaximumLength >> 20} MiB", new SchemaPosition(1, 1));
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            // Some versions count the index from where the valid part ended; it is only used as a bound.
            var valid = ValidPrefix(bytes);
            throw new DocumentException(
                $"byte 0x{(fault.BytesUnknown is [var first, ..] ? first : bytes[Math.Min(valid, bytes.Length - 1)]):x2} is not part of UTF-8 text",
                PositionAfter(Encoding.UTF8.GetString(bytes[..valid])));
        }

        var at = FindForbidden(text);
        if (at >= 0)
        {
            throw new DocumentException(
                $"character U+{(int)text[at]:X4} may not stand in a document", PositionAfter(text.AsSpan(0, at)));
        }

        CheckDirectives(text);
        return text;
    }

    // Lines before the document; the parser passes over the directives it does not know, dt-schema's does not.
    private static void CheckDirectives(ReadOnlySpan<char> text)
    {
        var line = 0;
        foreach (var range in text.Split('\n'))
        {
            line++;
            var words = text[range].TrimEnd();
            if (words is [] or ['#', ..]) continue;
            if (words[0] != '%') return;
            if (words is "%YAML" or "%TAG" || words.StartsWith("%YAML ") || words.StartsWith("%TAG ")) continue;
            var end = words.IndexOf(' ');
            throw new DocumentException($"unknown directive '{words[..(end < 0 ? words.Length : end)]}'", new SchemaPosition(line, 1));
        }
    }

    /// <summary>The position that follows a text which begins at 1:1.</summary>
    public static SchemaPosition PositionAfter(ReadOnlySpan<char> text)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                line++;
                start = i + 1;
            }
        }

        return new SchemaPosition(line, text.Length - start + 1);
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    // What YAML calls printable: everything but the control characters (a tab is allowed, NEL too), lone
    // surrogates (which UTF-8 cannot hold) and U+FFFE and U+FFFF.
    private static int FindForbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\x7f' or '\n' or '\r' or '\t') continue;
            if (c < ' ' || c is '\x7f' or (> '\x7f' and < '\xa0' and not '\x85') or '\uFFFE' or '\uFFFF') return i;
        }

        return -1;
    }
}
