using Dtc.Bindings.Documents;
using Dtc.Compiler.Comparison;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning.Checks;

/// <summary>Changes of trees that would leave references to nothing behind: a device whose clock is gone is never started.</summary>
internal sealed partial class PlanChecks
{
    // Beside what a device needs: what its interrupts and its memory accesses go through.
    private static readonly Dictionary<string, string> FurtherReferences = new(StringComparer.Ordinal)
    {
        ["interrupt-parent"] = "",
        ["interrupts-extended"] = "#interrupt-cells",
        ["iommus"] = "#iommu-cells",
    };

    // A controller that lacks it has specifiers of no cells (kernel interrupt-controller/msi.txt).
    private const string OptionalWidth = "#msi-cells";

    private const int MaximumCells = 16;

    private void CheckReferences(DomainConfiguration written)
    {
        var changes = written.Tree;
        if (changes.Hide.Count == 0 && changes.Edits.Count == 0) return;
        var gone = Gone(written);
        var edits = changes.Edits.GroupBy(edit => plan.ChangedTree.Resolve(edit.Path.Value)?.Path ?? edit.Path.Value).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        if (gone.Count > 0) CheckKept(written, gone, edits);
        foreach (var edit in changes.Edits)
        {
            if (plan.ChangedTree.Resolve(edit.Path.Value) is not { } node || gone.TryGetValue(node, out var loss) && loss.IsHidden) continue;
            foreach (var (name, value) in edit.Set) CheckSet(written, node, name, value, gone);
        }
    }

    private sealed record Loss(SchemaPosition At, string Path, bool IsHidden);

    // Nodes that nothing can refer to any more: those that are hidden, and those that lose their phandle.
    private Dictionary<Node, Loss> Gone(DomainConfiguration written)
    {
        var gone = new Dictionary<Node, Loss>();
        foreach (var hide in written.Tree.Hide)
        {
            if (plan.ChangedTree.Resolve(hide.Value) is { } node) Add(node, new Loss(hide.At, written.Path("tree/hide"), true));
        }

        foreach (var edit in written.Tree.Edits)
        {
            if (plan.ChangedTree.Resolve(edit.Path.Value) is not { } node || node.Cell("phandle") is not { } phandle) continue;
            foreach (var name in edit.Delete.Where(name => name.Value == "phandle")) gone.TryAdd(node, new Loss(name.At, written.Path("tree/edit"), false));
            foreach (var (name, value) in edit.Set)
            {
                if (name == "phandle" && CellsOf(value) is [var other] && other != phandle) gone.TryAdd(node, new Loss(value.At, written.Path("tree/edit"), false));
            }
        }

        return gone;

        void Add(Node node, Loss loss)
        {
            if (!gone.TryAdd(node, loss)) return;
            foreach (var child in node.Children) Add(child, loss);
        }
    }

    private void CheckKept(DomainConfiguration written, Dictionary<Node, Loss> gone, Dictionary<string, EditConfiguration> edits)
    {
        var references = new TreeReferences(plan.ChangedTree.Tree);
        var found = new Dictionary<Node, (string Property, Node Target)>();
        var order = new List<(Loss Loss, Node Referrer)>();
        foreach (var node in plan.ChangedTree.Nodes)
        {
            // What is disabled is not started anyway.
            if ((gone.TryGetValue(node, out var own) && own.IsHidden) || !node.IsAvailable()) continue;
            var edit = edits.GetValueOrDefault(node.Path);
            foreach (var property in node.Properties)
            {
                var name = property.Name.ToString();
                if (edit is not null && (edit.Delete.Any(deleted => deleted.Value == name) || edit.Set.Any(set => set.Name == name))) continue;
                if (references.Of(property).Select(reference => reference.Target).FirstOrDefault(target => target is not null && gone.ContainsKey(target)) is not { } target) continue;
                if (!found.TryAdd(node, (name, target))) continue;
                order.Add((gone[target], node));
            }
        }

        foreach (var group in order.GroupBy(pair => pair.Loss))
        {
            var first = group.First().Referrer;
            var (property, target) = found[first];
            var more = group.Count() - 1;
            findings.Error(
                Rules.PlanTreeChange, group.Key.At, group.Key.Path,
                $"'{property}' of {first.Path} refers to {target.Path}{(more > 0 ? $", as do {more} other nodes to what is taken away" : "")}, and would refer to nothing in the tree of '{written.Name.Value}'",
                $"hide {first.Path} too, or delete or set its '{property}' by an edit");
        }
    }

    private void CheckSet(DomainConfiguration written, Node node, string name, Written<string?> value, Dictionary<Node, Loss> gone)
    {
        if (!FurtherReferences.TryGetValue(name, out var width) && !DeviceFacts.Instance.IsDependency(name, out width!)) return;
        if (CellsOf(value) is not { Length: > 0 } cells) return;
        for (var i = 0; i < cells.Length;)
        {
            // An entry that is left out is 0 (or all ones) by itself.
            if (cells[i] is 0 or uint.MaxValue)
            {
                i++;
                continue;
            }

            var target = NewBearer(written, cells[i]) ?? plan.ChangedTree.Find(cells[i]);
            // Behind a phandle without a width of its own may be an offset.
            if (target is null && width.Length == 0 && i > 0) return;
            var trouble = target is null ? $"refers to the phandle 0x{cells[i]:x}, which no node has"
                : gone.TryGetValue(target, out var loss) && (loss.IsHidden || NewBearer(written, cells[i]) != target) ? $"refers to {target.Path}, which is taken away"
                : width.Length > 0 && width != OptionalWidth && target.Cell(width) is null ? $"refers to {target.Path}, which has no {width}" : null;
            if (trouble is not null)
            {
                findings.Error(Rules.PlanTreeChange, value.At, written.Path("tree/edit"), $"'{name}' of {node.Path} {trouble}");
                return;
            }

            i += 1 + (width.Length == 0 ? 0 : (int)Math.Min(target!.Cell(width) ?? 0, MaximumCells));
        }
    }

    // A node that is given this phandle by an edit.
    private Node? NewBearer(DomainConfiguration written, uint phandle)
    {
        foreach (var edit in written.Tree.Edits)
        {
            foreach (var (name, value) in edit.Set)
            {
                if (name == "phandle" && CellsOf(value) is [var own] && own == phandle) return plan.ChangedTree.Resolve(edit.Path.Value);
            }
        }

        return null;
    }

    private uint[]? CellsOf(Written<string?> value)
    {
        if (PropertyText.Read(value.Value, plan.ChangedTree).Bytes is not { Length: > 0 } bytes || bytes.Length % 4 != 0) return null;
        var cells = new uint[bytes.Length / 4];
        for (var i = 0; i < cells.Length; i++) cells[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * 4));
        return cells;
    }
}
