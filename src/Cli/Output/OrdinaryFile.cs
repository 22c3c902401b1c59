using Dtc.Compiler.Inputs;

namespace Cli.Output;

/// <summary>Tells files from what only looks like them: devices that never end, pipes that wait for a writer, sockets.</summary>
internal static class OrdinaryFile
{
    /// <summary>Why what is at a path is no ordinary file; null when it is one, or nothing is there.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <param name="pipes">Pipes that are open in this process (<c>/dev/stdin</c>, <c>&lt;(…)</c> of a shell) will do too.</param>
    public static string? Trouble(string path, bool pipes = false) => PathStatus.Of(path).Kind switch
    {
        PathKind.Missing or PathKind.File => null,
        PathKind.Directory => "it is a directory",
        PathKind.Pipe when pipes && RealPath.IsSpecial(RealPath.Resolve(path)) => null,
        _ => "it is no ordinary file",
    };
}
