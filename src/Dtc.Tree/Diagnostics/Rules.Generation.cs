namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>A partial tree is asked for, which is not made yet.</summary>
    public static Rule PassthroughTreeLater { get; } = new(
        "GST0230", "passthrough-tree-later", Severity.Error, "a domain gets a device of the host, and partial trees are not made yet",
        "The plan checks what passthrough needs, and Xen's boot tree marks the device with xen,passthrough. The partial tree "
        + "that Xen gives the domain has to be written by hand for now (bindings/xen/passthrough.yaml describes it), and such a "
        + "domain is not generated.");

    private static Rule[] GenerationRules => [PassthroughTreeLater];
}
