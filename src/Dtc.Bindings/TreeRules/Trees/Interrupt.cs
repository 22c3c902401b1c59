namespace Dtc.Bindings.TreeRules;

/// <summary>An interrupt of a node, led to the controller that it ends at.</summary>
/// <param name="Node">The node.</param>
/// <param name="Property"><c>interrupts</c> or <c>interrupts-extended</c>.</param>
/// <param name="Entry">Which entry, from 0.</param>
/// <param name="Offset">First byte of the entry in the value.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Controller">Where it ends; null when the way there is broken.</param>
/// <param name="Cells">The specifier as that controller has it.</param>
internal sealed record Interrupt(
    RuleNode Node, string Property, int Entry, int Offset, int Length, RuleNode? Controller, uint[] Cells)
{
    /// <summary>What is wrong with the way to the controller; null when nothing is.</summary>
    public string? Problem { get; init; }

    public string Text => $"<{string.Join(' ', Cells.Select(cell => cell > 255 ? $"0x{cell:x}" : $"{cell}"))}>";
}
