using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees.DomZero;

namespace Hypervisor.Planning.Checks;

/// <summary>Changes of trees: whether their paths lead somewhere, and whether the domain still starts.</summary>
internal sealed partial class PlanChecks
{
    private void CheckTree(DomainConfiguration written, PlannedDomain domain)
    {
        foreach (var hide in written.Tree.Hide)
        {
            if (FindForChange(written, hide, "hide") is not { } node) continue;
            if (Essential(node) is { } what)
                findings.Error(Rules.PlanTreeChange, hide.At, written.Path("tree/hide"), $"'{domain.Name}' cannot start without {node.Path}, {what}");
            if (written.Tree.Keep.Any(keep => keep.Value == hide.Value))
                findings.Error(Rules.PlanTreeChange, hide.At, written.Path("tree/hide"), $"{hide.Value} is to be hidden and to be kept");
        }

        foreach (var keep in written.Tree.Keep)
        {
            if (FindForChange(written, keep, "keep") is not { } node || plan.Xen is null) continue;
            var reason = plan.HostTree.FindConsole(plan.Xen.Console) == node ? "it is the console that Xen keeps"
                : node.IsCompatible(xen.Timers) ? "Xen replaces it by its own"
                : node.IsCompatible(xen.Iommus) ? "Xen drives it itself"
                : node.Text("device_type") == "memory" || node.Path == "/cpus" || node.Path.StartsWith("/cpus/", StringComparison.Ordinal) ? "Xen replaces it by its own"
                : configuration.Domains.FirstOrDefault(other => other.Passthrough.Any(device => device.Path.Value == node.Path)) is { } owner ? $"it goes to '{owner.Name.Value}'" : HiddenByList(node);
            if (reason is not null)
                findings.Error(Rules.PlanTreeChange, keep.At, written.Path("tree/keep"), $"'{domain.Name}' cannot see {node.Path}: {reason}", "take it out of 'tree.keep'");
        }

        foreach (var edit in written.Tree.Edits) CheckEdit(written, domain, edit);
        CheckReferences(written);
    }

    // The lists by which dom0's tree is made; what is below a hidden node goes with it.
    private string? HiddenByList(Node node)
    {
        var board = HostFacts.BoardOf(plan.ChangedTree);
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (DomZeroFilter.Listed(at, at.Path, xen, board) is { } hidden) return hidden.Reason;
        }

        return null;
    }

    private void CheckEdit(DomainConfiguration written, PlannedDomain domain, EditConfiguration edit)
    {
        if (FindForChange(written, edit.Path, "edit") is not { } node) return;
        foreach (var name in edit.Delete)
        {
            if (node.Find(name.Value) is null)
            {
                var names = new List<string>();
                foreach (var property in node.Properties) names.Add(property.Name.ToString());
                findings.Error(Rules.PlanTreeChange, name.At, written.Path("tree/edit"), $"{node.Path} has no property '{name.Value}'", Suggestions.DidYouMean(name.Value, names));
            }

            if (edit.Set.Any(set => set.Name == name.Value))
                findings.Error(Rules.PlanTreeChange, name.At, written.Path("tree/edit"), $"'{name.Value}' of {node.Path} is to be set and to be deleted");
            if (name.Value is "compatible" or "reg" && Essential(node) is { } what)
                findings.Error(Rules.PlanTreeChange, name.At, written.Path("tree/edit"), $"'{domain.Name}' cannot start without '{name.Value}' of {node.Path}, {what}");
        }

        foreach (var (name, value) in edit.Set)
        {
            if (PropertyText.Read(value.Value, plan.ChangedTree) is (null, var trouble))
                findings.Error(Rules.PlanTreeChange, value.At, written.Path("tree/edit"), $"the value of '{name}' of {node.Path} is no source: {trouble}");
        }
    }

    private Node? FindForChange(DomainConfiguration written, Written<string> path, string member)
    {
        if (plan.ChangedTree.Resolve(path.Value) is { } node) return node;
        if (plan.ChangedTree != plan.HostTree && plan.HostTree.Resolve(path.Value) is { } qemus)
        {
            var meant = Counterpart(qemus);
            // What QEMU's tree has and the guest's does not is not seen anyway.
            if (meant is not null || member != "hide")
            {
                findings.Error(
                    Rules.PlanTreeChange, path.At, written.Path("tree/" + member),
                    $"{path.Value} is in QEMU's tree, and that of '{written.Name.Value}' is made anew: {(meant is null ? "it has nothing of the kind" : $"there the node is {meant.Path}")}",
                    meant is null ? null : $"write {meant.Path}");
            }

            return null;
        }

        findings.Error(
            Rules.PlanTreeChange, path.At, written.Path("tree/" + member), $"{plan.ChangedTree.Name} has no node {path.Value}",
            findings.IsFull ? null : Suggestions.DidYouMean(path.Value, plan.ChangedTree.Nodes.Select(candidate => candidate.Path)));
        return null;
    }

    // What is at the same place.
    private Node? Counterpart(Node qemus)
    {
        if (plan.HostTree.Device(qemus.Path)?.Regions is not [var place, ..]) return null;
        return plan.ChangedTree.Devices.FirstOrDefault(device => device.Regions is [var own, ..] && own.Address == place.Address)?.Node;
    }

    private string? Essential(Node node) =>
        node.Parent is null ? "the root"
        : node.Find("interrupt-controller") is not null && node.IsCompatible(DeviceFacts.Instance.Controllers) && node.Parent.Parent is null ? "its interrupt controller"
        : node.IsCompatible(xen.Timers) ? "its timer"
        : node.Text("device_type") == "memory" ? "its memory"
        : node.Text("device_type") == "cpu" || node.Path == "/cpus" ? "its CPUs"
        : node.Path == "/chosen" ? "where its command line is" : null;
}
