namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>dtc's check <c>reg_format</c>.</summary>
    public static Rule RegFormat { get; } = new(
        "DTS0412", "reg_format", Severity.Warning, "'reg' does not fit the parent's numbers of cells",
        "Each entry of 'reg' is an address of the parent's '#address-cells' and a size of its '#size-cells' "
        + "(2 and 1 when it has none). Correct the entries, or the parent's numbers; the root has no 'reg' at "
        + "all.");

    /// <summary>dtc's check <c>ranges_format</c>.</summary>
    public static Rule RangesFormat { get; } = new(
        "DTS0413", "ranges_format", Severity.Warning, "'ranges' does not fit the numbers of cells",
        "Each entry of 'ranges' is a child address ('#address-cells' of the node itself), a parent address "
        + "('#address-cells' of its parent) and a size ('#size-cells' of the node itself). An empty 'ranges' "
        + "maps one to one, for which both must have the same numbers of cells.");

    /// <summary>dtc's check <c>dma_ranges_format</c>.</summary>
    public static Rule DmaRangesFormat { get; } = new(
        "DTS0414", "dma_ranges_format", Severity.Warning, "'dma-ranges' does not fit the numbers of cells",
        "Each entry of 'dma-ranges' is a child address ('#address-cells' of the node itself), a parent "
        + "address ('#address-cells' of its parent) and a size ('#size-cells' of the node itself). An empty one "
        + "maps one to one, for which both must have the same numbers of cells.");

    /// <summary>dtc's check <c>unit_address_vs_reg</c>.</summary>
    public static Rule UnitAddressVersusReg { get; } = new(
        "DTS0415", "unit_address_vs_reg", Severity.Warning, "a unit address without 'reg', or the reverse",
        "What has an address in 'reg' (or in 'ranges') has the first one behind the '@' of its name in "
        + "hexadecimal, and what has none has no '@' (Devicetree Specification 2.2.1). Xen's '/hypervisor' is an exception, "
        + "and must have no unit address: dtc warns of it, we only remark that the warning is wrong.");

    /// <summary>dtc's check <c>unit_address_format</c>.</summary>
    public static Rule UnitAddressFormat { get; } = new(
        "DTS0416", "unit_address_format", Severity.Warning, "a unit address begins with '0x' or with zeros",
        "A unit address is hexadecimal without '0x' and without leading zeros: 'serial@f0001000'.");

    /// <summary>dtc's check <c>pci_bridge</c>.</summary>
    public static Rule PciBridge { get; } = new(
        "DTS0417", "pci_bridge", Severity.Warning, "a PCI bridge lacks what makes it one",
        "A node with 'device_type = \"pci\"' is called 'pci' or 'pcie', has 'ranges', three '#address-cells', "
        + "two '#size-cells', and a 'bus-range' of two cells below 256, if any. Remove 'device_type' from what "
        + "is no bridge.");

    /// <summary>dtc's check <c>pci_device_reg</c>.</summary>
    public static Rule PciDeviceReg { get; } = new(
        "DTS0418", "pci_device_reg", Severity.Warning, "the first 'reg' entry of a PCI device is not its configuration space",
        "The first entry of 'reg' gives the configuration space: bus, device and function in the first cell, "
        + "the others 0. The unit address is the device number, and the function behind a ',' where it is not "
        + "0.");

    /// <summary>dtc's check <c>pci_device_bus_num</c>.</summary>
    public static Rule PciDeviceBusNumber { get; } = new(
        "DTS0419", "pci_device_bus_num", Severity.Warning, "a PCI device has a bus number that its bridge does not have",
        "The bus number in the first cell of 'reg' must lie within the 'bus-range' of the bridge (0 when it "
        + "has none).");

    /// <summary>dtc's check <c>simple_bus_reg</c>.</summary>
    public static Rule SimpleBusReg { get; } = new(
        "DTS0420", "simple_bus_reg", Severity.Warning, "a node on a simple bus has no address, or its name has another one",
        "The children of a node that is compatible with 'simple-bus' have addresses on that bus, and the "
        + "first one as unit address. What has no registers belongs elsewhere, such as to the root.");

    /// <summary>dtc's check <c>i2c_bus_bridge</c>.</summary>
    public static Rule I2cBusBridge { get; } = new(
        "DTS0421", "i2c_bus_bridge", Severity.Warning, "an I2C bus does not have one address cell and no size cells",
        "Devices on an I2C bus have an address and no size: '#address-cells = <1>; #size-cells = <0>;'.");

    /// <summary>dtc's check <c>i2c_bus_reg</c>.</summary>
    public static Rule I2cBusReg { get; } = new(
        "DTS0422", "i2c_bus_reg", Severity.Warning, "a device on an I2C bus has no valid address",
        "'reg' holds the address of 7 bits, or of 10 bits with I2C_TEN_BIT_ADDRESS set, and the unit address "
        + "repeats it in hexadecimal.");

    /// <summary>dtc's check <c>spi_bus_bridge</c>.</summary>
    public static Rule SpiBusBridge { get; } = new(
        "DTS0423", "spi_bus_bridge", Severity.Warning, "an SPI bus has the wrong numbers of cells, or the wrong name",
        "Devices on an SPI bus have a chip select and no size: '#address-cells = <1>; #size-cells = <0>;' "
        + "(both 0 with 'spi-slave'). The node is called 'spi'.");

    /// <summary>dtc's check <c>spi_bus_reg</c>.</summary>
    public static Rule SpiBusReg { get; } = new(
        "DTS0424", "spi_bus_reg", Severity.Warning, "a device on an SPI bus has no 'reg', or its name has another number",
        "'reg' holds the chip select, and the unit address repeats it in hexadecimal.");

    /// <summary>dtc's check <c>avoid_default_addr_size</c>.</summary>
    public static Rule AvoidDefaultAddressSize { get; } = new(
        "DTS0425", "avoid_default_addr_size", Severity.Warning, "a node relies on a default '#address-cells' or '#size-cells'",
        "Without these properties in the parent, 2 and 1 cells are assumed, which is hardly ever what was "
        + "meant: they are not inherited from further up. Give the parent both.");

    /// <summary>dtc's check <c>avoid_unnecessary_addr_size</c>.</summary>
    public static Rule AvoidUnnecessaryAddressSize { get; } = new(
        "DTS0426", "avoid_unnecessary_addr_size", Severity.Warning, "'#address-cells' and '#size-cells' have no use",
        "The node has neither 'ranges' nor a child with an address, so that nobody reads these properties. "
        + "Remove them.");

    /// <summary>dtc's check <c>unique_unit_address</c>.</summary>
    public static Rule UniqueUnitAddress { get; } = new(
        "DTS0427", "unique_unit_address", Severity.Warning, "two siblings have the same unit address",
        "Two devices do not answer at one address. Where one of them is always disabled, "
        + "'unique_unit_address_if_enabled' is the check to use: '-W no-unique_unit_address -W "
        + "unique_unit_address_if_enabled'.");

    /// <summary>dtc's check <c>unique_unit_address_if_enabled</c>.</summary>
    public static Rule UniqueUnitAddressIfEnabled { get; } = new(
        "DTS0428", "unique_unit_address_if_enabled", Severity.Warning, "two siblings that are enabled have the same unit address",
        "Two devices do not answer at one address. Off by default, because 'unique_unit_address' finds the "
        + "same and more; nodes with 'status = \"disabled\"' do not count here.");

    private static Rule[] AddressCheckRules =>
    [
        RegFormat, RangesFormat, DmaRangesFormat, UnitAddressVersusReg, UnitAddressFormat, PciBridge, PciDeviceReg,
        PciDeviceBusNumber, SimpleBusReg, I2cBusBridge, I2cBusReg, SpiBusBridge, SpiBusReg, AvoidDefaultAddressSize,
        AvoidUnnecessaryAddressSize, UniqueUnitAddress, UniqueUnitAddressIfEnabled,
    ];
}
