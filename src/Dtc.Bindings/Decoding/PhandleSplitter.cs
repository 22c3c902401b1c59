using Dtc.Bindings.Values;

namespace Dtc.Bindings.Decoding;

/// <summary>Cuts phandle arrays into one row for each phandle and its arguments.</summary>
internal sealed class PhandleSplitter(
    SymbolTable symbols, DecodingTypes types, References references, List<DecodeProblem> problems)
{
    private const uint Unresolved = 0xffffffff;

    private readonly HashSet<(TypedObject Node, Symbol Property)> _told = [];

    public void Split(TypedObject node, string path)
    {
        for (var i = 0; i < node.Count; i++)
        {
            var value = node.ValueAt(i);
            if (value.Kind == TypedKind.Object) Split(value.Object, $"{path}/{node.NameAt(i).Text}");
            else Split(node, i, path);
        }
    }

    private void Split(TypedObject node, int index, string path)
    {
        var name = node.NameAt(index).Text;
        var type = node.NameAt(index).TypeIn(types);
        if (!type.IsPhandleArray || (name != "dma-masters" && type.Dimensions is { AreFixed: true })) return;
        if (node.ValueAt(index) is not { Kind: TypedKind.Array, Items: [{ Kind: TypedKind.Array }] rows }) return;
        if (!CellRows.TryFirst(node.ValueAt(index), out var cells))
        {
            Note(path, name, "is not a list of phandles");
            return;
        }

        if (!TryArguments(name, out var counted, out var cellsName))
        {
            // Any other name that is a plural: where its phandle leads nowhere it is left alone.
            if (!name.EndsWith('s') || name.Contains("gpio", StringComparison.Ordinal)) return;
            cellsName = symbols[$"#{name[..^1]}-cells"];
            if (LengthAt(path, name, cells, 0, counted, cellsName) == 0) return;
        }

        // The name is also used for a number; it is one when it points to no DMA controller.
        var phandle = cells[0].Integer;
        if (name == "dma-masters" && phandle >= 1 && phandle <= 4
            && (!references.Providers.TryGetValue(phandle, out var provider) || provider.IndexOf(cellsName!) < 0))
        {
            node.SetAt(index, cells[0]);
            return;
        }

        var result = new List<TypedValue>();
        for (var at = 0; at < cells.Length;)
        {
            var length = LengthAt(path, name, cells, at, counted, cellsName);
            if (length == 0) break;
            if (name == "msi-ranges") length++;
            if (name == "interconnects")
            {
                length += LengthAt(path, name, cells, (int)Math.Min(cells.Length, at + length), counted, cellsName);
            }

            var end = (int)Math.Min(cells.Length, at + length);
            result.Add(TypedValue.Of(cells[at..end]));
            at = end;
        }

        node.SetAt(index, TypedValue.Of(result.ToArray()));
    }

    /// <summary>How arguments are counted where the name of the property does not tell.</summary>
    private bool TryArguments(string name, out int counted, out Symbol? cellsName)
    {
        counted = name == "gpio-ranges" ? 3 : 0;
        var property = name switch
        {
            "assigned-clocks" or "assigned-clock-parents" => "#clock-cells",
            "cooling-device" => "#cooling-cells",
            "interrupts-extended" or "msi-ranges" => "#interrupt-cells",
            "interconnects" => "#interconnect-cells",
            "mboxes" => "#mbox-cells",
            "sound-dai" => "#sound-dai-cells",
            "msi-parent" => "#msi-cells",
            "dma-masters" => "#dma-cells",
            _ => null,
        };
        cellsName = property is null ? null : symbols[property];
        return property is not null || name is "gpio-ranges" or "memory-region";
    }

    /// <summary>Cells of the row that begins at a cell; 0 when that cannot be known.</summary>
    private long LengthAt(string path, string name, TypedValue[] cells, int at, int counted, Symbol? cellsName)
    {
        if (at >= cells.Length) return 0;
        var phandle = cells[at].Integer;
        if (phandle == 0 || (cellsName is null && counted == 0)) return 1;
        if (phandle == Unresolved)
        {
            if (!IsReference(path, name, at)) return 0;
            var length = 1;
            while (at + length < cells.Length && !IsReference(path, name, at + length)) length++;
            return length;
        }

        if (!references.Providers.TryGetValue(phandle, out var provider)) return 0;
        if (counted > 0) return counted + 1;
        if (!provider.TryGet(cellsName!, out var value)) return 1;
        if (value.TryCount(out var arguments) && arguments >= 0) return (long)arguments + 1;
        if (_told.Add((provider, cellsName!))) Note(path, name, $"depends on {cellsName!.Text}, which is not one number");
        return 1;
    }

    private void Note(string path, string property, string message) =>
        problems.Add(new DecodeProblem(path.Length == 0 ? "/" : path, property, $"{property}: {message}"));

    private bool IsReference(string path, string name, int cell) =>
        references.Places.Contains($"{path}:{name}:{cell * 4}");
}
