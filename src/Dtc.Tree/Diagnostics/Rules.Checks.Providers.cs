namespace Dtc.Tree;

public static partial class Rules
{
    // The numbers of the pairs of rules begin here.
    private const int FirstProviderRule = 433;

    /// <summary>
    /// Properties that list references to providers, each followed by as many cells as the provider says: dtc's name for
    /// the pair of checks (without <c>_property</c> and <c>_is_cell</c>), the property, and the provider's.
    /// </summary>
    public static IReadOnlyList<(string Check, string Property, string Cells)> ProviderLists { get; } =
    [
        ("clocks", "clocks", "#clock-cells"),
        ("cooling_device", "cooling-device", "#cooling-cells"),
        ("dmas", "dmas", "#dma-cells"),
        ("hwlocks", "hwlocks", "#hwlock-cells"),
        ("interrupts_extended", "interrupts-extended", "#interrupt-cells"),
        ("io_channels", "io-channels", "#io-channel-cells"),
        ("iommus", "iommus", "#iommu-cells"),
        ("mboxes", "mboxes", "#mbox-cells"),
        ("msi_parent", "msi-parent", "#msi-cells"),
        ("mux_controls", "mux-controls", "#mux-control-cells"),
        ("phys", "phys", "#phy-cells"),
        ("power_domains", "power-domains", "#power-domain-cells"),
        ("pwms", "pwms", "#pwm-cells"),
        ("resets", "resets", "#reset-cells"),
        ("sound_dai", "sound-dai", "#sound-dai-cells"),
        ("thermal_sensors", "thermal-sensors", "#thermal-sensor-cells"),
    ];

    private static Rule[] ProviderRules { get; } = [.. ProviderLists.SelectMany(MakeProviderRules)];

    /// <summary>The rule of the check <c>*_property</c> of one of <see cref="ProviderLists"/>.</summary>
    public static Rule ProviderProperty(int index) => ProviderRules[index * 2];

    /// <summary>The rule of the check <c>*_is_cell</c> of one of <see cref="ProviderLists"/>.</summary>
    public static Rule ProviderCells(int index) => ProviderRules[(index * 2) + 1];

    private static Rule[] MakeProviderRules((string Check, string Property, string Cells) provider, int index)
    {
        var (check, property, cells) = provider;
        var number = FirstProviderRule + (2 * index);
        return
        [
            new($"DTS{number:0000}", $"{check}_property", Severity.Warning, $"the list of references in '{property}' is malformed",
                $"Each entry of '{property}' is a reference (&label) and as many cells as '{cells}' of the node referred to says"
                + (check == "msi_parent" ? " (none without that property)" : "")
                + ". 0 leaves an entry out. Correct the entry, or the node referred to."),
            new($"DTS{number + 1:0000}", $"{check}_is_cell", Severity.Warning, $"'{cells}' is not one cell",
                $"The property says how many cells follow a reference to this node in '{property}': write '{cells} = <1>'."),
        ];
    }
}
