namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>dtc's check <c>deprecated_gpio_property</c>.</summary>
    public static Rule DeprecatedGpioProperty { get; } = new(
        "DTS0465", "deprecated_gpio_property", Severity.Warning, "a property of GPIOs is called '*-gpio'",
        "'*-gpios' is right also for a single one; drivers look for both. Off by default; '-W "
        + "deprecated_gpio_property' turns it on.");

    /// <summary>dtc's check <c>gpios_property</c>.</summary>
    public static Rule GpiosProperty { get; } = new(
        "DTS0466", "gpios_property", Severity.Warning, "a list of GPIOs is malformed",
        "Each entry is a reference to a GPIO controller and as many cells as its '#gpio-cells' says. 0 leaves "
        + "an entry out.");

    /// <summary>dtc's check <c>interrupts_property</c>.</summary>
    public static Rule InterruptsProperty { get; } = new(
        "DTS0467", "interrupts_property", Severity.Warning, "'interrupts' is malformed, or has no interrupt parent",
        "'interrupts' holds as many cells an interrupt as '#interrupt-cells' of the interrupt parent says. "
        + "The parent is what 'interrupt-parent' refers to, in the node or above it, or the next interrupt "
        + "controller above.");

    /// <summary>dtc's check <c>interrupt_provider</c>.</summary>
    public static Rule InterruptProvider { get; } = new(
        "DTS0468", "interrupt_provider", Severity.Warning, "'#interrupt-cells' without an interrupt controller, or the reverse",
        "A node with 'interrupt-controller' or 'interrupt-map' says with '#interrupt-cells' how many cells an "
        + "interrupt has; other nodes do not have that property.");

    /// <summary>dtc's check <c>interrupt_map</c>.</summary>
    public static Rule InterruptMap { get; } = new(
        "DTS0469", "interrupt_map", Severity.Warning, "'interrupt-map' is malformed",
        "Each entry is a child address and interrupt ('#address-cells' and '#interrupt-cells' of the node "
        + "itself), a reference to an interrupt controller, and an address and interrupt there "
        + "('#address-cells' and '#interrupt-cells' of the controller). The controller needs both properties: "
        + "without '#address-cells', 0 is assumed, and other readers may assume something else.");

    /// <summary>dtc's check <c>alias_paths</c>.</summary>
    public static Rule AliasPaths { get; } = new(
        "DTS0470", "alias_paths", Severity.Warning, "an alias leads nowhere, or its name is not plain",
        "Each property of '/aliases' is the full path of a node: write 'serial0 = &uart0;'. Names have "
        + "lower-case letters, digits and '-'.");

    /// <summary>dtc's check <c>graph_nodes</c>.</summary>
    public static Rule GraphNodes { get; } = new(
        "DTS0471", "graph_nodes", Severity.Warning, "an endpoint is a child of the root",
        "Endpoints are children of ports. A 'remote-endpoint' in another node is probably misplaced.");

    /// <summary>dtc's check <c>graph_port</c>.</summary>
    public static Rule GraphPort { get; } = new(
        "DTS0472", "graph_port", Severity.Warning, "a port of a graph is malformed",
        "A node with endpoints is called 'port', and where there are several, 'port@0' and so on with the "
        + "number in 'reg', below a node with '#address-cells = <1>; #size-cells = <0>;'.");

    /// <summary>dtc's check <c>graph_endpoint</c>.</summary>
    public static Rule GraphEndpoint { get; } = new(
        "DTS0473", "graph_endpoint", Severity.Warning, "an endpoint of a graph is malformed, or connected one way only",
        "Endpoints are called 'endpoint', or 'endpoint@0' and so on with the number in 'reg', and "
        + "'remote-endpoint' refers to an endpoint whose 'remote-endpoint' refers back.");

    /// <summary>dtc's check <c>always_fail</c>.</summary>
    public static Rule AlwaysFail { get; } = new(
        "DTS0474", "always_fail", Severity.Warning, "the check that always fails",
        "It finds fault with every node, for tests of the checks themselves. Off by default.");

    private static Rule[] DeviceCheckRules =>
    [
        DeprecatedGpioProperty, GpiosProperty, InterruptsProperty, InterruptProvider, InterruptMap, AliasPaths,
        GraphNodes, GraphPort, GraphEndpoint, AlwaysFail,
    ];
}
