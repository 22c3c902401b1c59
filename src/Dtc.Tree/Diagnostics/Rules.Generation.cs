namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>A partial tree is asked for, which is not made yet.</summary>
    public static Rule PassthroughTreeLater { get; } = new(
        "GST0230", "passthrough-tree-later", Severity.Error, "a domain gets a device of the host, and partial trees are not made yet",
        "The plan checks what passthrough needs, and Xen's boot tree marks the device with xen,passthrough. The partial tree "
        + "that Xen gives the domain has to be written by hand for now (bindings/xen/passthrough.yaml describes it), and such a "
        + "domain is not generated.");

    /// <summary>A device is asked for that is not emulated yet.</summary>
    public static Rule DeviceLater { get; } = new(
        "GST0231", "device-later", Severity.Error, "a guest has a device that is not emulated yet",
        "The plan has a place for the device, and no emulator of ours starts it yet. Leave it out, or use another one.");

    private static Rule[] GenerationRules => [PassthroughTreeLater, DeviceLater];
}
