namespace Dtc.Compiler.Comparison;

/// <summary>
/// Which properties hold phandles, for values that nothing else tells of: blobs have no types. The names are those of
/// the Devicetree Specification and of the bindings in the kernel that many bindings share.
/// </summary>
internal static class ReferenceProperties
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["clocks"] = "#clock-cells",
        ["assigned-clocks"] = "#clock-cells",
        ["assigned-clock-parents"] = "#clock-cells",
        ["cooling-device"] = "#cooling-cells",
        ["dmas"] = "#dma-cells",
        ["hwlocks"] = "#hwlock-cells",
        ["interconnects"] = "#interconnect-cells",
        ["interrupts-extended"] = "#interrupt-cells",
        ["io-channels"] = "#io-channel-cells",
        ["iommus"] = "#iommu-cells",
        ["leds"] = "",
        ["mboxes"] = "#mbox-cells",
        ["msi-parent"] = "#msi-cells",
        ["mux-controls"] = "#mux-control-cells",
        ["nvmem-cells"] = "#nvmem-cell-cells",
        ["phys"] = "#phy-cells",
        ["power-domains"] = "#power-domain-cells",
        ["pwms"] = "#pwm-cells",
        ["resets"] = "#reset-cells",
        ["sound-dai"] = "#sound-dai-cells",
        ["thermal-sensors"] = "#thermal-sensor-cells",
        ["backlight"] = "",
        ["cpu"] = "",
        ["cpu-idle-states"] = "",
        ["ddc-i2c-bus"] = "",
        ["domain-idle-states"] = "",
        ["ethernet"] = "",
        ["i2c-parent"] = "",
        ["interrupt-affinity"] = "",
        ["interrupt-parent"] = "",
        ["memory-region"] = "",
        ["mmc-pwrseq"] = "",
        ["next-level-cache"] = "",
        ["operating-points-v2"] = "",
        ["panel"] = "",
        ["phy-handle"] = "",
        ["remote-endpoint"] = "",
        ["trip"] = "",
    };

    /// <summary>
    /// The property in which a provider says how many cells follow its phandle; empty when none follow; null when the
    /// property is not known to hold phandles.
    /// </summary>
    public static string? CellsProperty(string name)
    {
        if (Known.TryGetValue(name, out var cells)) return cells;
        if (name is "gpio" or "gpios" || name.EndsWith("-gpios", StringComparison.Ordinal) || name.EndsWith("-gpio", StringComparison.Ordinal))
            return "#gpio-cells";
        var isList = name.EndsWith("-supply", StringComparison.Ordinal)
            || (name.StartsWith("pinctrl-", StringComparison.Ordinal) && name.AsSpan(8).IndexOfAnyExceptInRange('0', '9') < 0);
        return isList ? "" : null;
    }
}
