namespace Dtc.Fdt;

/// <summary>Why an overlay could not be applied.</summary>
/// <param name="Error">libfdt's code for it.</param>
/// <param name="Message">One sentence, lower case, without a full stop.</param>
public sealed record FdtOverlayFailure(FdtError Error, string Message)
{
    /// <summary>Name of the overlay's fragment that does not fit, such as <c>fragment@0</c>; else null.</summary>
    public string? Fragment { get; init; }

    /// <summary>The label of the base that is asked for and cannot be resolved, or a symbol of the overlay; else null.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// Where in the overlay: path of a node, or <c>path:property:offset</c> as entries of <c>/__fixups__</c> say; else
    /// null.
    /// </summary>
    public string? Location { get; init; }
}
