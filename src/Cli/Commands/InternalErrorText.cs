namespace Cli.Commands;

/// <summary>Words for exceptions that should not have happened.</summary>
internal static class InternalErrorText
{
    /// <summary>What was thrown, in one line. The message may be a resource key; the type says more.</summary>
    public static string Describe(Exception e) =>
        e is OutOfMemoryException ? "out of memory" : $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";

    /// <summary>How to go on.</summary>
    public const string HowToReport =
        "this is a fault of dtc-sharp; please report it with the command line and the input";
}
