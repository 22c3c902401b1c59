using Dtc.Tree;
using static Dtc.Compiler.Checks.CheckLevel;

namespace Dtc.Compiler.Checks;

/// <summary>The checks of dtc 1.8.1 in its order, with its levels and prerequisites.</summary>
internal static class CheckTable
{
    private const string None = "";

    private static readonly List<CheckDefinition> Entries = [];
    private static readonly Dictionary<string, int> Indices = [];

    // In dtc a prerequisite may stand further down; its place is filled in at the end.
    private static readonly List<string> Wanted = [];

    static CheckTable()
    {
        Structure();
        References();
        Values();
        Addresses();
        Chosen();
        Providers();
        Rest();
        for (var i = 0; i < Entries.Count; i++)
        {
            var names = Wanted[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Entries[i] = Entries[i] with { Prerequisites = [.. names.Select(name => Indices[name])] };
        }

        All = [.. Entries];
    }

    /// <summary>All of them.</summary>
    public static CheckDefinition[] All { get; }

    /// <summary>Place of the check of that name; -1 when there is none.</summary>
    public static int IndexOf(string name) => Indices.GetValueOrDefault(name, -1);

    private static void Structure()
    {
        Add("duplicate_node_names", Error, Rules.DuplicateNodeNames, Traits.None, DuplicateChecks.Nodes);
        Add("duplicate_property_names", Error, Rules.DuplicatePropertyNames, Traits.None, DuplicateChecks.Properties);
        Add("node_name_chars", Error, Rules.NodeNameChars, Traits.BadNodeName, NameChecks.NodeChars);
        Add("node_name_format", Error, Rules.NodeNameFormat, Traits.AtName, NameChecks.NodeFormat, "node_name_chars");
        Add("node_name_not_empty", Error, Rules.NodeNameNotEmpty, Traits.AtName, NameChecks.NodeNotEmpty, "node_name_chars");
        Add("property_name_chars", Error, Rules.PropertyNameChars, Traits.BadPropertyName, NameChecks.PropertyChars);
        Add("name_is_string", Error, Rules.NameIsString, Traits.NameProperty, NameChecks.NameIsString);
        Pass("name_properties", Error, Rules.NameProperties, Traits.NameProperty, NameChecks.NameProperty, "name_is_string");
        Add("node_name_vs_property_name", Warning, Rules.NodeNameVersusPropertyName, Traits.None, NameChecks.NodeVersusProperty, "node_name_chars");
        Add("duplicate_label", Error, Rules.DuplicateLabel, Traits.None, LabelChecks.Duplicates);
    }

    private static void References()
    {
        Pass("explicit_phandles", Error, Rules.ExplicitPhandles, Traits.Phandle, static (run, at) => run.Phandles.Explicit(run, at));
        Pass("phandle_references", Error, Rules.PhandleReferences, Traits.None, static (run, at) => run.References.Phandles(run, at),
            "duplicate_node_names explicit_phandles");
        Pass("path_references", Error, Rules.PathReferences, Traits.None, static (run, at) => run.References.Paths(run, at), "duplicate_node_names");
        Pass("omit_unused_nodes", Error, null, Traits.None, static (run, at) => run.References.Omit(run, at), "phandle_references path_references");
    }

    private static void Values()
    {
        Add("address_cells_is_cell", Warning, Rules.AddressCellsIsCell, Traits.AddressCells, ValueChecks.OneCell(n => n.AddressCells));
        Add("size_cells_is_cell", Warning, Rules.SizeCellsIsCell, Traits.SizeCells, ValueChecks.OneCell(n => n.SizeCells));
        Add("device_type_is_string", Warning, Rules.DeviceTypeIsString, Traits.DeviceType, ValueChecks.OneString(n => n.DeviceType));
        Add("model_is_string", Warning, Rules.ModelIsString, Traits.Model, ValueChecks.OneString(n => n.Model));
        Add("status_is_string", Warning, Rules.StatusIsString, Traits.Status, ValueChecks.OneString(n => n.Status));
        Add("label_is_string", Warning, Rules.LabelIsString, Traits.Label, ValueChecks.OneString(n => n.Label));
        Add("compatible_is_string_list", Warning, Rules.CompatibleIsStringList, Traits.Compatible, ValueChecks.StringList(n => n.Compatible));
        Add("names_is_string_list", Warning, Rules.NamesIsStringList, Traits.NameList, ValueChecks.NameLists);
        Add("property_name_chars_strict", Off, Rules.PropertyNameCharsStrict, Traits.LoosePropertyName, NameChecks.PropertyCharsStrict);
        Add("node_name_chars_strict", Off, Rules.NodeNameCharsStrict, Traits.LooseNodeName, NameChecks.NodeCharsStrict);
    }

    private static void Addresses()
    {
        Pass("addr_size_cells", Warning, null, Traits.None, CellCountChecks.Collect, "address_cells_is_cell size_cells_is_cell");
        Add("reg_format", Warning, Rules.RegFormat, Traits.Reg, CellCountChecks.Reg, "addr_size_cells");
        Add("ranges_format", Warning, Rules.RangesFormat, Traits.Ranges, CellCountChecks.Ranges(n => n.Ranges), "addr_size_cells");
        Add("dma_ranges_format", Warning, Rules.DmaRangesFormat, Traits.DmaRanges, CellCountChecks.Ranges(n => n.DmaRanges), "addr_size_cells");
        Add("unit_address_vs_reg", Warning, Rules.UnitAddressVersusReg, Traits.AtName | Traits.Reg | Traits.Ranges, UnitAddressChecks.VersusReg);
        Add("unit_address_format", Warning, Rules.UnitAddressFormat, Traits.AtName, UnitAddressChecks.Format, "node_name_format pci_bridge simple_bus_bridge");
        Pass("pci_bridge", Warning, Rules.PciBridge, Traits.DeviceType, PciChecks.Bridge, "device_type_is_string addr_size_cells");
        Add("pci_device_reg", Warning, Rules.PciDeviceReg, Traits.Reg, PciChecks.DeviceReg, "reg_format pci_bridge");
        Add("pci_device_bus_num", Warning, Rules.PciDeviceBusNumber, Traits.Reg, PciChecks.DeviceBusNumber, "reg_format pci_bridge");
        Pass("simple_bus_bridge", Warning, null, Traits.Compatible, BusChecks.SimpleBridge, "addr_size_cells compatible_is_string_list");
        Add("simple_bus_reg", Warning, Rules.SimpleBusReg, Traits.None, BusChecks.SimpleReg, "reg_format simple_bus_bridge");
        Pass("i2c_bus_bridge", Warning, Rules.I2cBusBridge, Traits.I2cName, BusChecks.I2cBridge, "addr_size_cells");
        Add("i2c_bus_reg", Warning, Rules.I2cBusReg, Traits.None, BusChecks.I2cReg, "reg_format i2c_bus_bridge");
        Pass("spi_bus_bridge", Warning, Rules.SpiBusBridge, Traits.SpiName | Traits.AddressCells, BusChecks.SpiBridge, "addr_size_cells");
        Add("spi_bus_reg", Warning, Rules.SpiBusReg, Traits.None, BusChecks.SpiReg, "reg_format spi_bus_bridge");
        Add("avoid_default_addr_size", Warning, Rules.AvoidDefaultAddressSize, Traits.Reg | Traits.Ranges, UnitAddressChecks.DefaultCells, "addr_size_cells");
        Add("avoid_unnecessary_addr_size", Warning, Rules.AvoidUnnecessaryAddressSize, Traits.AddressCells, UnitAddressChecks.UnnecessaryCells,
            "avoid_default_addr_size");
        Add("unique_unit_address", Warning, Rules.UniqueUnitAddress, Traits.AddressCells, UnitAddressChecks.Unique, "avoid_default_addr_size");
        Add("unique_unit_address_if_enabled", Off, Rules.UniqueUnitAddressIfEnabled, Traits.AddressCells, UnitAddressChecks.UniqueIfEnabled,
            "avoid_default_addr_size");
    }

    private static void Chosen()
    {
        Add("obsolete_chosen_interrupt_controller", Warning, Rules.ObsoleteChosenInterruptController, Traits.None, ChosenChecks.ObsoleteInterruptController);
        Add("chosen_node_is_root", Warning, Rules.ChosenNodeIsRoot, Traits.ChosenName, ChosenChecks.IsRoot);
        Add("chosen_node_bootargs", Warning, Rules.ChosenNodeBootargs, Traits.ChosenName, ChosenChecks.Bootargs);
        Add("chosen_node_stdout_path", Warning, Rules.ChosenNodeStdoutPath, Traits.ChosenName, ChosenChecks.StdoutPath);
    }

    private static void Providers()
    {
        for (var i = 0; i < Provider.All.Length; i++)
        {
            var index = i;
            var name = Provider.All[i].Check;
            Add($"{name}_property", Warning, Rules.ProviderProperty(i), Provider.PropertyTrait(i), ProviderChecks.List(i), $"{name}_is_cell phandle_references");
            Add($"{name}_is_cell", Warning, Rules.ProviderCells(i), Provider.CellsTrait(i), ValueChecks.OneCell(n => n.ProviderCells[index]));
        }
    }

    private static void Rest()
    {
        Add("deprecated_gpio_property", Off, Rules.DeprecatedGpioProperty, Traits.Gpio, ProviderChecks.DeprecatedGpio);
        Add("gpios_property", Warning, Rules.GpiosProperty, Traits.Gpio, ProviderChecks.Gpios, "phandle_references");
        Add("interrupts_property", Warning, Rules.InterruptsProperty, Traits.Interrupts, InterruptChecks.Interrupts, "phandle_references");
        Add("interrupt_provider", Warning, Rules.InterruptProvider,
            Traits.InterruptController | Traits.InterruptMap | Provider.CellsTrait(Provider.Interrupts), InterruptChecks.ProviderCells,
            "interrupts_extended_is_cell");
        Add("interrupt_map", Warning, Rules.InterruptMap, Traits.InterruptMap, InterruptChecks.Map, "phandle_references addr_size_cells interrupt_provider");
        Add("alias_paths", Warning, Rules.AliasPaths, Traits.AliasesName, ChosenChecks.Aliases);
        Pass("graph_nodes", Warning, Rules.GraphNodes, Traits.EndpointChild, GraphChecks.Nodes);
        Add("graph_port", Warning, Rules.GraphPort, Traits.EndpointChild, GraphChecks.Port, "graph_nodes");
        Add("graph_endpoint", Warning, Rules.GraphEndpoint, Traits.None, GraphChecks.Endpoint, "graph_nodes");
        Add("always_fail", Off, Rules.AlwaysFail, Traits.None, static (run, at) =>
            run.Fail(run.Node(at), "always_fail check", $"'{run.Node(at).Path}' was looked at"));
    }

    private static void Add(string name, CheckLevel level, Rule? rule, Traits trigger, CheckFunction function, string prerequisites = None)
    {
        Indices.Add(name, Entries.Count);
        Wanted.Add(prerequisites);
        Entries.Add(new CheckDefinition(name, level, rule, trigger, function, []));
    }

    private static void Pass(string name, CheckLevel level, Rule? rule, Traits trigger, CheckFunction function, string prerequisites = None)
    {
        Add(name, level, rule, trigger, function, prerequisites);
        Entries[^1] = Entries[^1] with { IsPass = true };
    }
}
