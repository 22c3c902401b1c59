using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning.Checks;

/// <summary>What a host's tree must have for the boot to reach its first line of output.</summary>
internal sealed class HostChecks(
    GuestsConfiguration configuration, PlannedHost host, MachineMap machine, HostTree tree, XenProfile? xen, FindingList findings)
{
    private const int InterruptCells = 3;

    // Kernels know the same controllers and timers as the newest Xen.
    private readonly XenProfile _known = xen ?? XenProfile.For(XenProfile.Last);

    private bool HasXen => xen is not null;

    private SchemaPosition At => configuration.Host.Tree?.At ?? configuration.Host.At;

    public static void Run(
        GuestsConfiguration configuration, PlannedHost host, MachineMap machine, HostTree tree, XenProfile? xen, FindingList findings)
    {
        var checks = new HostChecks(configuration, host, machine, tree, xen, findings);
        // The timer's interrupts mean something only with the right controller.
        if (checks.CheckGic()) checks.CheckTimer();
        checks.CheckMemory();
        checks.CheckCpus();
        checks.CheckHypervisor();
    }

    private void Refuse(Rule rule, string message, string? help = null) => findings.Error(rule, At, "host/tree", $"{tree.Name}: {message}", help);

    private bool CheckGic()
    {
        string[] known = HasXen
            ? [.. _known.GicV2, .. _known.GicV3]
            : [.. DeviceFacts.Instance.Controllers.Where(name => !name.Contains("its", StringComparison.Ordinal))];
        var expected = machine.GicRegions(host.Gic);
        var gic = tree.Devices.FirstOrDefault(device => device.Node.IsCompatible(known) && device.Node.Find("interrupt-controller") is not null && device.Node.IsAvailable());
        if (gic is null)
        {
            var there = tree.Devices.FirstOrDefault(device => device.Regions.Any(region => region.Address == expected[0].Address));
            Refuse(
                Rules.PlanHostGic,
                there is null ? "it has no interrupt controller that is known"
                    : $"{there.Path} is where the interrupt controller is, and is no {string.Join(" or ", host.Gic == 3 ? _known.GicV3 : _known.GicV2)}: {string.Join(", ", there.Node.Strings("compatible"))}",
                there is null ? null : Suggestions.DidYouMean(there.Node.Text("compatible") ?? "", known));
            return false;
        }

        if (gic.Node.IsCompatible(_known.GicV3) != (host.Gic == 3))
        {
            Refuse(Rules.PlanHostGic, $"{gic.Path} is a {gic.Node.Text("compatible")}, and the machine has a GICv{host.Gic}", "'gic' of 'host' says which the machine has");
            return false;
        }

        if (gic.Node.Cell("#interrupt-cells") is not InterruptCells)
            Refuse(Rules.PlanHostGic, $"{gic.Path}: #interrupt-cells is not {InterruptCells}");
        for (var i = 0; i < expected.Count; i++)
        {
            if (i >= gic.Regions.Count) Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and the machine's has one at {ByteSize.Hex(expected[i].Address)} too");
            else if (gic.Regions[i].Address != expected[i].Address)
                Refuse(Rules.PlanHostGic, $"{gic.Path} has its {(i == 0 ? "distributor" : host.Gic == 3 ? "redistributors" : "CPU interface")} at {ByteSize.Hex(gic.Regions[i].Address)}, and the machine at {ByteSize.Hex(expected[i].Address)}");
        }

        if (HasXen && host.Gic == 2 && gic.Regions.Count is >= 2 and < 4)
            Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and Xen needs four: those for virtualization too");
        return true;
    }

    private void CheckTimer()
    {
        var timer = tree.Devices.FirstOrDefault(device => device.Node.IsCompatible(_known.Timers) && device.Node.IsAvailable());
        if (timer is null)
        {
            Refuse(Rules.PlanHostTimer, $"it has no timer with interrupts that is a {string.Join(" or ", _known.Timers)}");
            return;
        }

        var needed = HasXen ? machine.TimerInterrupts.Count : machine.TimerInterrupts.Count - 1;
        if (timer.Interrupts.Count < needed)
        {
            Refuse(Rules.PlanHostTimer, $"{timer.Path} has {timer.Interrupts.Count} interrupts, and {(HasXen ? "Xen" : "Linux")} needs {needed}");
            return;
        }

        foreach (var (interrupt, expected) in timer.Interrupts.Zip(machine.TimerInterrupts))
        {
            if (interrupt.Controller is null || interrupt.IsShared || interrupt.Number != expected)
            {
                Refuse(Rules.PlanHostTimer, $"{timer.Path} has the interrupts {string.Join(", ", timer.Interrupts.Select(i => i.Number))}, and the machine's timer the private ones {string.Join(", ", machine.TimerInterrupts)}");
                return;
            }
        }
    }

    private void CheckMemory()
    {
        if (tree.Memory.Count == 0) Refuse(Rules.PlanHostMemory, "it has no memory");
        var limit = machine.Ram;
        foreach (var bank in tree.Memory)
        {
            if (!bank.IsWithin(limit))
                Refuse(Rules.PlanHostMemory, $"its memory at {ByteSize.Range(bank.Address, bank.Size)} is not where {machine.Name} has RAM, from {ByteSize.Hex(machine.Ram.Address)} on");
            else if (!bank.IsWithin(host.Memory))
            {
                findings.Warn(
                    Rules.PlanHostMemory, At, "host/tree",
                    $"{tree.Name}: its memory at {ByteSize.Range(bank.Address, bank.Size)} is more than the machine's {ByteSize.Text(host.Memory.Size)}; QEMU writes the latter into it");
            }
        }

        var (address, size) = HostTree.CellsBelow(tree.Root);
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

        if (needsPsci && !tree.Nodes.Any(node => node.Parent == tree.Root && node.Find("method") is not null && node.Strings("compatible").Any(name => name.StartsWith("arm,psci", StringComparison.Ordinal))))
            Refuse(Rules.PlanHostCpus, "its CPUs are started by psci, and it has no psci node with a method");
    }

    private void CheckHypervisor()
    {
        var nodes = tree.Nodes.Where(node => node.Parent == tree.Root && node.Name.ToString().Split('@')[0] == "hypervisor").ToList();
        foreach (var node in nodes)
        {
            var names = node.Strings("compatible");
            var own = Array.IndexOf(names, "xen,xen");
            var message = names.Any(name => name.StartsWith("xen,xen-", StringComparison.Ordinal)) && own == 0
                ? $"the compatible strings of {node.Path} are swapped; Linux wants \"xen,xen-…\" first and does not see Xen otherwise"
                : HasXen ? $"it has {node.Path} already, and Xen makes one for dom0 as well"
                : $"{node.Path} says that there is a hypervisor, and the machine has none";
            Refuse(Rules.PlanHostHypervisor, message, "remove the node from the host's tree");
        }
    }
}
