namespace Dtc.Parser.Preprocessing;

/// <summary>One <c>-D</c> or <c>-U</c> of the command line; their order matters.</summary>
/// <param name="Text"><c>NAME</c>, <c>NAME=VALUE</c> or <c>NAME(ARGS)=VALUE</c>; the bare name for an undefinition.</param>
/// <param name="Undefine">True for <c>-U</c>.</param>
public sealed record MacroOption(string Text, bool Undefine = false);

/// <summary>Settings of the preprocessor, with the meaning gcc's options of the same letters have.</summary>
public sealed record PreprocessOptions
{
    /// <summary>No directories, and the one macro that device-tree builds expect: <c>__DTS__</c>.</summary>
    public static PreprocessOptions Default { get; } = new();

    /// <summary><c>-I</c> directories, in search order.</summary>
    public IReadOnlyList<string> IncludeDirectories { get; init; } = [];

    /// <summary><c>-D</c> and <c>-U</c>, in order; <c>__DTS__</c> is defined before them.</summary>
    public IReadOnlyList<MacroOption> Macros { get; init; } = [];

    /// <summary><c>-include</c> files, in order, processed before the input.</summary>
    public IReadOnlyList<string> ForcedIncludes { get; init; } = [];
}
