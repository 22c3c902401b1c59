using System.Runtime.ExceptionServices;

namespace Cli.Hosting;

/// <summary>Runs work with a stack for deep recursion: nested nodes and expressions recurse in the parser.</summary>
internal static class DeepStack
{
    /// <summary>Stack of a compiling thread. It is reserved, not committed: unused pages cost nothing.</summary>
    public const int Size = Dtc.Compiler.DtsCompiler.StackSize;

    /// <summary>Runs <paramref name="work"/> to its end; its exception, if any, comes out here.</summary>
    public static T Run<T>(Func<T> work)
    {
        var result = default(T);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller's thread and is thrown again there.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Size);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
