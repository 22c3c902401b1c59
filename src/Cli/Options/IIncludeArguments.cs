using Dtc.Parser.Preprocessing;

namespace Cli.Options;

/// <summary>The options that say where included text comes from; shared by all commands that read source.</summary>
internal interface IIncludeArguments
{
    /// <summary><c>-I</c>, in order.</summary>
    List<string> IncludeDirectories { get; }

    /// <summary><c>-D</c> and <c>-U</c>, in order.</summary>
    List<MacroOption> Macros { get; }

    /// <summary><c>--include</c>, in order.</summary>
    List<string> ForcedIncludes { get; }

    /// <summary><c>--kernel</c>.</summary>
    string? Kernel { get; set; }

    /// <summary><c>--no-kernel</c>.</summary>
    bool NoKernel { get; set; }
}

/// <summary>Conversion shared by the implementers of <see cref="IIncludeArguments"/>.</summary>
internal static class IncludeArguments
{
    /// <summary>What the preprocessor is asked to do.</summary>
    public static PreprocessOptions ToPreprocessOptions(
        this IIncludeArguments arguments, IReadOnlyList<string> includeDirectories) => new()
    {
        IncludeDirectories = includeDirectories,
        Macros = arguments.Macros,
        ForcedIncludes = arguments.ForcedIncludes,
    };
}
