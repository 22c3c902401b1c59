using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>The word for a severity, in every form of output.</summary>
internal static class SeverityName
{
    /// <summary><c>error</c>, <c>warning</c> or <c>note</c>.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
