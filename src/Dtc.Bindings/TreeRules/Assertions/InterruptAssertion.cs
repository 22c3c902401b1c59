using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>interrupt: { entries, required: N, controller: NODES, kind, least, most, flags: { mask, values }, not-used-by: NODES }</c>:
/// what the interrupts of the node are once they have been led to their controller, and that it has so many.
/// </summary>
internal sealed class InterruptAssertion : Assertion
{
    private (int First, int Last) _entries;
    private int _required;
    private NodeSelector? _controller;
    private string? _called;
    private string[] _kinds = [];
    private ulong _least;
    private ulong _most = uint.MaxValue;
    private ulong _mask = uint.MaxValue;
    private ulong[]? _flags;
    private NodeSelector? _users;

    public static Assertion Read(SchemaValue value, RuleNames names)
    {
        var flags = value["flags"];
        return new InterruptAssertion
        {
            _entries = RuleText.Entries(value["entries"]),
            _required = value["required"] is { } required ? RuleText.Small(required) : 0,
            _controller = value["controller"] is { } controller ? NodeSelector.ReadTest(controller, names) : null,
            _called = value["called"]?.String,
            _kinds = value["kind"] is { } kind ? [.. RuleText.List(kind).Select(item => item.String)] : [],
            _least = value["least"] is { } least ? RuleText.Number(least) : 0,
            _most = value["most"] is { } most ? RuleText.Number(most) : uint.MaxValue,
            _mask = flags?["mask"] is { } mask ? RuleText.Number(mask) : uint.MaxValue,
            _flags = flags is null ? null : [.. flags["values"]!.Items.Select(RuleText.Number)],
            _users = value["not-used-by"] is { } users ? NodeSelector.Read(users, names) : null,
        };
    }

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        var interrupts = run.Interrupts.Of(node);
        if (interrupts.Count < _required)
        {
            var property = node["interrupts-extended"]?.Name ?? node["interrupts"]?.Name;
            yield return new Fault(Rules.InterruptKind, node, property, 0, -1,
                $"there {(interrupts.Count == 1 ? "is" : "are")} {(interrupts.Count == 0 ? "no" : interrupts.Count)} {(interrupts.Count == 1 ? "interrupt" : "interrupts")}, {_required} expected");
        }

        foreach (var interrupt in interrupts)
        {
            if (interrupt.Entry < _entries.First || interrupt.Entry > _entries.Last) continue;
            if (Judge(run, node, interrupt) is { } text)
                yield return new Fault(Rules.InterruptKind, node, interrupt.Property, interrupt.Offset, interrupt.Length, text);
        }
    }

    private string? Judge(RuleRun run, RuleNode node, Interrupt interrupt)
    {
        if (interrupt.Controller is not { } controller) return $"the interrupt leads to no controller: {interrupt.Problem}";
        if (_controller?.Matches(run, controller) == false)
            return $"the interrupt {interrupt.Text} ends at {controller.Path}, which is no {_called ?? "controller of the sort that is expected"}";
        if (run.FormOf(controller) is not { } form) return null;
        if (_kinds.Length > 0 && form.KindOf(interrupt) is var kind && !_kinds.Contains(kind))
            return $"the interrupt {interrupt.Text} is {kind ?? "of an unknown kind"}, {string.Join(" or ", _kinds)} expected";
        if (form.NumberOf(interrupt) is { } number && (number < _least || number > _most))
            return $"the interrupt {interrupt.Text} has the number {number}, {(_least == _most ? $"{_least}" : $"{_least} to {_most}")} expected";
        if (_flags is not null && form.FlagsOf(interrupt) is { } flags && !_flags.Contains(flags & _mask))
            return $"the flags of interrupt {interrupt.Text} are 0x{flags & _mask:x}, {string.Join(" or ", _flags.Select(flag => $"0x{flag:x}"))} expected";
        return UserOf(run, node, interrupt, form) is { } user ? $"the interrupt {interrupt.Text} is that of {user.Path} too" : null;
    }

    private RuleNode? UserOf(RuleRun run, RuleNode node, Interrupt interrupt, InterruptForm form)
    {
        if (_users is null || form.NumberOf(interrupt) is not { } number) return null;
        var set = _users.Resolve(run, node);
        var users = set.Derive(this, () => UsersOf(run, set.Nodes));
        return users.GetValueOrDefault((interrupt.Controller!, form.KindOf(interrupt), number)) is var (first, second) && first == node ? second : first;
    }

    // Two of each are enough to know one that is not the node itself.
    private static Dictionary<(RuleNode, string?, uint), (RuleNode First, RuleNode? Second)> UsersOf(RuleRun run, RuleNode[] nodes)
    {
        var users = new Dictionary<(RuleNode, string?, uint), (RuleNode First, RuleNode? Second)>();
        foreach (var used in nodes.SelectMany(user => run.Interrupts.Of(user)))
        {
            if (used.Controller is not { } controller || run.FormOf(controller) is not { } form || form.NumberOf(used) is not { } number) continue;
            var key = (controller, form.KindOf(used), number);
            if (!users.TryGetValue(key, out var known)) users[key] = (used.Node, null);
            else if (known.Second is null && known.First != used.Node) users[key] = (known.First, used.Node);
        }

        return users;
    }
}
