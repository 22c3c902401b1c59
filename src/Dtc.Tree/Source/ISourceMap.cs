namespace Dtc.Tree;

/// <summary>Resolves spans of one compilation to places in files, through includes and macros.</summary>
public interface ISourceMap
{
    /// <summary>Resolves <paramref name="span"/>; null for <see cref="SourceSpan.None"/>.</summary>
    SourceLocation? Resolve(SourceSpan span);

    /// <summary>
    /// Where <paramref name="span"/> begins and where it ends, each by itself, also when a line marker or the end of an
    /// included file lies between; null for <see cref="SourceSpan.None"/>. Cheaper than <see cref="Resolve"/>.
    /// </summary>
    SourceExtent? Extent(SourceSpan span) => Resolve(span) is { } place
        ? new SourceExtent(place.File, place.Line, place.Column, place.EndLine, place.EndColumn)
        : null;

    /// <summary>The file that the text calls its own first: by its first line marker, or else the input's path.</summary>
    string? MainFile => null;
}

/// <summary>Both ends of a span as dtc tells them.</summary>
/// <param name="File">Path of the file in which the span ends.</param>
/// <param name="Line">1-based line of the first byte, in whatever file that is.</param>
/// <param name="Column">1-based column of the first byte, in bytes.</param>
/// <param name="EndLine">1-based line of the end.</param>
/// <param name="EndColumn">1-based column one past the last byte.</param>
public readonly record struct SourceExtent(string File, int Line, int Column, int EndLine, int EndColumn);

/// <summary>Why a <see cref="SourceLink"/> is part of the chain behind a location.</summary>
public enum SourceLinkKind
{
    /// <summary>The file was included from here.</summary>
    IncludedFrom,

    /// <summary>The text was produced by this macro, defined here.</summary>
    MacroDefinition,
}

/// <summary>One step of the include or macro chain behind a location.</summary>
/// <param name="Kind">Include or macro.</param>
/// <param name="Name">The macro's name; empty for includes.</param>
/// <param name="File">Path of the file as it was opened.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column in bytes.</param>
public sealed record SourceLink(SourceLinkKind Kind, string Name, string File, int Line, int Column);

/// <summary>A resolved place: where a reader would look, and how the text got there.</summary>
/// <param name="File">Path of the file as it was opened, or as a line marker named it.</param>
/// <param name="Line">1-based line of the first byte.</param>
/// <param name="Column">1-based column of the first byte, in bytes; a tab counts 1.</param>
/// <param name="EndLine">1-based line of the end.</param>
/// <param name="EndColumn">1-based column one past the last byte.</param>
/// <param name="LineText">The source line that holds the first byte, without its line end; null if unknown.</param>
/// <param name="Chain">Macro definitions (innermost first), then includes (innermost first).</param>
public sealed record SourceLocation(
    string File,
    int Line,
    int Column,
    int EndLine,
    int EndColumn,
    string? LineText,
    IReadOnlyList<SourceLink> Chain);
