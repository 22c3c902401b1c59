namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>An input cannot be read.</summary>
    public static Rule UnreadableInput { get; } = new(
        "DTS0001", "unreadable-input", Severity.Error, "the input cannot be read",
        "The file named on the command line does not exist, is a directory, is too large or may not be read. "
        + "Check the path and its permissions; the exit code is 2, because nothing was compiled.");

    /// <summary>An output cannot be written.</summary>
    public static Rule UnwritableOutput { get; } = new(
        "DTS0002", "unwritable-output", Severity.Error, "an output cannot be written",
        "The blob or the dependency file could not be written: its directory does not exist, may not be "
        + "written, or the disk is full. Outputs are written beside their place and then renamed, so an older "
        + "file of that name is still whole. The exit code is 2.");

    /// <summary>The compiler failed, not the input.</summary>
    public static Rule InternalError { get; } = new(
        "DTS0003", "internal-error", Severity.Error, "dtc-sharp itself failed on this input",
        "This is a fault of dtc-sharp, whatever the input looks like, or the machine ran out of memory. Please "
        + "report it with the message, the command line and the input. The exit code is 3.");

    /// <summary>A blob where a source is expected.</summary>
    public static Rule BlobAsSource { get; } = new(
        "DTS0004", "blob-as-source", Severity.Error, "the input is a blob, not a source",
        "The file begins as a device tree blob (.dtb) does: it is compiled already. Give the source (.dts) it was "
        + "made from.");

    private static Rule[] FileRules => [UnreadableInput, UnwritableOutput, InternalError, BlobAsSource];
}
