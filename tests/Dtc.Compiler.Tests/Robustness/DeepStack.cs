using System.Runtime.ExceptionServices;

namespace Dtc.Compiler.Tests.Robustness;

/// <summary>A thread with the stack that the compiler asks for, watched: what never ends must not stop the test run.</summary>
internal static class DeepStack
{
    private const int Size = 64 << 20;

    /// <summary>Runs <paramref name="work"/> to its end; gives up once <paramref name="hangs"/> says what hangs.</summary>
    public static void Run(Action work, Func<string?> hangs)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    work();
                }
#pragma warning disable CA1031 // It belongs to the caller's thread and is thrown again there.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Size) { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(500)))
        {
            if (hangs() is { } what) Assert.Fail(what);
        }

        failure?.Throw();
    }
}
