using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>slot: { base, step, slots, first-interrupt, kind }</c>: a platform's row of equal devices. The first region of the node
/// begins at a slot, and its interrupt is the one of that slot.
/// </summary>
internal sealed class SlotAssertion : Assertion
{
    private ulong _base;
    private ulong _step;
    private ulong _slots;
    private ulong? _firstInterrupt;
    private string? _kind;

    public static Assertion Read(SchemaValue value, RuleNames names)
    {
        var assertion = new SlotAssertion
        {
            _base = RuleText.Number(value["base"]!),
            _step = RuleText.Number(value["step"]!),
            _slots = RuleText.Number(value["slots"]!),
            _firstInterrupt = value["first-interrupt"] is { } first ? RuleText.Number(first) : null,
            _kind = value["kind"]?.String,
        };
        return assertion._step > 0 ? assertion : throw new RuleFormatException("a step of 0 makes no slots", value["step"]!.Position);
    }

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node.Regions is not [var region, ..]) yield break;
        var slot = region.Start >= _base ? (region.Start - _base) / _step : ulong.MaxValue;
        if (slot >= _slots || (region.Start - _base) % _step != 0)
        {
            yield return Fault.At(Rules.SlotMismatch, region,
                $"0x{region.Start:x} is none of the platform's {_slots} slots, which begin at 0x{_base:x} and are 0x{_step:x} apart");
            yield break;
        }

        if (_firstInterrupt is not { } first || run.Interrupts.Of(node) is not [{ Controller: { } controller } interrupt, ..]) yield break;
        if (run.FormOf(controller) is not { } form || form.NumberOf(interrupt) is not { } number) yield break;
        if (number == first + slot && (_kind is null || form.KindOf(interrupt) == _kind)) yield break;
        yield return new Fault(Rules.SlotMismatch, node, interrupt.Property, interrupt.Offset, interrupt.Length,
            $"the interrupt of slot {slot} (0x{region.Start:x}) is {_kind} {first + slot}, not {form.KindOf(interrupt) ?? _kind} {number}");
    }
}
