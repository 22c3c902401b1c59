using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Lists of phandles, each followed by as many cells as its node says.</summary>
internal static class ProviderChecks
{
    /// <summary>The check of one of <see cref="Provider.All"/>.</summary>
    public static CheckFunction List(int index) => (run, at) =>
    {
        var node = run.Node(at);
        if (node.Find(run.Names.ProviderProperties[index]) is { } property)
            Arguments(run, node, property, run.Names.ProviderCells[index], Provider.All[index].Optional);
    };

    public static void Gpios(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.GpioHog) is not null) return; // there 'gpios' holds no phandles
        foreach (var property in node.Properties)
        {
            if ((run.Names.Of(property.Name) & Traits.Gpio) != 0) Arguments(run, node, property, run.Names.GpioCells, optional: false);
        }
    }

    public static void DeprecatedGpio(CheckRun run, int at)
    {
        var node = run.Node(at);
        foreach (var property in node.Properties)
        {
            if ((run.Names.Of(property.Name) & Traits.Gpio) == 0 || !property.Name.Utf8.EndsWith("gpio"u8)) continue;
            run.Fail(node, property, "'[*-]gpio' is deprecated, use '[*-]gpios' instead",
                $"'{property.Name}' is the old spelling of '{property.Name}s'");
        }
    }

    private static void Arguments(CheckRun run, Node node, Property property, Name cellsName, bool optional)
    {
        var length = property.Length;
        if (length % 4 != 0)
        {
            run.Fail(node, property, $"property size ({length}) is invalid, expected multiple of 4",
                $"'{property.Name}' is {length} bytes long, which is no number of cells");
            return;
        }

        uint count;
        for (uint cell = 0; cell < (uint)length / 4; cell += count + 1)
        {
            count = 0;
            var phandle = Cells.At(property, cell);
            if (!Cells.IsPhandle(phandle))
            {
                // After an open reference nobody knows how many cells follow; our flow goes on after those that were reported.
                if (run.IsPlugin || (!run.DtcFlow && RefersAt(property, cell))) break;
                continue; // an entry that is left out
            }

            if (property.MarkerCount > 0 && !RefersAt(property, cell))
            {
                run.Fail(node, property, $"cell {cell} is not a phandle reference",
                    $"cell {cell} of '{property.Name}' is a number (0x{phandle:x}), where a reference is expected", "write a reference as &label");
            }

            if (run.Phandles.Find(phandle) is not { } provider)
            {
                run.Fail(node, property, $"Could not get phandle node for (cell {cell})",
                    $"cell {cell} of '{property.Name}' is 0x{phandle:x}, which is the phandle of no node");
                break;
            }

            if (provider.Find(cellsName) is { } cells)
            {
                if (!Cells.TryOne(cells, out count))
                {
                    // Others are reported by the check of the property itself; dtc aborts at this one.
                    if (cellsName == run.Names.GpioCells) NoCell(run, provider, cells);
                    break;
                }
            }
            else if (!optional)
            {
                run.Fail(node,
                    $"Missing property '{DtcText.Of(cellsName)}' in node {DtcText.Path(provider)} or bad phandle "
                    + $"(referred from {DtcText.Of(property.Name)}[{cell}])",
                    $"'{provider.Path}', which cell {cell} of '{property.Name}' refers to, has no '{cellsName}'",
                    related: new RelatedSpan("the node referred to", TreeContext.Place(provider)), span: Span(property, cell));
                break;
            }

            var expected = unchecked((cell + count + 1) * 4);
            if (expected > cell && (uint)length >= expected) continue;
            run.Fail(node, property, $"property size ({length}) too small for cell size {count}",
                $"'{property.Name}' ends after {((uint)length / 4) - cell - 1} of the {count} cells that '{provider.Path}' wants");
            break;
        }
    }

    /// <summary>Reports a count that is no cell, where dtc aborts.</summary>
    public static void NoCell(CheckRun run, Node node, Property property) =>
        run.Fail(node, property, "property is not a single cell", $"'{property.Name}' is {property.Length} bytes long; it must be one cell");

    /// <summary>True when the source has a reference at that cell.</summary>
    public static bool RefersAt(Property property, uint cell) => Reference(property, cell) >= 0;

    // Place among the markers of the reference at a cell; -1 without one. They ascend, and a hostile list has very many.
    private static int Reference(Property property, uint cell)
    {
        var markers = property.Markers;
        var offset = cell * 4;
        int low = 0, high = markers.Length; // those before low lie before the cell
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((uint)markers[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }

        for (; low < markers.Length && markers[low].Offset == offset; low++)
        {
            if (markers[low].Kind == MarkerKind.PhandleReference) return low;
        }

        return -1;
    }

    // The reference itself, where there is one.
    private static SourceSpan? Span(Property property, uint cell)
    {
        if (Reference(property, cell) is >= 0 and var i && !property.Markers[i].Span.IsNone) return property.Markers[i].Span;
        var span = TreeContext.Place(property);
        return span.IsNone ? null : span;
    }
}
