using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Planning.Checks;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Devices of the host that domains get.</summary>
public sealed partial class Planner
{
    private List<PlannedPassthrough> PlanPassthrough(DomainConfiguration domain, PlannedDomain draft)
    {
        var devices = new List<PlannedPassthrough>();
        if (domain.Passthrough.Count == 0) return devices;
        var checks = new PassthroughChecks(_configuration, _tree, _profile, _xen, _findings);
        foreach (var (written, index) in domain.Passthrough.Select((device, index) => (device, index)))
        {
            if (checks.Find(domain, index) is not { } device) continue;
            var copies = checks.Check(domain, index, device);
            var regions = new List<(AddressRange, ulong)>();
            var key = $"domains/{domain.Name.Value}/passthrough/{index}/address";
            if (device.Regions.Count > 0)
            {
                var guest = _choices.Address(key, written.Address?.Value, written.Path.At, () => device.Regions[0].Address, isDefault: true);
                // Later regions keep their distance from the first.
                foreach (var region in device.Regions) regions.Add((region, unchecked(guest + (region.Address - device.Regions[0].Address))));
                CheckGuestPlaces(domain, index, draft, regions);
            }

            devices.Add(new PlannedPassthrough(device.Path, regions, written.Interrupts ? device.Interrupts : [], written.WithoutIommu, copies));
        }

        return devices;
    }

    private void CheckGuestPlaces(DomainConfiguration domain, int index, PlannedDomain draft, List<(AddressRange Host, ulong Guest)> regions)
    {
        var at = domain.Passthrough[index].Address?.At ?? domain.Passthrough[index].Path.At;
        foreach (var (host, guest) in regions)
        {
            var wanted = new AddressRange(guest, host.Size);
            if (guest % Page != 0) _findings.Error(Rules.PlanPage, at, domain.Path($"passthrough/{index}"), $"the guest address {ByteSize.Hex(guest)} is not at a page of 4KiB", "give it an 'address' that is a multiple of 0x1000");
            foreach (var (what, region) in GuestPlaces(draft))
            {
                if (!region.Overlaps(wanted)) continue;
                _findings.Error(
                    Rules.PlanOverlap, at, domain.Path($"passthrough/{index}"),
                    $"'{domain.Name.Value}' would have {domain.Passthrough[index].Path.Value} at {ByteSize.Range(guest, host.Size)}, where its {what} is", "give it another 'address'");
            }
        }
    }

    private static IEnumerable<(string What, AddressRange Region)> GuestPlaces(PlannedDomain domain)
    {
        foreach (var bank in domain.Banks) yield return ("memory", bank);
        foreach (var region in domain.GicRegions) yield return ("interrupt controller", region);
        if (domain.Uart is { } uart) yield return ("emulated UART", uart);
        if (domain.GrantTable is { } grants) yield return ("window for grants", grants);
    }
}
