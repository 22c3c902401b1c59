using Dtc.Bindings.Values;

namespace Dtc.Bindings.Decoding;

/// <summary>
/// Cuts decoded properties into rows where the length of a row follows from other nodes (<c>#*-cells</c>). The order
/// of the passes and what each takes for granted are dt-schema's, since its findings depend on them; where it gives
/// up with an exception, the property keeps the shape it had and a problem is noted.
/// </summary>
internal sealed class CellSplitter
{
    private const uint Unresolved = 0xffffffff;

    private readonly DecodingTypes _types;
    private readonly References _references;
    private readonly List<DecodeProblem> _problems;
    private readonly HashSet<(TypedObject Node, Symbol Property)> _told = [];
    private readonly SymbolTable _symbols;
    private readonly Symbol _addressCells;
    private readonly Symbol _sizeCells;
    private readonly Symbol _interruptCells;
    private readonly Symbol _interruptParent;
    private readonly Symbol _gpioCells;
    private readonly Symbol _gpioHog;
    private readonly Symbol _iommuCells;

    public CellSplitter(SymbolTable symbols, DecodingTypes types, References references, List<DecodeProblem> problems)
    {
        _symbols = symbols;
        _types = types;
        _references = references;
        _problems = problems;
        _addressCells = symbols["#address-cells"];
        _sizeCells = symbols["#size-cells"];
        _interruptCells = symbols["#interrupt-cells"];
        _interruptParent = symbols["interrupt-parent"];
        _gpioCells = symbols["#gpio-cells"];
        _gpioHog = symbols["gpio-hog"];
        _iommuCells = symbols["#iommu-cells"];
    }

    public void Split(TypedObject root)
    {
        SplitGpios(root, string.Empty);
        SplitInterrupts(root, new CellCount(1), string.Empty);
        SplitAddresses(root, new CellCount(2), new CellCount(1), string.Empty);
        SplitIommuMaps(root, string.Empty);
        new PhandleSplitter(_symbols, _types, _references, _problems).Split(root, string.Empty);
    }

    private void SplitGpios(TypedObject node, string path)
    {
        if (node.IndexOf(_gpioHog) >= 0) return;
        for (var i = 0; i < node.Count; i++)
        {
            var value = node.ValueAt(i);
            var name = node.NameAt(i).Text;
            if (value.Kind == TypedKind.Object)
            {
                SplitGpios(value.Object, $"{path}/{name}");
                continue;
            }

            if (value.Kind != TypedKind.Array || !IsGpio(name)) continue;
            if (!CellRows.TryFirst(value, out var cells))
            {
                Note(path, name, "is not a list of GPIOs");
                continue;
            }

            var rows = new List<TypedValue>();
            var at = 0;
            while (at < cells.Length)
            {
                long arguments;
                if (cells[at].Integer == 0) arguments = 0;
                else if (cells[at].Integer == Unresolved)
                {
                    // The last cell is not looked at.
                    var next = IndexOfUnresolved(cells, at + 1, cells.Length - 1);
                    arguments = (next < 0 ? cells.Length : next) - (at + 1);
                }
                else if (TryCells(cells[at], _gpioCells, out var count)) arguments = Use(count, path, name);
                else break;

                at = AddRow(rows, cells, at, arguments + 1);
            }

            if (at >= cells.Length) node.SetAt(i, TypedValue.Of(rows.ToArray()));
            else Note(path, name, $"refers to phandle {cells[at].Integer}, which no node has");
        }
    }

    private static bool IsGpio(string name) => (name.EndsWith("-gpios", StringComparison.Ordinal)
            || name.EndsWith("-gpio", StringComparison.Ordinal) || name is "gpio" or "gpios")
        && !name.EndsWith(",nr-gpios", StringComparison.Ordinal);

    private void SplitInterrupts(TypedObject node, CellCount interruptCells, string path)
    {
        if (node.TryGet(_interruptParent, out var parent) && parent.Kind == TypedKind.Array)
        {
            if (!CellRows.TryFirst(parent, out var row)) Note(path, _interruptParent.Text, "is not a phandle");
            else if (row[0].Integer == Unresolved) node.Remove(_interruptParent);
            else if (TryCells(row[0], _interruptCells, out var cells)) interruptCells = cells;
            else Note(path, _interruptParent.Text, $"refers to phandle {row[0].Integer}, which no node has");
        }

        for (var i = 0; i < node.Count; i++)
        {
            var value = node.ValueAt(i);
            var name = node.NameAt(i).Text;
            if (value.Kind == TypedKind.Object)
            {
                if (node.IndexOf(_interruptCells) >= 0) interruptCells = CellsOf(node, _interruptCells);
                SplitInterrupts(value.Object, interruptCells, $"{path}/{name}");
            }
            else if (name == "interrupts" && value.Kind != TypedKind.Bytes)
            {
                SplitEvenly(node, i, Use(interruptCells, path, name), path);
            }
            else if (name == "interrupt-map" && value.Kind != TypedKind.Bytes)
            {
                SplitInterruptMap(node, i, path);
            }
        }
    }

    private void SplitInterruptMap(TypedObject node, int index, string path)
    {
        const string Map = "interrupt-map";
        var child = Use(CellsOf(node, _interruptCells), path, Map) + Use(CellsOf(node, _addressCells), path, Map);
        if (!CellRows.TryFirst(node.ValueAt(index), out var cells) || child >= cells.Length)
        {
            Note(path, Map, "is too short for a row");
            return;
        }

        var phandle = cells[(int)child];
        long length;
        if (phandle.Integer == Unresolved)
        {
            length = UniformLength(cells, (int)child);
        }
        else
        {
            // The first row's parent counts for all rows.
            if (!_references.Providers.TryGetValue(phandle.Integer, out var provider))
            {
                Note(path, Map, $"refers to phandle {phandle.Integer}, which no node has");
                return;
            }

            length = child + 1 + Use(CellsOf(provider, _addressCells), path, Map) + Use(CellsOf(provider, _interruptCells), path, Map);
        }

        SplitEvenly(node, index, length, path);
    }

    private void SplitAddresses(TypedObject node, CellCount addressCells, CellCount sizeCells, string path)
    {
        for (var i = 0; i < node.Count; i++)
        {
            var value = node.ValueAt(i);
            var name = node.NameAt(i);
            if (value.Kind == TypedKind.Object)
            {
                if (node.IndexOf(_addressCells) >= 0) addressCells = CellsOf(node, _addressCells);
                if (node.IndexOf(_sizeCells) >= 0) sizeCells = CellsOf(node, _sizeCells);
                SplitAddresses(value.Object, addressCells, sizeCells, $"{path}/{name.Text}");
            }
            else if (name.TypeIn(_types).IsAddress)
            {
                SplitEvenly(node, i, Use(addressCells, path, name.Text) + Use(sizeCells, path, name.Text), path);
            }
            else if (name.Text is "ranges" or "dma-ranges" && value.Kind != TypedKind.Boolean)
            {
                var child = Use(CellsOf(node, _addressCells), path, name.Text) + Use(CellsOf(node, _sizeCells), path, name.Text);
                SplitEvenly(node, i, Use(addressCells, path, name.Text) + child, path);
            }
        }
    }

    private void SplitIommuMaps(TypedObject node, string path)
    {
        for (var i = 0; i < node.Count; i++)
        {
            var value = node.ValueAt(i);
            var name = node.NameAt(i).Text;
            if (value.Kind == TypedKind.Object) SplitIommuMaps(value.Object, $"{path}/{name}");
            if (name != "iommu-map" || value.Kind == TypedKind.Object) continue;
            var map = Math.Max(1, Use(CellsOf(node, _iommuCells), path, name));
            if (!CellRows.TryFirst(value, out var cells) || map >= cells.Length)
            {
                Note(path, name, "is too short for a row");
            }
            else if (cells[(int)map].Integer == Unresolved)
            {
                SplitEvenly(node, i, UniformLength(cells, (int)map), path);
            }
            else if (!TryCells(cells[(int)map], _iommuCells, out var arguments))
            {
                Note(path, name, $"refers to phandle {cells[(int)map].Integer}, which no node has");
            }
            else
            {
                SplitEvenly(node, i, map + 1 + Use(arguments, path, name) + 1, path);
            }
        }
    }

    /// <summary>Length of rows that all hold an unresolved phandle at one place.</summary>
    private static long UniformLength(TypedValue[] cells, int place)
    {
        var next = IndexOfUnresolved(cells, place + 1, cells.Length);
        return next < 0 ? cells.Length : next - place;
    }

    private void SplitEvenly(TypedObject node, int index, long length, string path)
    {
        if (!CellRows.TryFirst(node.ValueAt(index), out var cells) || length <= 0)
        {
            Note(path, node.NameAt(index).Text, length <= 0 ? "has rows of no cells" : "is not a list of cells");
            return;
        }

        node.SetAt(index, CellRows.Cut(cells, (int)Math.Min(length, cells.Length)));
    }

    private static int IndexOfUnresolved(TypedValue[] cells, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (cells[i].Integer == Unresolved) return i;
        }

        return -1;
    }

    private static int AddRow(List<TypedValue> rows, TypedValue[] cells, int start, long length)
    {
        var end = (int)Math.Min(cells.Length, start + length);
        rows.Add(TypedValue.Of(cells[start..end]));
        return end;
    }

    private bool TryCells(in TypedValue phandle, Symbol property, out CellCount cells)
    {
        cells = default;
        if (!_references.Providers.TryGetValue(phandle.Integer, out var provider)) return false;
        cells = CellsOf(provider, property);
        return true;
    }

    private static CellCount CellsOf(TypedObject node, Symbol property)
    {
        if (!node.TryGet(property, out var value)) return default;
        return value.TryCount(out var cells) && cells >= 0 ? new CellCount((long)cells) : new CellCount(0, node, property);
    }

    /// <summary>The number that a property is cut by.</summary>
    private long Use(in CellCount cells, string path, string user)
    {
        if (cells.Node is not null && _told.Add((cells.Node, cells.Property!)))
        {
            Note(path, user, $"depends on {cells.Property}, which is not one number");
        }

        return cells.Count;
    }

    private void Note(string path, string property, string message) =>
        _problems.Add(new DecodeProblem(path.Length == 0 ? "/" : path, property, $"{property}: {message}"));

    /// <summary>What a <c>#*-cells</c> says; with its place when it is not one number, which matters where it is used.</summary>
    private readonly record struct CellCount(long Count, TypedObject? Node = null, Symbol? Property = null);
}
