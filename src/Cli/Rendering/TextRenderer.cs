using System.Buffers;
using System.Text;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>
/// The form for people: <c>file:line:col: error[DTS0201]: message</c>, the source with a caret, how the text
/// got there, related places, a likely way out. With <paramref name="brief"/> only the first line.
/// </summary>
internal sealed class TextRenderer(Palette palette, bool brief) : IDiagnosticRenderer
{
    private const int MaxChain = 10;

    /// <inheritdoc/>
    public void Append(IBufferWriter<byte> output, Diagnostic diagnostic, string input, ISourceMap? map)
    {
        var text = new StringBuilder(256);
        var at = map?.Resolve(diagnostic.Span);
        var severity = diagnostic.Severity;
        AppendPlace(text, at, diagnostic.File ?? input);
        text.Append(palette.For(severity)).Append(SeverityName.Of(severity))
            .Append('[').Append(diagnostic.Rule.Id).Append("]: ").Append(palette.Reset)
            .Append(palette.Bold).Append(Printable.Escape(diagnostic.Message)).Append(palette.Reset).Append('\n');
        if (!brief)
        {
            if (at is not null)
            {
                SourceExcerpt.Append(text, at, palette.For(severity), palette.Reset);
                AppendChain(text, at.Chain);
            }

            foreach (var related in diagnostic.Related) AppendRelated(text, related, input, map);
            if (diagnostic.Help is { } help)
            {
                text.Append("  ").Append(palette.Help).Append("help: ").Append(palette.Reset)
                    .Append(Printable.Escape(help)).Append('\n');
            }
        }

        _ = Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    /// <inheritdoc/>
    public void AppendHidden(IBufferWriter<byte> output, string input, int count)
    {
        var text = new StringBuilder();
        AppendPlace(text, null, input);
        AppendNote(text).Append(count).Append(count == 1 ? " more error" : " more errors")
            .Append(" not shown; --max-errors sets the limit\n");
        _ = Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    private void AppendPlace(StringBuilder text, SourceLocation? at, string file)
    {
        text.Append(palette.Bold);
        if (at is null) text.Append(Printable.Escape(file == "-" ? "<stdin>" : file));
        else text.Append(Place(at.File, at.Line, at.Column));
        text.Append(": ").Append(palette.Reset);
    }

    private StringBuilder AppendNote(StringBuilder text) =>
        text.Append(palette.For(Severity.Note)).Append("note: ").Append(palette.Reset);

    private void AppendChain(StringBuilder text, IReadOnlyList<SourceLink> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            // The ends tell most: the macro that was written, and the input that started it all.
            if (chain.Count > MaxChain && i == MaxChain - 2)
            {
                AppendNote(text.Append("  ")).Append("... ").Append(chain.Count - MaxChain + 1).Append(" more\n");
                i = chain.Count - 2;
                continue;
            }

            var link = chain[i];
            var place = Place(link.File, link.Line, link.Column);
            AppendNote(text.Append("  "));
            if (link.Kind == SourceLinkKind.IncludedFrom) text.Append("included from ").Append(place).Append('\n');
            else
            {
                text.Append("in expansion of macro '").Append(Printable.Escape(link.Name))
                    .Append("' (defined at ").Append(place).Append(")\n");
            }
        }
    }

    private void AppendRelated(StringBuilder text, RelatedSpan related, string input, ISourceMap? map)
    {
        var at = map?.Resolve(related.Span);
        AppendPlace(text, at, input);
        AppendNote(text).Append(Printable.Escape(related.Message)).Append('\n');
        if (at is null) return;
        SourceExcerpt.Append(text, at, palette.For(Severity.Note), palette.Reset);
        AppendChain(text, at.Chain);
    }

    private static string Place(string file, int line, int column) =>
        $"{Printable.Escape(file)}:{line}:{column}";
}
