using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Guests;
using Hypervisor.Trees.Hosts;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Tests.Trees;

/// <summary>What a boot tree says about a domain, as options of the generator.</summary>
internal static class DomainReader
{
    public static XenGuestOptions Read(DeviceTree boot, string command, XenProfile xen, KernelImage kernel, DeviceTree? partial)
    {
        var host = new HostTree(boot);
        var kernelModule = BootModules.Read(host).Single(module => module.Kind == BootModuleKind.Kernel && module.Domain is not null && module.Arguments!.Contains(command, StringComparison.Ordinal));
        var domain = kernelModule.Domain!;
        var ramdisk = BootModules.Read(host).Find(module => module.Kind == BootModuleKind.Ramdisk && module.Domain == domain);
        var memory = host.Cells(domain, "memory");
        var cpu = host.Nodes.First(node => host.Text(node, "device_type") == "cpu");
        var gic = host.Nodes.First(node => host.IsCompatible(node, [.. xen.GicV2, .. xen.GicV3], out _));
        var timer = host.Nodes.First(node => host.IsCompatible(node, xen.Timers, out _));
        return new XenGuestOptions
        {
            Xen = xen,
            Is64Bit = kernel.Is64Bit,
            Cpus = (int)host.Cell(domain, "cpus")!,
            MemoryKiB = ((ulong)memory[0] << 32) | memory[1],
            GicVersion = host.IsCompatible(gic, xen.GicV3, out _) ? 3 : 2,
            Arguments = kernelModule.Arguments,
            Kernel = kernel,
            RamdiskSize = ramdisk?.Range.Size ?? 0,
            Uart = host.Property(domain, "vpl011") is not null,
            Enhanced = host.Property(domain, "xen,enhanced") is not null && host.Text(domain, "xen,enhanced") != "disabled",
            CpuCompatible = [.. HostTree.Strings(host.Property(cpu, "compatible")!)],
            CpuClock = host.Cell(cpu, "clock-frequency"),
            TimerClock = host.Cell(timer, "clock-frequency"),
            Partial = partial,
        };
    }
}
