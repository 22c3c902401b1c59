using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Planning.Facts;
using Hypervisor.Planning.Host;
using Hypervisor.Trees.Boot;

namespace Hypervisor.Planning.Checks;

/// <summary>What a host's tree must have for the boot to reach its first line of output.</summary>
internal sealed class HostChecks(
    GuestsConfiguration configuration, PlannedHost host, MachineFacts machine, HostTree tree, bool hasXen, FindingList findings)
{
    private const int InterruptCells = 3;
    private const int ShownNodes = 4;

    private SchemaPosition At => configuration.Host.Tree?.At ?? configuration.Host.At;

    public static void Run(
        GuestsConfiguration configuration, PlannedHost host, MachineFacts machine, HostTree tree, bool hasXen, FindingList findings)
    {
        var checks = new HostChecks(configuration, host, machine, tree, hasXen, findings);
        // The timer's interrupts mean something only with the right controller.
        if (checks.CheckGic()) checks.CheckTimer();
        checks.CheckMemory();
        checks.CheckCpus();
        checks.CheckHypervisor();
    }

    private void Refuse(Rule rule, string message, string? help = null) => findings.Error(rule, At, "host/tree", $"{tree.Name}: {message}", help);

    private bool CheckGic()
    {
        var facts = XenFacts.Instance;
        var known = hasXen ? [.. facts.Gics.Values.SelectMany(names => names)] : DeviceFacts.Instance.Controllers.Where(name => !name.Contains("its", StringComparison.Ordinal)).ToHashSet();
        var expected = machine.GicRegions[host.Gic];
        var gic = tree.Devices.FirstOrDefault(device => device.Node.IsCompatible(known) && device.Node.Find("interrupt-controller") is not null && !device.Node.IsDisabled());
        if (gic is null)
        {
            var there = tree.Devices.FirstOrDefault(device => device.Regions.Any(region => region.Address == expected[0].Address));
            Refuse(
                Rules.PlanHostGic,
                there is null ? "it has no interrupt controller that is known"
                    : $"{there.Path} is where the interrupt controller is, and is no {string.Join(" or ", facts.Gics[host.Gic])}: {string.Join(", ", there.Node.Strings("compatible"))}",
                there is null ? null : Suggestions.DidYouMean(there.Node.Text("compatible") ?? "", known));
            return false;
        }

        if (gic.Node.IsCompatible(facts.Gics[3]) != (host.Gic == 3))
        {
            Refuse(Rules.PlanHostGic, $"{gic.Path} is a {gic.Node.Text("compatible")}, and the machine has a GICv{host.Gic}", "'gic' of 'host' says which the machine has");
            return false;
        }

        if (gic.Node.Cell("#interrupt-cells") is not InterruptCells)
            Refuse(Rules.PlanHostGic, $"{gic.Path}: #interrupt-cells is not {InterruptCells}");
        for (var i = 0; i < expected.Length; i++)
        {
            if (i >= gic.Regions.Count) Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and the machine's has one at {ByteSize.Hex(expected[i].Address)} too");
            else if (gic.Regions[i].Address != expected[i].Address)
                Refuse(Rules.PlanHostGic, $"{gic.Path} has its {(i == 0 ? "distributor" : host.Gic == 3 ? "redistributors" : "CPU interface")} at {ByteSize.Hex(gic.Regions[i].Address)}, and the machine at {ByteSize.Hex(expected[i].Address)}");
        }

        if (hasXen && host.Gic == 2 && gic.Regions.Count is >= 2 and < 4)
            Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and Xen needs four: those for virtualization too");
        return true;
    }

    private void CheckTimer()
    {
        var facts = XenFacts.Instance;
        var timer = tree.Devices.FirstOrDefault(device => device.Node.IsCompatible(facts.Timers) && !device.Node.IsDisabled());
        if (timer is null)
        {
            Refuse(Rules.PlanHostTimer, $"it has no timer with interrupts that is a {string.Join(" or ", facts.Timers)}");
            return;
        }

        var needed = hasXen ? facts.TimerInterrupts.Count : facts.TimerInterrupts.Count - 1;
        if (timer.Interrupts.Count < needed)
        {
            Refuse(Rules.PlanHostTimer, $"{timer.Path} has {timer.Interrupts.Count} interrupts, and {(hasXen ? "Xen" : "Linux")} needs {needed}");
            return;
        }

        foreach (var (interrupt, expected) in timer.Interrupts.Zip(facts.TimerInterrupts))
        {
            if (interrupt.Controller is null || interrupt.IsShared || interrupt.Number != expected)
            {
                Refuse(Rules.PlanHostTimer, $"{timer.Path} has the interrupts {string.Join(", ", timer.Interrupts.Select(i => i.Number))}, and the machine's timer the private ones {string.Join(", ", facts.TimerInterrupts)}");
                return;
            }
        }
    }

    private void CheckMemory()
    {
        if (tree.Memory.Count == 0) Refuse(Rules.PlanHostMemory, "it has no memory");
        var limit = new HostRegion(machine.Ram, machine.RamLimit);
        foreach (var bank in tree.Memory)
        {
            if (!bank.IsWithin(limit))
                Refuse(Rules.PlanHostMemory, $"its memory at {ByteSize.Range(bank.Address, bank.Size)} is not where {machine.Name} has RAM, from {ByteSize.Hex(machine.Ram)} on");
            else if (!bank.IsWithin(host.Memory))
            {
                findings.Warn(
                    Rules.PlanHostMemory, At, "host/tree",
                    $"{tree.Name}: its memory at {ByteSize.Range(bank.Address, bank.Size)} is more than the machine's {ByteSize.Text(host.Memory.Size)}; {(hasXen ? "QEMU writes" : "the guest's tree has")} the latter{(hasXen ? " into it" : "")}");
            }
        }

        var (address, size) = tree.Tree.Root.ChildCells();
        if ((address == 1 && host.Memory.Last > uint.MaxValue) || (size == 1 && host.Memory.Size > uint.MaxValue))
            Refuse(Rules.PlanWidth, $"{ByteSize.Text(host.Memory.Size)} of RAM do not fit into its cells: #address-cells {address}, #size-cells {size}");
    }

    private void CheckCpus()
    {
        if (tree.Cpus.Count < host.Cpus) Refuse(Rules.PlanHostCpus, $"it has {tree.Cpus.Count} CPUs, and the machine {host.Cpus}");
        var needsPsci = false;
        foreach (var cpu in tree.Cpus.Take(host.Cpus))
        {
            var method = cpu.Text("enable-method");
            needsPsci |= method == "psci";
            if (method is null && host.Architecture == "arm64" && host.Cpus > 1)
            {
                Refuse(Rules.PlanHostCpus, $"{cpu.Path} has no enable-method, so it is never started");
                break;
            }
        }

        CheckConduit();
        if (needsPsci && !tree.Nodes.Any(node => node.Parent == tree.Tree.Root && node.Find("method") is not null && node.Strings("compatible").Any(name => name.StartsWith("arm,psci", StringComparison.Ordinal))))
            Refuse(Rules.PlanHostCpus, "its CPUs are started by psci, and it has no psci node with a method");
    }

    // Called by the other instruction, the firmware is not there.
    private void CheckConduit()
    {
        if (machine.Psci is not var (alone, hypervisor)) return;
        var expected = hasXen ? hypervisor : alone;
        var psci = tree.Nodes.FirstOrDefault(node => node.Parent == tree.Tree.Root && !node.IsDisabled() && node.Strings("compatible").Any(name => name.StartsWith("arm,psci", StringComparison.Ordinal)));
        if (psci?.Text("method") is not { } method || method == expected) return;
        Refuse(
            Rules.PlanHostCpus, $"{psci.Path} has the method \"{method}\", and the machine's firmware is called by \"{expected}\"",
            hasXen ? "QEMU's virt with a hypervisor (virtualization=on) has smc" : "QEMU's virt has smc only with virtualization=on, which only Xen is started with");
    }

    private void CheckHypervisor()
    {
        var nodes = tree.Nodes.Where(node => node.Parent == tree.Tree.Root && node.Name.ToString().Split('@')[0] == "hypervisor").ToList();
        foreach (var node in nodes)
        {
            var names = node.Strings("compatible");
            var own = Array.IndexOf(names, "xen,xen");
            var message = names.Any(name => name.StartsWith("xen,xen-", StringComparison.Ordinal)) && own == 0
                ? $"the compatible strings of {node.Path} are swapped; Linux wants \"xen,xen-…\" first and does not see Xen otherwise"
                : hasXen ? $"it has {node.Path} already, and Xen makes one for dom0 as well"
                : $"{node.Path} says that there is a hypervisor, and the machine has none";
            Refuse(Rules.PlanHostHypervisor, message, "remove the node from the host's tree");
        }

        if (!hasXen || tree.Find("/chosen") is not { } chosen) return;
        var left = chosen.Children.AsEnumerable().Where(BootTree.IsXens).Select(node => node.Path).ToList();
        if (left.Count == 0) return;
        findings.Warn(
            Rules.PlanHostHypervisor, At, "host/tree",
            $"{tree.Name} tells Xen what to start already, and that is left out: {string.Join(", ", left.Take(ShownNodes))}{(left.Count > ShownNodes ? $" and {left.Count - ShownNodes} more" : "")}",
            "what starts is in the configuration; take these nodes out of the host's tree, or the domains into 'domains'");
    }
}
