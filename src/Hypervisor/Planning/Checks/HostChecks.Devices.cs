using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees.DomZero;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning.Checks;

/// <summary>Devices that the machine cannot have: interrupts beyond those of its controller, registers where its RAM is.</summary>
internal sealed partial class HostChecks
{
    // NR_IRQS of Xen is 1024, and nothing looks whether a number is below it.
    private const uint XensInterrupts = 1024 - 32;

    private static readonly string[] NoDevices = ["chosen", "cpus", "hypervisor", "reserved-memory", "aliases"];

    private void CheckDevices()
    {
        var free = new RangeList();
        // Where a boot loader says what RAM there is, it leaves registers out.
        foreach (var bank in host.IsMemoryWritten ? [] : host.Banks) free.Add(bank);
        foreach (var (_, region) in tree.Reserved) free.Remove(region);
        var ram = free.Ranges.ToList();
        var passed = configuration.Domains
            .SelectMany(domain => domain.Passthrough.Select((device, index) => (Node: tree.Resolve(device.Path.Value), Place: new PassedPlace(domain.Path($"passthrough/{index}"), device))))
            .Where(pair => pair.Node is not null)
            .GroupBy(pair => pair.Node!).ToDictionary(group => group.Key, group => group.First().Place);
        var owner = HasXen ? configuration.Domains.FirstOrDefault(domain => domain.IsDom0?.Value == true) : configuration.Domains[0];
        var hidden = (owner?.Tree.Hide ?? []).Select(path => tree.Resolve(path.Value)).OfType<Node>().ToHashSet();
        foreach (var device in tree.Devices)
        {
            var place = passed.GetValueOrDefault(device.Node);
            // What is neither dom0's nor given away nobody looks at.
            if (place is null && (owner is null || IsAway(device.Node, hidden))) continue;
            CheckNumbers(device, place, owner);
            CheckNotRam(device, place, owner, ram);
        }
    }

    // Xen does not look at 'status' when it maps interrupts for dom0 (handle_device_interrupts).
    private void CheckNumbers(HostDevice device, PassedPlace? passed, DomainConfiguration? owner)
    {
        if (!HasXen && !IsUsed(device.Node)) return;
        var most = machine.SharedInterrupts(host.Gic);
        foreach (var interrupt in device.Interrupts)
        {
            if (!interrupt.IsShared || interrupt.Number < most || IsEdited(owner, device.Node, "interrupts", "interrupts-extended")) continue;
            if (passed is { Device.Interrupts: false } && (owner is null || interrupt.Number < XensInterrupts)) continue;
            Report(
                passed, HasXen, $"{device.Path} has the shared interrupt {interrupt.Number}, and the machine's GICv{host.Gic} has {most} of them, from 0 on",
                interrupt.Number < XensInterrupts ? "Xen finds it \"not routable\" or \"too high\", and panics" : "Xen aborts, which has a table of 1024 interrupts and reads beyond it");
            return;
        }
    }

    private void CheckNotRam(HostDevice device, PassedPlace? passed, DomainConfiguration? owner, List<AddressRange> ram)
    {
        // Without a compatible no driver takes it.
        if (device.Node.Find("compatible") is null || (passed is null && !IsUsed(device.Node)) || IsEdited(owner, device.Node, "reg")) return;
        foreach (var region in device.Regions)
        {
            if (!ram.Exists(region.Overlaps)) continue;
            Report(
                passed, HasXen, $"{device.Path} has registers at {ByteSize.Range(region.Address, region.Size)}, where the machine has RAM that is not reserved",
                "Xen gives that memory to domains, or tells dom0 that it is free for mappings");
            return;
        }
    }

    private void Report(PassedPlace? passed, bool isError, string message, string consequence)
    {
        var (at, path) = passed is null ? (At, "host/tree") : (passed.Device.Path.At, passed.Path);
        var help = passed is null ? "correct the node in the host's tree, or hide it ('tree.hide')" : "correct the node in the host's tree";
        if (isError) findings.Error(Rules.PlanHostDevice, at, path, $"{tree.Name}: {message}: {consequence}", help);
        else findings.Warn(Rules.PlanHostDevice, at, path, $"{tree.Name}: {message}; its driver will not start", help);
    }

    // Not in the tree that the first domain gets, nor looked at on the way.
    private bool IsAway(Node node, HashSet<Node> hidden)
    {
        var board = HasXen ? HostFacts.BoardOf(tree) : null;
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (hidden.Contains(at) || (at.Parent == tree.Root && NoDevices.Contains(at.Name.ToString().Split('@')[0]))) return true;
            if (!HasXen) continue;
            if (DomZeroFilter.Listed(at, at.Path, _known, board) is not null || at.IsCompatible(_known.Iommus) || at.IsCompatible(_known.OptionalIommus)) return true;
        }

        return false;
    }

    private bool IsEdited(DomainConfiguration? owner, Node node, params string[] names) =>
        !isChanged && owner is not null && owner.Tree.Edits.Any(edit => tree.Resolve(edit.Path.Value) == node
            && (edit.Delete.Any(deleted => names.Contains(deleted.Value)) || edit.Set.Any(set => names.Contains(set.Name))));

    private static bool IsUsed(Node node)
    {
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (!at.IsAvailable()) return false;
        }

        return true;
    }

    private sealed record PassedPlace(string Path, PassthroughConfiguration Device);
}
