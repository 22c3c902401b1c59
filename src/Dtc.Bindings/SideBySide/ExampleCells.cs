using System.Globalization;
using Dtc.Bindings.TreeRules;

namespace Dtc.Bindings.SideBySide;

/// <summary>
/// Examples of rule files are written for two cells of address and two of size. In a tree with fewer, what is offered has
/// as many as the root says (Devicetree Specification 2.3.5).
/// </summary>
internal static class ExampleCells
{
    /// <summary>The example of a <c>reg</c> in the cells of the root; other text, and what does not fit in them, as it is.</summary>
    public static string? Fit(string name, string? example, RuleNode? root)
    {
        if (name != "reg" || example is null || root is not { AddressCells: 1 or 2, SizeCells: 1 or 2 }) return example;
        if (example is not ['<', .., '>']) return example;
        var cells = example[1..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length % 4 != 0) return example;
        var fitted = new List<string>();
        for (var at = 0; at < cells.Length; at += 4)
        {
            if (!Take(cells, at, root.AddressCells, fitted) || !Take(cells, at + 2, root.SizeCells, fitted)) return example;
        }

        return $"<{string.Join(' ', fitted)}>";
    }

    private static bool Take(string[] cells, int at, int count, List<string> fitted)
    {
        if (count == 1 && !IsZero(cells[at])) return false;
        if (count == 2) fitted.Add(cells[at]);
        fitted.Add(cells[at + 1]);
        return true;
    }

    private static bool IsZero(string cell) =>
        cell is "0" || (cell.StartsWith("0x", StringComparison.Ordinal) && uint.TryParse(cell.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value == 0);
}
