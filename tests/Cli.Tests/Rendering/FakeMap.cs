using Dtc.Tree;

namespace Cli.Tests.Rendering;

/// <summary>Resolves spans within one text, as the engine's map would.</summary>
internal sealed class FakeMap(string file, string text, params SourceLink[] chain) : ISourceMap
{
    public SourceLocation? Resolve(SourceSpan span)
    {
        if (span.IsNone) return null;
        var (line, column) = Place(span.Start);
        var (endLine, endColumn) = Place(span.End);
        return new SourceLocation(file, line, column, endLine, endColumn, text.Split('\n')[line - 1], chain);
    }

    private (int Line, int Column) Place(int offset)
    {
        var before = text[..offset];
        return (before.Count(c => c == '\n') + 1, offset - (before.LastIndexOf('\n') + 1) + 1);
    }
}
