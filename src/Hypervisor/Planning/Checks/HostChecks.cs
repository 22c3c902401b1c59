using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees.Boot;

namespace Hypervisor.Planning.Checks;

/// <summary>What a host's tree must have for the boot to reach its first line of output.</summary>
internal sealed partial class HostChecks(
    GuestsConfiguration configuration, PlannedHost host, MachineMap machine, HostTree tree, XenProfile? xen, FindingList findings, bool isChanged)
{
    // What gic_irq_xlate of Xen and Linux read; a GICv3 may have a fourth for partitions of private interrupts.
    private const int InterruptCells = 3;
    private const ulong RedistributorSize = 0x20000;
    private const int ShownNodes = 4;

    // Kernels know the same controllers and timers as the newest Xen.
    private readonly XenProfile _known = xen ?? XenProfile.For(XenProfile.Last);

    private bool HasXen => xen is not null;

    private SchemaPosition At => configuration.Host.Tree?.At ?? configuration.Host.At;

    public static void Run(
        GuestsConfiguration configuration, PlannedHost host, MachineMap machine, HostTree tree, XenProfile? xen, FindingList findings,
        bool isChanged = false)
    {
        var checks = new HostChecks(configuration, host, machine, tree, xen, findings, isChanged);
        // Interrupts mean something only with the right controller.
        if (checks.CheckGic())
        {
            checks.CheckTimer();
            if (machine.IsEmulated) checks.CheckUarts();
        }

        checks.CheckMemory();
        checks.CheckCpus();
        checks.CheckHypervisor();
        checks.CheckDevices();
    }

    private void Refuse(Rule rule, string message, string? help = null) => findings.Error(rule, At, "host/tree", $"{tree.Name}: {message}", help);

    private bool CheckGic()
    {
        string[] known = HasXen
            ? [.. _known.GicV2, .. _known.GicV3]
            : [.. DeviceFacts.Instance.Controllers.Where(name => !name.Contains("its", StringComparison.Ordinal))];
        var expected = machine.GicRegions(host.Gic);
        var controllers = tree.Devices.Where(device => device.Node.IsCompatible(known) && device.Node.Find("interrupt-controller") is not null).ToList();
        var gic = controllers.Find(device => device.Node.IsAvailable());
        if (gic is null && controllers is [var disabled, ..])
        {
            Refuse(Rules.PlanHostGic, $"{disabled.Path} is disabled, and there is no other interrupt controller", "remove its 'status'");
            return false;
        }

        if (gic is null)
        {
            var there = expected.Count == 0 ? null : tree.Devices.FirstOrDefault(device => device.Regions.Any(region => region.Address == expected[0].Address));
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

        var cells = gic.Node.Cell("#interrupt-cells");
        if (cells is not >= InterruptCells)
            Refuse(Rules.PlanHostGic, $"{gic.Path}: {(cells is null ? "it has no #interrupt-cells" : $"#interrupt-cells is {cells}")}, and specifiers of a GIC have {InterruptCells}");
        else if (cells > InterruptCells && HasXen && configuration.Domains.Any(domain => domain.IsDom0?.Value == true))
        {
            findings.Warn(
                Rules.PlanHostGic, At, "host/tree",
                $"{tree.Name}: {gic.Path} has #interrupt-cells = <{cells}>, and Xen writes <{InterruptCells}> into dom0's tree and copies the interrupts of devices as they are, so that dom0 misreads them",
                "use the machine's own form of three cells");
        }

        for (var i = 0; i < expected.Count; i++)
        {
            if (i >= gic.Regions.Count) Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and the machine's has one at {ByteSize.Hex(expected[i].Address)} too");
            else if (gic.Regions[i].Address != expected[i].Address)
                Refuse(Rules.PlanHostGic, $"{gic.Path} has its {(i == 0 ? "distributor" : host.Gic == 3 ? "redistributors" : "CPU interface")} at {ByteSize.Hex(gic.Regions[i].Address)}, and the machine at {ByteSize.Hex(expected[i].Address)}");
        }

        if (HasXen && host.Gic == 2 && gic.Regions.Count is >= 2 and < 4)
            Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and Xen needs four: those for virtualization too");
        if (host.Gic == 3) CheckRedistributors(gic);
        if (HasXen && gic.Node.Find("interrupts-extended") is null && gic.Node.Cells("interrupts") is not { Length: >= InterruptCells })
            Refuse(Rules.PlanHostGic, $"{gic.Path} has no maintenance interrupt, without which Xen panics", $"add interrupts = <1 {machine.Interrupt("maintenance")} 4>");
        return cells is >= InterruptCells;
    }

    // Each CPU has a redistributor of two frames of 64 KiB, one behind the other in each region.
    private void CheckRedistributors(HostDevice gic)
    {
        var count = (int)Math.Min(gic.Node.Cell("#redistributor-regions") ?? 1, 64);
        var regions = gic.Regions.Skip(1).Take(count).ToList();
        var step = Math.Max(gic.Node.Cell("redistributor-stride") ?? 0, RedistributorSize);
        UInt128 room = 0;
        foreach (var region in regions) room += region.Size / step;
        if (regions.Count < count)
            Refuse(Rules.PlanHostGic, $"{gic.Path} has {gic.Regions.Count} regions, and #redistributor-regions says that there are {count} of redistributors beside the distributor's");
        else if (room < (UInt128)host.Cpus)
        {
            Refuse(
                Rules.PlanHostGic,
                $"{gic.Path}: the regions of its redistributors have room for {room} CPUs, and the machine has {host.Cpus}",
                $"a CPU needs {ByteSize.Hex(step)} bytes of them");
        }
    }

    // A console with a wrong interrupt works as long as the kernel polls it, so that no boot shows it.
    private void CheckUarts()
    {
        foreach (var device in tree.Devices)
        {
            if (!device.Node.IsAvailable() || !device.Node.IsCompatible(_known.Serial)) continue;
            if (machine.Uarts.FirstOrDefault(uart => device.Regions.Any(region => region.Address == uart.Registers.Address)) is not { } there) continue;
            if (device.Interrupts.Any(interrupt => interrupt.IsShared && interrupt.Number == there.Interrupt)) continue;
            Refuse(
                Rules.PlanHostConsole,
                device.Interrupts.Count == 0 ? $"{device.Path} has no interrupt, and the machine's UART has the shared one {there.Interrupt}"
                    : $"{device.Path} has the {string.Join(", ", device.Interrupts.Select(Shown))}, and the machine's UART the shared one {there.Interrupt}",
                $"interrupts = <0 {there.Interrupt} 4> when they go to the GIC at once");
        }
    }

    private static string Shown(HostInterrupt interrupt) => interrupt.Controller is null
        ? "interrupt that leads to no controller"
        : $"{(interrupt.IsShared ? "shared" : "private")} interrupt {interrupt.Number}";

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
        if (tree.Memory.Count == 0 && !host.IsMemoryWritten) Refuse(Rules.PlanHostMemory, "it has no memory");
        var limit = machine.Ram;
        foreach (var bank in tree.Memory)
        {
            if (!machine.IsEmulated) continue;
            if (!bank.IsWithin(limit))
                Refuse(Rules.PlanHostMemory, $"its memory at {ByteSize.Range(bank.Address, bank.Size)} is not where {machine.Name} has RAM, from {ByteSize.Hex(machine.Ram.Address)} on");
            else if (!bank.IsWithin(host.Memory))
            {
                findings.Warn(
                    Rules.PlanHostMemory, At, "host/tree",
                    $"{tree.Name}: its memory at {ByteSize.Range(bank.Address, bank.Size)} is more than the machine's {ByteSize.Text(host.Memory.Size)}; {(HasXen ? "QEMU writes" : "the guest's tree has")} the latter{(HasXen ? " into it" : "")}");
            }
        }

        var (address, size) = HostTree.CellsBelow(tree.Root);
        if ((address == 1 && host.Memory.Last > uint.MaxValue) || (size == 1 && host.Memory.Size > uint.MaxValue))
            Refuse(Rules.PlanWidth, $"{ByteSize.Text(host.Memory.Size)} of RAM do not fit into its cells: #address-cells {address}, #size-cells {size}");
    }

    private void CheckCpus()
    {
        if (tree.Cpus.Count < host.Cpus) Refuse(Rules.PlanHostCpus, $"it has {tree.Cpus.Count} CPUs, and the machine {host.Cpus}");
        CheckCpuNumbers();
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
        if (needsPsci && !tree.Nodes.Any(node => IsPsci(node) && node.Find("method") is not null))
            Refuse(Rules.PlanHostCpus, "its CPUs are started by psci, and it has no psci node with a method");
    }

    // Wherever it is: Xen and Linux look for the compatible.
    private static bool IsPsci(Node node) => node.Strings("compatible").Any(name => name.StartsWith("arm,psci", StringComparison.Ordinal));

    // Called by the other instruction, the firmware is not there.
    private void CheckConduit()
    {
        if (machine.PsciMethod(HasXen) is not { } expected) return;
        var psci = tree.Nodes.FirstOrDefault(node => IsPsci(node) && node.IsAvailable());
        if (psci?.Text("method") is not { } method || method == expected) return;
        Refuse(
            Rules.PlanHostCpus, $"{psci.Path} has the method \"{method}\", and the machine's firmware is called by \"{expected}\"",
            HasXen ? "QEMU's virt with a hypervisor (virtualization=on) has smc" : "QEMU's virt has smc only with virtualization=on, which only Xen is started with");
    }

    // Xen and Linux leave out a CPU whose number another one has.
    private void CheckCpuNumbers()
    {
        var numbers = new Dictionary<ulong, string>();
        foreach (var cpu in tree.Cpus)
        {
            if (cpu.Cells("reg") is not { Length: > 0 } reg)
            {
                if (host.Cpus > 1) Refuse(Rules.PlanHostCpus, $"{cpu.Path} has no reg, so it is left out");
                continue;
            }

            var number = NodeValues.Number(reg);
            if (!numbers.TryAdd(number, cpu.Path))
                Refuse(Rules.PlanHostCpus, $"{cpu.Path} and {numbers[number]} have the reg {ByteSize.Hex(number)}, so only one of them is started", "give each CPU its number, MPIDR_EL1's affinity");
        }
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

        if (!HasXen || tree.Find("/chosen") is not { } chosen) return;
        var left = chosen.Children.AsEnumerable().Where(BootTree.IsXens).Select(node => node.Path).ToList();
        if (left.Count == 0) return;
        findings.Warn(
            Rules.PlanHostHypervisor, At, "host/tree",
            $"{tree.Name} tells Xen what to start already, and that is left out: {string.Join(", ", left.Take(ShownNodes))}{(left.Count > ShownNodes ? $" and {left.Count - ShownNodes} more" : "")}",
            "what starts is in the configuration; take these nodes out of the host's tree, or the domains into 'domains'");
    }
}
