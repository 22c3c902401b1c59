using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Guests;
using Hypervisor.Hosts;
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
        var memory = domain.Cells("memory")!;
        var cpu = host.Nodes.First(node => node.Text("device_type") == "cpu");
        var gic = host.Nodes.First(node => node.IsCompatible([.. xen.GicV2, .. xen.GicV3]));
        var timer = host.Nodes.First(node => node.IsCompatible(xen.Timers));
        return new XenGuestOptions
        {
            Xen = xen,
            Is64Bit = kernel.Is64Bit,
            Cpus = (int)domain.Cell("cpus")!,
            MemoryKiB = ((ulong)memory[0] << 32) | memory[1],
            GicVersion = gic.IsCompatible(xen.GicV3) ? 3 : 2,
            Arguments = kernelModule.Arguments,
            Kernel = kernel,
            RamdiskSize = ramdisk?.Range.Size ?? 0,
            Uart = domain.Find("vpl011") is not null,
            Enhanced = domain.Find("xen,enhanced") is not null && domain.Text("xen,enhanced") != "disabled",
            CpuCompatible = [.. cpu.Strings("compatible")],
            CpuClock = cpu.Cell("clock-frequency"),
            TimerClock = timer.Cell("clock-frequency"),
            Partial = partial,
        };
    }
}
