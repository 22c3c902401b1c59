using System.Runtime.CompilerServices;
using System.Text;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>
/// The names that checks look for, interned once per table of names, and the traits of every name met. Thread-safe: what
/// two threads find out about a name is the same.
/// </summary>
internal sealed class CheckNames
{
    private static readonly ConditionalWeakTable<NameTable, CheckNames> Tables = [];

    private static readonly bool[] NodeChars = Allowed(",._+-@");
    private static readonly bool[] PropertyChars = Allowed(",._+*#?-");
    private static readonly bool[] StrictChars = Allowed(",-");

    private readonly Lock _growing = new();
    private ulong[] _traits = new ulong[1024];

    private CheckNames(NameTable names)
    {
        Name Of(string text) => names.Intern(Encoding.ASCII.GetBytes(text));
        void Learn(Name name, Traits traits) => Store(name, Classify(name) | traits);
        Name Known(string text, Traits traits)
        {
            var name = Of(text);
            Learn(name, traits);
            return name;
        }

        ProviderProperties = [.. Provider.All.Select((p, i) => Known(p.Property, Provider.PropertyTrait(i)))];
        ProviderCells = [.. Provider.All.Select((p, i) => Known(p.Cells, Provider.CellsTrait(i)))];
        AddressCells = Known("#address-cells", Traits.AddressCells);
        SizeCells = Known("#size-cells", Traits.SizeCells);
        DeviceType = Known("device_type", Traits.DeviceType);
        Model = Known("model", Traits.Model);
        Status = Known("status", Traits.Status);
        Label = Known("label", Traits.Label);
        Compatible = Known("compatible", Traits.Compatible);
        Reg = Known("reg", Traits.Reg);
        Ranges = Known("ranges", Traits.Ranges);
        DmaRanges = Known("dma-ranges", Traits.DmaRanges);
        InterruptController = Known("interrupt-controller", Traits.InterruptController);
        InterruptMap = Known("interrupt-map", Traits.InterruptMap);
        Interrupts = Known("interrupts", Traits.Interrupts);
        RemoteEndpoint = Known("remote-endpoint", Traits.RemoteEndpoint);
        NameProperty = Known("name", Traits.NameProperty);
        Phandle = Known("phandle", Traits.Phandle);
        LinuxPhandle = Known("linux,phandle", Traits.Phandle);
        Chosen = Known("chosen", Traits.ChosenName);
        Aliases = Known("aliases", Traits.AliasesName);
        InterruptMapMask = Of("interrupt-map-mask");
        InterruptParent = Of("interrupt-parent");
        BusRange = Of("bus-range");
        GpioCells = Of("#gpio-cells");
        GpioHog = Of("gpio-hog");
        SpiSlave = Of("spi-slave");
        Bootargs = Of("bootargs");
        StdoutPath = Of("stdout-path");
        LinuxStdoutPath = Of("linux,stdout-path");
        Overlay = names.Overlay;
        Ports = Of("ports");
    }

    public Name[] ProviderProperties { get; }

    public Name[] ProviderCells { get; }

    public Name InterruptCells => ProviderCells[Provider.Interrupts];

    public Name AddressCells { get; }

    public Name SizeCells { get; }

    public Name DeviceType { get; }

    public Name Model { get; }

    public Name Status { get; }

    public Name Label { get; }

    public Name Compatible { get; }

    public Name Reg { get; }

    public Name Ranges { get; }

    public Name DmaRanges { get; }

    public Name InterruptController { get; }

    public Name InterruptMap { get; }

    public Name InterruptMapMask { get; }

    public Name InterruptParent { get; }

    public Name Interrupts { get; }

    public Name RemoteEndpoint { get; }

    public Name NameProperty { get; }

    public Name Phandle { get; }

    public Name LinuxPhandle { get; }

    public Name Chosen { get; }

    public Name Aliases { get; }

    public Name BusRange { get; }

    public Name GpioCells { get; }

    public Name GpioHog { get; }

    public Name SpiSlave { get; }

    public Name Bootargs { get; }

    public Name StdoutPath { get; }

    public Name LinuxStdoutPath { get; }

    public Name Overlay { get; }

    public Name Ports { get; }

    /// <summary>The one for a table of names.</summary>
    public static CheckNames For(NameTable names) => Tables.GetValue(names, static table => new CheckNames(table));

    /// <summary>What a name says of a node that bears it, and of a node with a property of that name.</summary>
    public Traits Of(Name name)
    {
        var traits = Volatile.Read(ref _traits);
        if (name.Id < traits.Length && (Traits)Volatile.Read(ref traits[name.Id]) is var known && known != 0) return known;
        var made = Classify(name);
        Store(name, made);
        return made;
    }

    /// <summary>Index of the first byte that node names must not have; -1 without one.</summary>
    public static int BadNodeChar(ReadOnlySpan<byte> name) => FirstOther(name, NodeChars);

    /// <summary>Index of the first byte that property names must not have; -1 without one.</summary>
    public static int BadPropertyChar(ReadOnlySpan<byte> name) => FirstOther(name, PropertyChars);

    /// <summary>Index of the first byte that dtc's strict checks do not recommend; -1 without one.</summary>
    public static int LooseChar(ReadOnlySpan<byte> name) => FirstOther(name, StrictChars);

    private void Store(Name name, Traits traits)
    {
        lock (_growing)
        {
            var table = _traits;
            if (name.Id >= table.Length)
            {
                Array.Resize(ref table, Math.Max(table.Length * 2, name.Id + 1));
                Volatile.Write(ref _traits, table);
            }

            Volatile.Write(ref table[name.Id], (ulong)traits);
        }
    }

    private static Traits Classify(Name name)
    {
        var text = name.Utf8;
        var traits = Traits.Known;
        if (text.EndsWith("-names"u8)) traits |= Traits.NameList;
        if (IsGpioList(text)) traits |= Traits.Gpio;
        if (text.StartsWith("spi-"u8)) traits |= Traits.SpiProperty;
        if (BadPropertyChar(text) >= 0) traits |= Traits.BadPropertyName;
        if (LooseChar(text) is var loose && loose >= 0) traits |= Traits.LoosePropertyName;

        var stem = text[..name.BaseLength];
        if (stem.Length < text.Length || text.IsEmpty) traits |= Traits.AtName;
        if (BadNodeChar(text) >= 0) traits |= Traits.BadNodeName;
        if (loose >= 0 && loose < stem.Length) traits |= Traits.LooseNodeName;
        if (stem.SequenceEqual("i2c"u8) || stem.SequenceEqual("i2c-bus"u8) || stem.SequenceEqual("i2c-arb"u8)) traits |= Traits.I2cName;
        if (stem.SequenceEqual("spi"u8)) traits |= Traits.SpiName;
        if (stem.SequenceEqual("endpoint"u8)) traits |= Traits.EndpointName;
        return traits;
    }

    private static bool IsGpioList(ReadOnlySpan<byte> name) =>
        !name.EndsWith(",nr-gpios"u8)
        && (name.EndsWith("-gpios"u8) || name.SequenceEqual("gpios"u8) || name.EndsWith("-gpio"u8) || name.SequenceEqual("gpio"u8));

    private static int FirstOther(ReadOnlySpan<byte> name, bool[] allowed)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!allowed[name[i]]) return i;
        }

        return -1;
    }

    private static bool[] Allowed(string others)
    {
        var table = new bool[256];
        for (var c = 0; c < 128; c++) table[c] = char.IsAsciiLetterOrDigit((char)c) || others.Contains((char)c);
        return table;
    }
}
