using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Simple, I²C and SPI buses: their bridges, and the addresses of what is on them.</summary>
internal static class BusChecks
{
    private const uint OwnSlaveAddress = 1u << 30;
    private const uint TenBitAddress = 1u << 31;

    /// <summary>Notes simple buses; cannot fail.</summary>
    public static void SimpleBridge(CheckRun run, int at)
    {
        if (IsCompatible(run, run.Node(at), "simple-bus"u8)) run.Facts(at).Bus = Bus.Simple;
    }

    public static void SimpleReg(CheckRun run, int at)
    {
        if (!IsOn(run, at, Bus.Simple)) return;
        var node = run.Node(at);
        var above = run.ParentOf(at);
        var source = node.Find(run.Names.Reg);
        long first = 0;
        if (source is null && (source = node.Find(run.Names.Ranges)) is not null) first = run.Facts(at).AddressCellsOrDefault;
        if (source is not { Length: > 0 })
        {
            if (run.ParentOf(above) < 0 || run.Facts(at).Bus == Bus.Simple) return;
            run.Fail(node, "missing or empty reg/ranges property", $"'{node.Name}' is on a simple bus, but has no 'reg' or 'ranges' with its address");
            return;
        }

        ulong address = 0;
        var count = run.Facts(above).AddressCellsOrDefault;
        if (!run.DtcFlow && (first + count) * 4 > source.Length) return; // too short, which is reported elsewhere
        for (var i = 0; i < Math.Min((uint)count, source.Length); i++) address = (address << 32) | Cells.At(source, first + i);
        WrongAddress(run, node, $"{address:x}", "simple-bus", "simple bus", source);
    }

    public static void I2cBridge(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Name.BaseLength == 3) // "i2c", unless the bus is a node below it
        {
            foreach (var child in node.Children)
            {
                if (child.Name.Utf8[..child.Name.BaseLength].SequenceEqual("i2c-bus"u8)) return;
            }
        }

        ref var facts = ref run.Facts(at);
        facts.Bus = Bus.I2c;
        if (node.FirstChild is not null) Counts(run, at, 1, "I2C");
    }

    public static void I2cReg(CheckRun run, int at)
    {
        if (!IsOn(run, at, Bus.I2c)) return;
        var node = run.Node(at);
        if (Reg(run, node) is not { } reg) return;
        WrongAddress(run, node, $"{Cells.At(reg, 0) & ~OwnSlaveAddress:x}", "I2C bus", "I²C bus", reg);
        for (var i = 0; i * 4 < reg.Length; i++)
        {
            var address = Cells.At(reg, i) & ~OwnSlaveAddress;
            if ((address & TenBitAddress) != 0)
            {
                if ((address & ~TenBitAddress) <= 0x3ff) continue;
                run.Fail(node, reg, $"I2C address must be less than 10-bits, got \"0x{address:x}\"",
                    $"the I²C address 0x{address & ~TenBitAddress:x} has more than 10 bits");
            }
            else if (address > 0x7f)
            {
                run.Fail(node, reg, $"I2C address must be less than 7-bits, got \"0x{address:x}\". "
                    + "Set I2C_TEN_BIT_ADDRESS for 10 bit addresses or fix the property",
                    $"the I²C address 0x{address:x} has more than 7 bits", "for an address of 10 bits set bit 31 (I2C_TEN_BIT_ADDRESS)");
            }
        }
    }

    public static void SpiBridge(CheckRun run, int at)
    {
        var node = run.Node(at);
        ref var facts = ref run.Facts(at);
        if ((facts.Traits & Traits.SpiName) != 0) facts.Bus = Bus.Spi;
        else
        {
            if (facts.AddressCellsOrDefault != 1 || facts.SizeCellsOrDefault != 0) return;
            if ((facts.Traits & Traits.SpiChild) != 0) facts.Bus = Bus.Spi;
            if (facts.Bus == Bus.Spi && node.Find(run.Names.Reg) is not null)
            {
                run.Fail(node, "node name for SPI buses should be 'spi'", $"'{node.Name}' is an SPI bus by its children, but not called 'spi'");
            }
        }

        if (facts.Bus != Bus.Spi || node.FirstChild is null) return;
        Counts(run, at, node.Find(run.Names.SpiSlave) is null ? 1 : 0, "SPI");
    }

    public static void SpiReg(CheckRun run, int at)
    {
        if (!IsOn(run, at, Bus.Spi) || run.Node(run.ParentOf(at)).Find(run.Names.SpiSlave) is not null) return;
        var node = run.Node(at);
        if (Reg(run, node) is not { } reg) return;
        WrongAddress(run, node, $"{Cells.At(reg, 0):x}", "SPI bus", "SPI bus", reg);
    }

    private static bool IsOn(CheckRun run, int at, Bus bus) => run.ParentOf(at) is >= 0 and var above && run.Facts(above).Bus == bus;

    private static bool IsCompatible(CheckRun run, Node node, ReadOnlySpan<byte> wanted)
    {
        if (node.Find(run.Names.Compatible) is not { } compatible) return false;
        for (var rest = compatible.Value; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0) return false;
            if (rest[..end].SequenceEqual(wanted)) return true;
            rest = rest[(end + 1)..];
        }

        return false;
    }

    private static Property? Reg(CheckRun run, Node node)
    {
        var reg = node.Find(run.Names.Reg);
        if (reg is { Length: >= 4 }) return reg;
        if (reg is { Length: > 0 }) return null; // no cell, which is reported elsewhere
        run.Fail(node, "missing or empty reg property", $"'{node.Name}' is on a bus, but has no 'reg' with its address");
        return null;
    }

    private static void WrongAddress(CheckRun run, Node node, string expected, string bus, string shownBus, Property source)
    {
        var unit = node.Name.UnitAddress;
        if (unit.Length == expected.Length && DtcText.CString(unit) == expected) return;
        run.Fail(node, $"{bus} unit address format error, expected \"{expected}\"",
            $"the unit address of '{node.Name}' should be '{expected}', its address on the {shownBus}",
            related: new RelatedSpan("the address", TreeContext.Place(source)));
    }

    private static void Counts(CheckRun run, int at, int addressCells, string bus)
    {
        ref readonly var facts = ref run.Facts(at);
        Count(run, at, facts.AddressCellsOrDefault, addressCells, "#address-cells", run.Names.AddressCells, bus);
        Count(run, at, facts.SizeCellsOrDefault, 0, "#size-cells", run.Names.SizeCells, bus);
    }

    private static void Count(CheckRun run, int at, int count, int right, string text, Name name, string bus)
    {
        if (count == right) return;
        var node = run.Node(at);
        SourceSpan? span = node.Find(name) is { } property ? TreeContext.Place(property) : null;
        run.Fail(node, $"incorrect {text} for {bus} bus", $"the {bus} bus '{node.Name}' needs '{text} = <{right}>', not {count}", span: span);
    }
}
