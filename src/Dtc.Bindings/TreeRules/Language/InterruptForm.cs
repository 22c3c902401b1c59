using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>What the cells of an interrupt mean to some controllers: which is the kind, the number, the flags.</summary>
internal sealed class InterruptForm
{
    private readonly NodeSelector _controllers;
    private readonly int _kind;
    private readonly string[] _kinds;
    private readonly int _number;
    private readonly int _flags;

    private InterruptForm(string name, NodeSelector controllers, int kind, string[] kinds, int number, int flags)
    {
        (Name, _controllers, _kind, _kinds, _number, _flags) = (name, controllers, kind, kinds, number, flags);
    }

    public string Name { get; }

    public static InterruptForm Read(string name, SchemaValue value, RuleNames names) => new(
        name,
        NodeSelector.ReadTest(value["for"]!, names),
        Index(value["kind"]),
        value["kinds"] is { } kinds ? [.. kinds.Items.Select(item => item.String)] : [],
        Index(value["number"]),
        Index(value["flags"]));

    public bool IsFor(RuleRun run, RuleNode controller) => _controllers.Matches(run, controller);

    /// <summary>The kind in words; null when the form has none, or the cell no such meaning.</summary>
    public string? KindOf(Interrupt interrupt) =>
        _kind >= 0 && _kind < interrupt.Cells.Length && interrupt.Cells[_kind] < _kinds.Length ? _kinds[interrupt.Cells[_kind]] : null;

    public uint? NumberOf(Interrupt interrupt) => _number >= 0 && _number < interrupt.Cells.Length ? interrupt.Cells[_number] : null;

    public uint? FlagsOf(Interrupt interrupt) => _flags >= 0 && _flags < interrupt.Cells.Length ? interrupt.Cells[_flags] : null;

    private static int Index(SchemaValue? value) => value is null ? -1 : RuleText.Small(value);
}
