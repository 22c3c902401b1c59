using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>The directives; a value is the id of its name in every <see cref="MacroNameTable"/>.</summary>
internal enum DirectiveKind
{
    None = 0,
    Define, Undef, Include, IncludeNext, Import, If, Ifdef, Ifndef, Elif, Elifdef, Elifndef, Else, Endif, Line, Error,
    Warning, Pragma, Ident, Sccs, Assert, Unassert,

    /// <summary><c># 12 "file"</c> as a preprocessor leaves it.</summary>
    LineMarker,
}

/// <summary>A fault found while a directive was parsed; it counts only where the directive does.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Start">Place in the clean text.</param>
/// <param name="Length">Length there.</param>
/// <param name="Message">The message.</param>
/// <param name="Help">A way out.</param>
internal sealed record DirectiveFault(Rule Rule, int Start, int Length, string Message, string? Help = null);

/// <summary>A directive, parsed once for all compilations. Immutable but for the include cache.</summary>
internal sealed class Directive
{
    public required DirectiveKind Kind { get; init; }

    /// <summary>Offset of the directive's name in the clean text.</summary>
    public required int NameStart { get; init; }

    /// <summary>End of the line in the clean text (its <c>\n</c>).</summary>
    public required int End { get; init; }

    /// <summary>The macro of <c>#define</c>; null when it is faulty.</summary>
    public Macro? Macro { get; init; }

    /// <summary>The name that <c>#undef</c>, <c>#ifdef</c> and their kin ask for; 0 when there is none.</summary>
    public int NameId { get; init; }

    /// <summary>The tokens after the directive's name, then an end token; only where they are needed.</summary>
    public Token[] Tokens { get; init; } = [];

    /// <summary>File name of an include; null when it has to be expanded first.</summary>
    public string? FileName { get; init; }

    /// <summary>True for <c>&lt;name&gt;</c>.</summary>
    public bool Angled { get; init; }

    /// <summary>Presumed line of a line marker.</summary>
    public int LineNumber { get; init; }

    /// <summary>Faults to report when the directive is not skipped.</summary>
    public DirectiveFault[] Faults { get; init; } = [];

    /// <summary>Where the file was found last time. The directive's file never changes, so this rarely does.</summary>
    public ResolvedInclude? Resolved;

    public bool IsConditional => Kind is >= DirectiveKind.If and <= DirectiveKind.Endif;
}
