namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>An input cannot be read.</summary>
    public static Rule UnreadableInput { get; } = new(
        "DTS0001", "unreadable-input", Severity.Error, "the input cannot be read",
        "The file named on the command line does not exist, is a directory, is too large or may not be read. "
        + "Check the path and its permissions; the exit code is 2, because nothing was compiled.");

    private static Rule[] FileRules => [UnreadableInput];
}
