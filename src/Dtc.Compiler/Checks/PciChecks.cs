using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>PCI host bridges and the devices below them.</summary>
internal static class PciChecks
{
    public static void Bridge(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.DeviceType) is not { } type || !type.Value.SequenceEqual("pci\0"u8)) return;
        ref var facts = ref run.Facts(at);
        facts.Bus = Bus.Pci;
        var stem = node.Name.Utf8[..node.Name.BaseLength];
        if (!stem.SequenceEqual("pci"u8) && !stem.SequenceEqual("pcie"u8))
        {
            run.Fail(node, "node name is not \"pci\" or \"pcie\"", $"'{node.Name}' is a PCI bridge by its 'device_type', but not called 'pci' or 'pcie'");
        }

        if ((facts.Traits & Traits.Ranges) == 0)
        {
            run.Fail(node, "missing ranges for PCI bridge (or not a bridge)", $"the PCI bridge '{node.Name}' has no 'ranges'",
                "give it 'ranges', or remove 'device_type' when it is no bridge");
        }

        Count(run, node, facts.AddressCellsOrDefault, 3, "#address-cells", run.Names.AddressCells);
        Count(run, node, facts.SizeCellsOrDefault, 2, "#size-cells", run.Names.SizeCells);
        if (node.Find(run.Names.BusRange) is not { } range) return;
        if (range.Length != 8)
        {
            run.Fail(node, range, "value must be 2 cells", $"'bus-range' is {range.Length} bytes long; it must be two cells");
            return;
        }

        var (first, last) = (Cells.At(range, 0), Cells.At(range, 1));
        if (first > last)
        {
            run.Fail(node, range, "1st cell must be less than or equal to 2nd cell", $"'bus-range' begins at {first} and ends before it, at {last}");
        }

        if (last > 0xff) run.Fail(node, range, "maximum bus number must be less than 256", $"'bus-range' ends at {last}; bus numbers end at 255");
    }

    public static void DeviceReg(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (!IsDevice(run, at) || node.Find(run.Names.Reg) is not { Length: >= 12 } reg) return;
        if (Cells.At(reg, 1) != 0 || Cells.At(reg, 2) != 0)
        {
            run.Fail(node, reg, "PCI reg config space address cells 2 and 3 must be 0",
                "the first 'reg' entry of a PCI device is its configuration space, whose address has 0 in its second and third cell");
        }

        var address = Cells.At(reg, 0);
        var (device, function) = ((address & 0xf800) >> 11, (address & 0x700) >> 8);
        if ((address & 0xff000000) != 0)
        {
            run.Fail(node, reg, "PCI reg address is not configuration space", $"the first 'reg' entry (0x{address:x}) is not in configuration space");
        }

        if ((address & 0xff) != 0)
        {
            run.Fail(node, reg, "PCI reg config space address register number must be 0",
                $"the first 'reg' entry (0x{address:x}) names a register; its last byte must be 0");
        }

        var unit = node.Name.UnitAddress;
        var full = $"{device:x},{function:x}";
        if ((function == 0 && Is(unit, $"{device:x}")) || Is(unit, full)) return;
        run.Fail(node, $"PCI unit address format error, expected \"{full}\"",
            $"the unit address of the PCI device '{node.Name}' should be '{(function == 0 ? $"{device:x}" : full)}', as 'reg' has it");
    }

    public static void DeviceBusNumber(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (!IsDevice(run, at) || node.Find(run.Names.Reg) is not { Length: >= 4 } reg) return;
        var bus = (Cells.At(reg, 0) & 0x00ff0000) >> 16;
        var range = run.Node(run.ParentOf(at)).Find(run.Names.BusRange);
        var (first, last) = range is null ? (0, 0) : (Cells.At(range, 0), Cells.At(range, 1));
        if (bus >= first && bus <= last) return;
        run.Fail(node, range, $"PCI bus number {bus} out of range, expected ({unchecked((int)first)} - {unchecked((int)last)})",
            $"'reg' puts the PCI device '{node.Name}' on bus {bus}, but its bridge has the buses {first} to {last}",
            related: range is null ? null : new RelatedSpan("the buses of the bridge", TreeContext.Place(range)), span: TreeContext.Place(reg));
    }

    private static bool IsDevice(CheckRun run, int at) => run.ParentOf(at) is >= 0 and var above && run.Facts(above).Bus == Bus.Pci;

    private static void Count(CheckRun run, Node node, int count, int right, string text, Name name)
    {
        if (count == right) return;
        SourceSpan? span = node.Find(name) is { } property ? TreeContext.Place(property) : null;
        run.Fail(node, $"incorrect {text} for PCI bridge", $"the PCI bridge '{node.Name}' needs '{text} = <{right}>', not {count}", span: span);
    }

    private static bool Is(ReadOnlySpan<byte> unit, string text) => unit.Length == text.Length && DtcText.CString(unit) == text;
}
