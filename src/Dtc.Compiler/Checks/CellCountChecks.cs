using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary><c>#address-cells</c> and <c>#size-cells</c>, and properties whose length they set.</summary>
internal static class CellCountChecks
{
    /// <summary>dtc's addr_size_cells: notes the numbers of cells.</summary>
    public static void Collect(CheckRun run, int at)
    {
        ref var facts = ref run.Facts(at);
        facts.AddressCells = Count(run, at, Traits.AddressCells, run.Names.AddressCells, 2);
        facts.SizeCells = Count(run, at, Traits.SizeCells, run.Names.SizeCells, 1);
    }

    public static void Reg(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.Reg) is not { } reg) return;
        var above = run.ParentOf(at);
        if (above < 0)
        {
            run.Fail(node, "Root node has a \"reg\" property", "the root has a 'reg' property, but no parent whose addresses it could give",
                span: TreeContext.Place(reg));
            return;
        }

        if (reg.Length == 0) run.Fail(node, reg, "property is empty", "'reg' is empty");
        ref readonly var parent = ref run.Facts(above);
        var (addressCells, sizeCells) = (parent.AddressCellsOrDefault, parent.SizeCellsOrDefault);
        if (Cells.IsMultiple(reg.Length, Cells.Bytes((long)addressCells + sizeCells)) || (reg.Length == 0 && !run.DtcFlow)) return;
        run.Fail(node, reg,
            $"property has invalid length ({reg.Length} bytes) (#address-cells == {addressCells}, #size-cells == {sizeCells})",
            $"'reg' is {reg.Length} bytes long, which is no multiple of {addressCells} address and {sizeCells} size cells",
            related: Given(run, above));
    }

    /// <summary>The check of <c>ranges</c> or <c>dma-ranges</c>.</summary>
    public static CheckFunction Ranges(Func<CheckNames, Name> which) => (run, at) => Ranges(run, at, which(run.Names));

    private static void Ranges(CheckRun run, int at, Name name)
    {
        var node = run.Node(at);
        if (node.Find(name) is not { } ranges) return;
        var text = DtcText.Of(name);
        var above = run.ParentOf(at);
        if (above < 0)
        {
            run.Fail(node, ranges, $"Root node has a \"{text}\" property", $"the root has a '{name}' property, but no parent to map addresses to");
            return;
        }

        ref readonly var parent = ref run.Facts(above);
        ref readonly var own = ref run.Facts(at);
        var (parentAddress, parentSize) = (parent.AddressCellsOrDefault, parent.SizeCellsOrDefault);
        var (address, size) = (own.AddressCellsOrDefault, own.SizeCellsOrDefault);
        if (ranges.Length == 0)
        {
            var path = DtcText.Path(run.Node(above));
            if (parentAddress != address)
            {
                run.Fail(node, ranges,
                    $"empty \"{text}\" property but its #address-cells ({address}) differs from {path} ({parentAddress})",
                    $"an empty '{name}' maps addresses one to one, but here they have {address} cells and in '{run.Node(above).Path}' {parentAddress}");
            }

            if (parentSize != size)
            {
                run.Fail(node, ranges,
                    $"empty \"{text}\" property but its #size-cells ({size}) differs from {path} ({parentSize})",
                    $"an empty '{name}' maps addresses one to one, but sizes have {size} cells here and {parentSize} in '{run.Node(above).Path}'");
            }
        }
        else if (!Cells.IsMultiple(ranges.Length, Cells.Bytes((long)parentAddress + address + size)))
        {
            run.Fail(node, ranges,
                $"\"{text}\" property has invalid length ({ranges.Length} bytes) (parent #address-cells == {parentAddress}, "
                + $"child #address-cells == {address}, #size-cells == {size})",
                $"'{name}' is {ranges.Length} bytes long, which is no multiple of {address} child address, {parentAddress} parent address "
                + $"and {size} size cells");
        }
    }

    // What is no cell is reported as such, and nothing else of it.
    private static int Count(CheckRun run, int at, Traits trait, Name name, int assumed)
    {
        if ((run.Facts(at).Traits & trait) == 0 || run.Node(at).Find(name) is not { } property) return -1;
        return Cells.TryOne(property, out var count) ? unchecked((int)count) : assumed;
    }

    // Where the parent says how many cells there are.
    private static RelatedSpan? Given(CheckRun run, int above) =>
        run.Node(above).Find(run.Names.AddressCells) is { } property
            ? new RelatedSpan("the number of address cells is given here", TreeContext.Place(property)) : null;
}
