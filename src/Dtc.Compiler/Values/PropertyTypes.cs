namespace Dtc.Compiler.Values;

/// <summary>What a property holds, as its binding says.</summary>
internal enum PropertyType
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>Strings, at least one.</summary>
    Strings,

    /// <summary>Cells that are addresses, masks or flags: hexadecimal.</summary>
    Cells,

    /// <summary>Cells that count or measure something: decimal.</summary>
    Numbers,

    /// <summary>One or more 64-bit numbers.</summary>
    Number64,

    /// <summary>Single bytes.</summary>
    Bytes,

    /// <summary>Address and size, as the parent's cell counts say.</summary>
    Reg,

    /// <summary>Child address, parent address and size.</summary>
    Ranges,

    /// <summary>Interrupt specifiers of the interrupt parent.</summary>
    Interrupts,

    /// <summary>Child address and specifier, parent, its address and specifier.</summary>
    InterruptMap,

    /// <summary>A child address and specifier.</summary>
    InterruptMapMask,

    /// <summary>Phandles without arguments.</summary>
    Phandles,

    /// <summary>Phandles, each with as many arguments as the provider's <c>#…-cells</c> says.</summary>
    Specifiers,

    /// <summary>Phandles with three arguments each.</summary>
    GpioRanges,

    /// <summary>A phandle and cells of its own meaning.</summary>
    PhandleAndCells,

    /// <summary>Bank, pin, function and the phandle of a configuration.</summary>
    RockchipPins,

    /// <summary>One or more 16-bit numbers.</summary>
    Number16,

    /// <summary>Input id, phandle, output id, length.</summary>
    IdMap,

    /// <summary>Names or paths of nodes.</summary>
    Paths,
}

/// <summary>
/// The types of properties, from the Devicetree Specification v0.4 (chapters 2 and 3) and from the bindings that Linux
/// 6.1 documents in <c>Documentation/devicetree/bindings</c>. A name decides; what the value then is not fit for is taken as unknown.
/// </summary>
internal static class PropertyTypes
{
    // Name, type, and for specifiers the provider's property. Vendor prefixes belong to the name.
    private static readonly (string Name, PropertyType Type, string? Cells)[] Exact =
    [
        // Devicetree Specification, 2.3 and 2.4
        ("compatible", PropertyType.Strings, null),
        ("model", PropertyType.Strings, null),
        ("phandle", PropertyType.Cells, null),
        ("linux,phandle", PropertyType.Cells, null),
        ("status", PropertyType.Strings, null),
        ("#address-cells", PropertyType.Numbers, null),
        ("#size-cells", PropertyType.Numbers, null),
        ("reg", PropertyType.Reg, null),
        ("virtual-reg", PropertyType.Cells, null),
        ("ranges", PropertyType.Ranges, null),
        ("dma-ranges", PropertyType.Ranges, null),
        ("name", PropertyType.Strings, null),
        ("device_type", PropertyType.Strings, null),
        ("interrupts", PropertyType.Interrupts, null),
        ("interrupt-parent", PropertyType.Phandles, null),
        ("interrupts-extended", PropertyType.Specifiers, "#interrupt-cells"),
        ("interrupt-map", PropertyType.InterruptMap, null),
        ("interrupt-map-mask", PropertyType.InterruptMapMask, null),
        ("label", PropertyType.Strings, null),

        // Chapter 3: root, memory, chosen, cpus, caches
        ("serial-number", PropertyType.Strings, null),
        ("chassis-type", PropertyType.Strings, null),
        ("bootargs", PropertyType.Strings, null),
        ("stdout-path", PropertyType.Paths, null),
        ("stdin-path", PropertyType.Paths, null),
        ("linux,stdout-path", PropertyType.Paths, null),
        ("enable-method", PropertyType.Strings, null),
        ("cpu-release-addr", PropertyType.Number64, null),
        ("next-level-cache", PropertyType.Phandles, null),
        ("l2-cache", PropertyType.Phandles, null),
        ("cache-level", PropertyType.Numbers, null),
        ("cache-size", PropertyType.Cells, null),
        ("cache-sets", PropertyType.Numbers, null),
        ("cache-line-size", PropertyType.Numbers, null),
        ("d-cache-size", PropertyType.Cells, null),
        ("d-cache-sets", PropertyType.Numbers, null),
        ("d-cache-line-size", PropertyType.Numbers, null),
        ("i-cache-size", PropertyType.Cells, null),
        ("i-cache-sets", PropertyType.Numbers, null),
        ("i-cache-line-size", PropertyType.Numbers, null),
        ("memory-region", PropertyType.Phandles, null),

        // Providers and consumers (dtc's own checks know these as well)
        ("clocks", PropertyType.Specifiers, "#clock-cells"),
        ("assigned-clocks", PropertyType.Specifiers, "#clock-cells"),
        ("assigned-clock-parents", PropertyType.Specifiers, "#clock-cells"),
        ("cooling-device", PropertyType.Specifiers, "#cooling-cells"),
        ("dmas", PropertyType.Specifiers, "#dma-cells"),
        ("hwlocks", PropertyType.Specifiers, "#hwlock-cells"),
        ("io-channels", PropertyType.Specifiers, "#io-channel-cells"),
        ("iommus", PropertyType.Specifiers, "#iommu-cells"),
        ("mboxes", PropertyType.Specifiers, "#mbox-cells"),
        ("mux-controls", PropertyType.Specifiers, "#mux-control-cells"),
        ("phys", PropertyType.Specifiers, "#phy-cells"),
        ("power-domains", PropertyType.Specifiers, "#power-domain-cells"),
        ("pwms", PropertyType.Specifiers, "#pwm-cells"),
        ("resets", PropertyType.Specifiers, "#reset-cells"),
        ("sound-dai", PropertyType.Specifiers, "#sound-dai-cells"),
        ("thermal-sensors", PropertyType.Specifiers, "#thermal-sensor-cells"),
        ("interconnects", PropertyType.Specifiers, "#interconnect-cells"),
        ("msi-parent", PropertyType.Specifiers, "#msi-cells"),
        ("gpio", PropertyType.Specifiers, "#gpio-cells"),
        ("gpios", PropertyType.Specifiers, "#gpio-cells"),
        ("nvmem-cells", PropertyType.Phandles, null),
        ("nvmem", PropertyType.Phandles, null),
        ("gpio-ranges", PropertyType.GpioRanges, null),
        ("msi-map", PropertyType.IdMap, null),
        ("iommu-map", PropertyType.IdMap, null),
        ("msi-map-mask", PropertyType.Cells, null),
        ("iommu-map-mask", PropertyType.Cells, null),

        // References without arguments
        ("remote-endpoint", PropertyType.Phandles, null),
        ("phy-handle", PropertyType.Phandles, null),
        ("sfp", PropertyType.Phandles, null),
        ("usb-phy", PropertyType.Phandles, null),
        ("operating-points-v2", PropertyType.Phandles, null),
        ("cpu-idle-states", PropertyType.Phandles, null),
        ("domain-idle-states", PropertyType.Phandles, null),
        ("required-opps", PropertyType.Phandles, null),
        ("interrupt-affinity", PropertyType.Phandles, null),
        ("affinity", PropertyType.Phandles, null),
        ("backlight", PropertyType.Phandles, null),
        ("panel", PropertyType.Phandles, null),
        ("ddc-i2c-bus", PropertyType.Phandles, null),
        ("i2c-parent", PropertyType.Phandles, null),
        ("i2c-bus", PropertyType.Phandles, null),
        ("mdio-parent-bus", PropertyType.Phandles, null),
        ("mmc-pwrseq", PropertyType.Phandles, null),
        ("trip", PropertyType.Phandles, null),
        ("dais", PropertyType.Phandles, null),
        ("leds", PropertyType.Phandles, null),
        ("lnk-phandle", PropertyType.Phandles, null),
        ("simple-audio-card,bitclock-master", PropertyType.Phandles, null),
        ("simple-audio-card,frame-master", PropertyType.Phandles, null),
        ("monitored-battery", PropertyType.Phandles, null),
        ("power-supplies", PropertyType.Phandles, null),
        ("ecc-engine", PropertyType.Phandles, null),
        ("nand-ecc-engine", PropertyType.Phandles, null),

        // Vendors' references without arguments
        ("cpu", PropertyType.Phandles, null),
        ("cpus", PropertyType.Phandles, null),
        ("fsl,usbphy", PropertyType.Phandles, null),
        ("rockchip,grf", PropertyType.Phandles, null),
        ("rockchip,pmu", PropertyType.Phandles, null),
        ("fsl,anatop", PropertyType.Phandles, null),
        ("qcom,bcm-voters", PropertyType.Phandles, null),
        ("mediatek,smi", PropertyType.Phandles, null),
        ("pm_qos", PropertyType.Phandles, null),
        ("ports", PropertyType.Phandles, null),
        ("mediatek,infracfg", PropertyType.Phandles, null),
        ("mediatek,cci", PropertyType.Phandles, null),
        ("samsung,sysreg", PropertyType.PhandleAndCells, null),
        ("samsung,syscon-phandle", PropertyType.Phandles, null),
        ("samsung,sysreg-phandle", PropertyType.Phandles, null),
        ("samsung,pmu-syscon", PropertyType.Phandles, null),
        ("extcon", PropertyType.Phandles, null),
        ("pcsphy-handle", PropertyType.Phandles, null),
        ("pcs-handle", PropertyType.Phandles, null),
        ("tbi-handle", PropertyType.Phandles, null),
        ("cpu-handle", PropertyType.Phandles, null),
        ("ptp-timer", PropertyType.Phandles, null),
        ("fsl,tempmon", PropertyType.Phandles, null),
        ("renesas,fcp", PropertyType.Phandles, null),
        ("iram", PropertyType.Phandles, null),
        ("fsl,iram", PropertyType.Phandles, null),
        ("devfreq", PropertyType.Phandles, null),
        ("devfreq-events", PropertyType.Phandles, null),
        ("fsl,fman-ports", PropertyType.Phandles, null),
        ("fsl,iommu-parent", PropertyType.Phandles, null),
        ("arm,cs-dev-assoc", PropertyType.Phandles, null),
        ("allwinner,pipelines", PropertyType.Phandles, null),
        ("companion", PropertyType.Phandles, null),
        ("controller", PropertyType.Phandles, null),
        ("audio-codec", PropertyType.Phandles, null),
        ("hdmi-phandle", PropertyType.Phandles, null),
        ("amlogic,ao-sysctrl", PropertyType.Phandles, null),
        ("amlogic,canvas", PropertyType.Phandles, null),
        ("peer-hub", PropertyType.Phandles, null),
        ("ethernet", PropertyType.Phandles, null),
        ("nvidia,phy", PropertyType.Phandles, null),
        ("nvidia,pmc", PropertyType.PhandleAndCells, null),
        ("ssi-controller", PropertyType.Phandles, null),
        ("cci-control-port", PropertyType.Phandles, null),
        ("shmem", PropertyType.Phandles, null),
        ("wakeup-parent", PropertyType.Phandles, null),
        ("renesas,bonding", PropertyType.Phandles, null),
        ("ti,tptcs", PropertyType.PhandleAndCells, null),
        ("regulator-coupled-with", PropertyType.Phandles, null),
        ("qcom,gmu", PropertyType.Phandles, null),
        ("qcom,qmp", PropertyType.Phandles, null),
        ("qcom,saw", PropertyType.Phandles, null),
        ("qcom,acc", PropertyType.Phandles, null),
        ("marvell,crypto-srams", PropertyType.Phandles, null),
        ("marvell,system-controller", PropertyType.Phandles, null),
        ("ti,sci", PropertyType.Phandles, null),
        ("ti,ctrl_mod", PropertyType.Phandles, null),
        ("buffer-manager", PropertyType.Phandles, null),
        ("ddc", PropertyType.Phandles, null),
        ("spdif-controller", PropertyType.Phandles, null),
        ("frame-master", PropertyType.Phandles, null),
        ("bitclock-master", PropertyType.Phandles, null),
        ("secure-monitor", PropertyType.Phandles, null),
        ("qcom,rpm-msg-ram", PropertyType.Phandles, null),
        ("sram", PropertyType.Phandles, null),
        ("atmel,smc", PropertyType.Phandles, null),
        ("phy", PropertyType.Phandles, null),
        ("snps,axi-config", PropertyType.Phandles, null),
        ("qcom,rpm", PropertyType.Phandles, null),
        ("mal-device", PropertyType.Phandles, null),
        ("dma-masters", PropertyType.Phandles, null),
        ("fsl,weim-cs-gpr", PropertyType.Phandles, null),

        // A reference and what belongs to it
        ("fsl,stop-mode", PropertyType.PhandleAndCells, null),
        ("syscon", PropertyType.PhandleAndCells, null),
        ("fsl,usbmisc", PropertyType.PhandleAndCells, null),
        ("renesas,ipmmu-main", PropertyType.PhandleAndCells, null),
        ("st,syscfg", PropertyType.PhandleAndCells, null),
        ("st,syscfg-fmp", PropertyType.PhandleAndCells, null),
        ("fsl,liodn-reg", PropertyType.PhandleAndCells, null),
        ("qcom,ipc", PropertyType.PhandleAndCells, null),
        ("qcom,halt-regs", PropertyType.PhandleAndCells, null),
        ("allwinner,sram", PropertyType.PhandleAndCells, null),
        ("syscon-raminit", PropertyType.PhandleAndCells, null),
        ("intel,npe-handle", PropertyType.PhandleAndCells, null),
        ("syscon-phy-power", PropertyType.PhandleAndCells, null),
        ("syscon-tcsr", PropertyType.PhandleAndCells, null),
        ("usb3-dmp-syscon", PropertyType.PhandleAndCells, null),
        ("mediatek,syscon-wakeup", PropertyType.PhandleAndCells, null),
        ("queue-rx", PropertyType.PhandleAndCells, null),
        ("queue-txready", PropertyType.PhandleAndCells, null),
        ("gpr", PropertyType.PhandleAndCells, null),
        ("syscon-reboot", PropertyType.PhandleAndCells, null),
        ("syscon-chipselects", PropertyType.PhandleAndCells, null),
        ("syscon-otghost", PropertyType.PhandleAndCells, null),
        ("intel,vm-map", PropertyType.PhandleAndCells, null),
        ("qcom,freq-domain", PropertyType.Specifiers, "#freq-domain-cells"),
        ("qcom,smem-states", PropertyType.Specifiers, "#qcom,smem-state-cells"),
        ("performance-domains", PropertyType.Specifiers, "#performance-domain-cells"),
        ("mediatek,gce-client-reg", PropertyType.GpioRanges, null),
        ("rockchip,pins", PropertyType.RockchipPins, null),

        // Strings
        ("bus-type", PropertyType.Cells, null),
        ("phy-mode", PropertyType.Strings, null),
        ("phy-connection-type", PropertyType.Strings, null),
        ("dr_mode", PropertyType.Strings, null),
        ("maximum-speed", PropertyType.Strings, null),
        ("linux,default-trigger", PropertyType.Strings, null),
        ("default-state", PropertyType.Strings, null),
        ("function", PropertyType.Strings, null),
        ("functions", PropertyType.Strings, null),
        ("pins", PropertyType.Strings, null),
        ("groups", PropertyType.Strings, null),
        ("regulator-name", PropertyType.Strings, null),
        ("nand-ecc-mode", PropertyType.Strings, null),
        ("power-role", PropertyType.Strings, null),
        ("data-role", PropertyType.Strings, null),

        // Bytes
        ("mac-address", PropertyType.Bytes, null),
        ("local-mac-address", PropertyType.Bytes, null),
        ("nvmem-mac-address", PropertyType.Bytes, null),

        // Touch screens, in 16 bits
        ("ti,x-min", PropertyType.Number16, null),
        ("ti,x-max", PropertyType.Number16, null),
        ("ti,y-min", PropertyType.Number16, null),
        ("ti,y-max", PropertyType.Number16, null),
        ("ti,x-plate-ohms", PropertyType.Number16, null),
        ("ti,y-plate-ohms", PropertyType.Number16, null),
        ("ti,pressure-max", PropertyType.Number16, null),
        ("ti,debounce-max", PropertyType.Number16, null),
        ("ti,debounce-tol", PropertyType.Number16, null),
        ("ti,debounce-rep", PropertyType.Number16, null),

        // Numbers
        ("anatop-min-voltage", PropertyType.Numbers, null),
        ("anatop-max-voltage", PropertyType.Numbers, null),
        ("regulator-system-load", PropertyType.Numbers, null),
        ("voltage", PropertyType.Numbers, null),
        ("bus-range", PropertyType.Numbers, null),
        ("bus-width", PropertyType.Numbers, null),
        ("num-lanes", PropertyType.Numbers, null),
        ("ngpios", PropertyType.Numbers, null),
        ("linux,code", PropertyType.Numbers, null),
        ("linux,pci-domain", PropertyType.Numbers, null),
        ("debounce-interval", PropertyType.Numbers, null),
        ("max-speed", PropertyType.Numbers, null),
        ("current-speed", PropertyType.Numbers, null),
        ("clock-div", PropertyType.Numbers, null),
        ("clock-mult", PropertyType.Numbers, null),
        ("clock-accuracy", PropertyType.Numbers, null),
        ("assigned-clock-rates", PropertyType.Numbers, null),
        ("temperature", PropertyType.Numbers, null),
        ("hysteresis", PropertyType.Numbers, null),
        ("polling-delay", PropertyType.Numbers, null),
        ("polling-delay-passive", PropertyType.Numbers, null),
        ("brightness-levels", PropertyType.Numbers, null),
        ("default-brightness-level", PropertyType.Numbers, null),
        ("opp-hz", PropertyType.Number64, null),
        ("capacity-dmips-mhz", PropertyType.Numbers, null),
        ("dynamic-power-coefficient", PropertyType.Numbers, null),
        ("operating-points", PropertyType.Numbers, null),
        ("rotation", PropertyType.Numbers, null),
        ("data-lanes", PropertyType.Numbers, null),
        ("reg-shift", PropertyType.Numbers, null),
        ("reg-io-width", PropertyType.Numbers, null),
        ("fifo-depth", PropertyType.Numbers, null),
        ("tx-fifo-depth", PropertyType.Numbers, null),
        ("rx-fifo-depth", PropertyType.Numbers, null),
        ("offset", PropertyType.Cells, null),
        ("regmap", PropertyType.Phandles, null),
        ("value", PropertyType.Cells, null),
        ("mask", PropertyType.Cells, null),
    ];

    // Endings; the first that fits counts.
    private static readonly (string Ending, PropertyType Type, string? Cells)[] Endings =
    [
        ("-names", PropertyType.Strings, null),
        ("-output-names", PropertyType.Strings, null),
        ("nr-gpios", PropertyType.Numbers, null),
        ("-gpios", PropertyType.Specifiers, "#gpio-cells"),
        ("-gpio", PropertyType.Specifiers, "#gpio-cells"),
        ("-supply", PropertyType.Phandles, null),
        ("-cells", PropertyType.Numbers, null),
        ("-mac-address", PropertyType.Bytes, null),

        // Units: Linux's bindings/property-units.txt
        ("-mhz", PropertyType.Numbers, null),
        ("-hz", PropertyType.Numbers, null),
        ("-frequency", PropertyType.Numbers, null),
        ("-sec", PropertyType.Numbers, null),
        ("-ms", PropertyType.Numbers, null),
        ("-us", PropertyType.Numbers, null),
        ("-ns", PropertyType.Numbers, null),
        ("-ps", PropertyType.Numbers, null),
        ("-percent", PropertyType.Numbers, null),
        ("-bp", PropertyType.Numbers, null),
        ("-mm", PropertyType.Numbers, null),
        ("-microvolt", PropertyType.Numbers, null),
        ("-microamp", PropertyType.Numbers, null),
        ("-milliamp", PropertyType.Numbers, null),
        ("-microwatt", PropertyType.Numbers, null),
        ("-milliwatt", PropertyType.Numbers, null),
        ("-ohms", PropertyType.Numbers, null),
        ("-ohm", PropertyType.Numbers, null),
        ("-micro-ohms", PropertyType.Numbers, null),
        ("-picofarads", PropertyType.Numbers, null),
        ("-celsius", PropertyType.Numbers, null),
        ("-millicelsius", PropertyType.Numbers, null),
        ("-kpascal", PropertyType.Numbers, null),
        ("-kBps", PropertyType.Numbers, null),
        ("-delay", PropertyType.Numbers, null),
        ("-width", PropertyType.Numbers, null),
        ("-lines", PropertyType.Numbers, null),
        ("-channels", PropertyType.Numbers, null),
    ];

    private static readonly Dictionary<string, (PropertyType Type, string? Cells)> Known = Index();

    /// <summary>The type of a property, and for specifiers the property of the provider that counts their cells.</summary>
    public static (PropertyType Type, string? Cells) Of(string name)
    {
        if (Known.TryGetValue(name, out var known)) return known;
        if (IsPinState(name)) return (PropertyType.Phandles, null);
        foreach (var (ending, type, cells) in Endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal)) return (type, cells);
        }

        return default;
    }

    // pinctrl-0, pinctrl-1, …
    private static bool IsPinState(string name) =>
        name.StartsWith("pinctrl-", StringComparison.Ordinal) && name.Length > 8 && !name.AsSpan(8).ContainsAnyExceptInRange('0', '9');

    private static Dictionary<string, (PropertyType Type, string? Cells)> Index()
    {
        var index = new Dictionary<string, (PropertyType Type, string? Cells)>(Exact.Length);
        foreach (var (name, type, cells) in Exact) index.Add(name, (type, cells));
        return index;
    }
}
