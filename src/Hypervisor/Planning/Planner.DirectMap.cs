using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>What a direct-mapped domain finds where the host has it: Xen's emulation of the host's interrupt controller and UART.</summary>
public sealed partial class Planner
{
    // Two frames of 64 KiB for each CPU.
    private const ulong RedistributorSize = 0x20000;

    private PlannedDomain DirectMapped(DomainConfiguration written, PlannedDomain domain)
    {
        domain = domain with { GicRegions = DirectGic(written, domain) };
        if (domain.Console != "vpl011" || XensTree.FindConsole(_xen.Console) is not { } node || XensTree.Device(node.Path) is not { Regions: [var registers, ..] } console) return domain;
        // domain_vpl011_init takes those of the UART that Xen keeps.
        if (registers.Size < XenGuestMap.Uart.Size)
        {
            _findings.Error(
                Rules.PlanHostConsole, written.Console?.At ?? written.At, written.Path("console"),
                $"the emulated UART of '{domain.Name}' takes the place of {node.Path}, whose room is {registers.Size} bytes, and needs {XenGuestMap.Uart.Size}: Xen panics",
                "'console: none', or no 'direct-map'");
        }

        return domain with
        {
            Uart = registers with { Size = XenGuestMap.Uart.Size },
            UartInterrupt = console.Interrupts.FirstOrDefault(interrupt => interrupt.IsShared)?.Number ?? domain.UartInterrupt,
        };
    }

    // vgic_v2_domain_init and vgic_v3_domain_init: the host's addresses with a guest's sizes, and as many regions of redistributors
    // as its virtual CPUs need.
    private IReadOnlyList<AddressRange> DirectGic(DomainConfiguration written, PlannedDomain domain)
    {
        var names = domain.Gic == 3 ? _profile.GicV3 : _profile.GicV2;
        var guest = XenGuestMap.Gic(domain.Gic);
        var host = XensTree.Devices.FirstOrDefault(device => device.Node.IsCompatible(names) && device.Node.IsAvailable() && device.Regions.Count > 1);
        if (host is null || guest.Count == 0) return domain.GicRegions; // refused
        if (domain.Gic != 3) return [guest[0] with { Address = host.Regions[0].Address }, guest[1] with { Address = host.Regions[1].Address }];
        var count = (int)Math.Clamp(host.Node.Cell("#redistributor-regions") ?? 1, 1, (uint)host.Regions.Count - 1);
        List<AddressRange> regions = [guest[0] with { Address = host.Regions[0].Address }];
        ulong served = 0;
        foreach (var region in host.Regions.Skip(1).Take(count))
        {
            regions.Add(region);
            served += region.Size / RedistributorSize;
            if (served >= (ulong)domain.Vcpus) return regions;
        }

        _findings.Error(
            Rules.PlanVcpus, written.Vcpus?.At ?? written.At, written.Path("vcpus"),
            $"'{domain.Name}' has {domain.Vcpus} virtual CPUs, and the host's redistributors, whose places it has, are {served}", $"give it {served} at most");
        return regions;
    }
}
