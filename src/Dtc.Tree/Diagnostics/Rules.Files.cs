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
        + "written, or the disk is full; or it is a file that the command reads (an input, what that includes, a binding), by "
        + "whatever path or link, and was refused. Outputs are written beside their place and then renamed, so an older "
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

    /// <summary>A blob that cannot be read.</summary>
    public static Rule MalformedBlob { get; } = new(
        "DTS0005", "malformed-blob", Severity.Error, "a blob cannot be read",
        "The file is no device tree blob, is cut short or damaged. The message says what was found and at which byte, "
        + "counted from the start of the file. Where the file came over a network or out of a flash chip, copy it again "
        + "in full; a blob that a tool has made like this is that tool's fault.");

    /// <summary>A blob that breaks a rule readers put up with.</summary>
    public static Rule UnusualBlob { get; } = new(
        "DTS0006", "unusual-blob", Severity.Warning, "a blob breaks a rule of its format",
        "Properties must precede the child nodes, and NOP tags came with version 16 of the format. The blob was "
        + "understood nevertheless, but the kernel or a boot loader may refuse it. Writing it anew puts it right.");

    /// <summary>A file below a directory that was read as a tree.</summary>
    public static Rule UnreadableProperty { get; } = new(
        "DTS0007", "unreadable-property", Severity.Warning, "a file of a device tree directory cannot be read",
        "In a directory such as /proc/device-tree every file is a property. This one may not be read, so the tree "
        + "lacks the property. Some files there are for root alone.");

    private static Rule[] FileRules =>
    [
        UnreadableInput, UnwritableOutput, InternalError, BlobAsSource, MalformedBlob, UnusualBlob, UnreadableProperty,
    ];
}
