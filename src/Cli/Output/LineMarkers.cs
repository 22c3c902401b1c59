using System.Buffers;
using System.Text;
using Dtc.Tree;

namespace Cli.Output;

/// <summary>Puts <c># 12 "file"</c> before lines of expanded text that do not follow their predecessor.</summary>
internal static class LineMarkers
{
    /// <summary>The text with markers, which dtc and gcc understand.</summary>
    public static Span<byte> Insert(ReadOnlySpan<byte> text, ISourceMap map)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 4096);
        string? file = null;
        var next = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text[at..].IndexOf((byte)'\n');
            var line = text.Slice(at, end < 0 ? text.Length - at : end + 1);
            var blank = line.Trim(" \t\r\n"u8).IsEmpty;

            // A blank line says nothing by itself; the marker waits for text that has a place.
            if (!blank && map.Resolve(new SourceSpan(at + Indent(line), 0)) is { } place
                && (place.File != file || place.Line != next))
            {
                file = place.File;
                next = place.Line;
                Encoding.UTF8.GetBytes($"# {next} \"{Escape(file)}\"\n", output);
            }

            output.Write(line);
            next++;
            at += line.Length;
        }

        var result = new byte[output.WrittenCount];
        output.WrittenSpan.CopyTo(result);
        return result;
    }

    private static int Indent(ReadOnlySpan<byte> line)
    {
        var indent = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Math.Max(0, indent);
    }

    private static string Escape(string file) =>
        file.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
