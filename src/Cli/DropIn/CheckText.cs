using System.Buffers;
using System.Text;
using Dtc.Tree;

namespace Cli.DropIn;

/// <summary>
/// Findings of checks as dtc prints them: <c>POSITION: Warning (check): /path:property: text</c>, and further lines
/// for the other places of a node.
/// </summary>
internal static class CheckText
{
    /// <summary>Appends one finding.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="finding">A finding with a <see cref="Diagnostic.Check"/>.</param>
    /// <param name="map">Resolves positions; null when the input was no source.</param>
    /// <param name="outputName">The name of the output, which stands where there is no position; <c>-</c> for standard output.</param>
    public static void Append(IBufferWriter<byte> output, Diagnostic finding, ISourceMap? map, string outputName)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var report = finding.Check!;
        var (node, property) = (report.Node, report.Property);
        var span = property is null || property.Span.IsNone ? node?.Span ?? SourceSpan.None : property.Span;
        var at = Position(map, span);
        output.Write(Encoding.UTF8.GetBytes(at ?? (outputName == "-" ? "<stdout>" : outputName)));
        Write(output, report.IsError ? ": ERROR (" : ": Warning (");
        Write(output, report.Check);
        Write(output, "): ");
        if (node is not null)
        {
            if (report.WithoutPath) Write(output, "(null)");
            else node.WritePath(output);
            if (property is not null)
            {
                Write(output, ":");
                output.Write(property.Name.Utf8);
            }

            Write(output, ": ");
        }

        Write(output, report.Text);
        Write(output, "\n");
        if (property is not null || at is null) return;
        for (var further = node!.FurtherSpans; further is not null; further = further.Next)
        {
            if (Position(map, further.Span) is not { } place) continue;
            Write(output, "  also defined at ");
            output.Write(Encoding.UTF8.GetBytes(place));
            Write(output, "\n");
        }
    }

    /// <summary>
    /// A span as dtc writes it: <c>file:line.column</c>, with the end where it lies further. The file is the one that the
    /// span ends in. Null without a position.
    /// </summary>
    public static string? Position(ISourceMap? map, SourceSpan span)
    {
        if (map?.Extent(span) is not { } at) return null;
        if (at.Line != at.EndLine) return $"{at.File}:{at.Line}.{at.Column}-{at.EndLine}.{at.EndColumn}";
        return at.Column == at.EndColumn ? $"{at.File}:{at.Line}.{at.Column}" : $"{at.File}:{at.Line}.{at.Column}-{at.EndColumn}";
    }

    // One character a byte.
    private static void Write(IBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(text.Length);
        output.Advance(Encoding.Latin1.GetBytes(text.AsSpan(), span));
    }
}
