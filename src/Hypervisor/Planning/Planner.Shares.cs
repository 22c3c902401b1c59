using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Memory that domains share.</summary>
public sealed partial class Planner
{
    private const ulong ShareAlignment = 2UL << 20;

    // Free for what is placed here: vPCI's window, which such domains do not have.
    private static readonly ulong SharedMemory = XenGuestMap.Region("vpci-ecam").Address;

    private Dictionary<string, List<PlannedShare>> PlanShares()
    {
        var shares = new Dictionary<string, List<PlannedShare>>(StringComparer.Ordinal);
        var all = _configuration.Domains
            .SelectMany(domain => domain.SharedMemory.Select((share, index) => (Domain: domain, Share: share, Index: index)))
            .ToList();
        foreach (var group in all.GroupBy(entry => entry.Share.Id.Value, StringComparer.Ordinal))
        {
            var first = group.First();
            var written = group.FirstOrDefault(entry => entry.Share.Host is not null);
            var size = first.Share.Size.Value;
            var hasOwner = group.Any(entry => entry.Share.Role?.Value == "owner");
            CheckShare(group.Key, [.. group], hasOwner);
            var host = _choices.Address(
                $"shared-memory/{group.Key}/host", written.Share?.Host?.Value, first.Share.At,
                () => _map.Free(size, ShareAlignment, _map.Ram.Address + (_map.Ram.Size / 2)) ?? 0,
                value => _map.Misfit(new AddressRange(value, size)));
            if (written.Share is null) _map.Add(new AddressRange(host, size), $"shared memory '{group.Key}'", "xen", first.Share.At, first.Domain.Path("shared-memory"));
            foreach (var (domain, share, _) in group)
            {
                var list = shares.TryGetValue(domain.Name.Value, out var known) ? known : shares[domain.Name.Value] = [];
                var isOwner = share.Role?.Value == "owner";
                list.Add(new PlannedShare(group.Key, isOwner, hasOwner, new AddressRange(host, share.Size.Value), GuestAddress(domain, share, host, list)));
            }
        }

        return shares;
    }

    // dom0 has the host's addresses; the others a window of their own.
    private ulong GuestAddress(DomainConfiguration domain, SharedMemoryConfiguration share, ulong host, List<PlannedShare> others) => _choices.Address(
        $"domains/{domain.Name.Value}/shared-memory/{share.Id.Value}/guest", share.Guest?.Value, share.At,
        () => IsDom0(domain) || domain.DirectMap?.Value == true
            ? host
            : (others.Select(other => other.Guest + other.Host.Size).Append(SharedMemory).Max() + (ShareAlignment - 1)) & ~(ShareAlignment - 1));

    private void CheckShare(string id, List<(DomainConfiguration Domain, SharedMemoryConfiguration Share, int Index)> group, bool hasOwner)
    {
        void Refuse(DomainConfiguration domain, SchemaPosition at, int index, string message) =>
            _findings.Error(Rules.PlanShare, at, domain.Path($"shared-memory/{index}"), $"shared memory '{id}': {message}");

        var (size, owners) = (group[0].Share.Size.Value, 0);
        var domains = new HashSet<string>(StringComparer.Ordinal);
        ulong? host = null;
        foreach (var (domain, share, index) in group)
        {
            if (share.Size.Value != size) Refuse(domain, share.Size.At, index, $"it has {ByteSize.Text(share.Size.Value)} here, and {ByteSize.Text(size)} in '{group[0].Domain.Name.Value}'");
            if (share.Size.Value == 0 || share.Size.Value % Page != 0) Refuse(domain, share.Size.At, index, $"{share.Size.Value} bytes are not whole pages of 4KiB");
            if (share.Host is { } at && at.Value % Page != 0) Refuse(domain, at.At, index, $"{ByteSize.Hex(at.Value)} is not at a page");
            if (share.Guest is { } guest && guest.Value % Page != 0) Refuse(domain, guest.At, index, $"{ByteSize.Hex(guest.Value)} is not at a page");
            if (share.Host is { } one && host is { } other && one.Value != other) Refuse(domain, one.At, index, $"it is at {ByteSize.Hex(one.Value)} here, and at {ByteSize.Hex(other)} elsewhere");
            host ??= share.Host?.Value;
            if (!domains.Add(domain.Name.Value)) Refuse(domain, share.At, index, $"'{domain.Name.Value}' has it twice");
            if (share.Role?.Value == "owner" && ++owners == 2) Refuse(domain, share.Role.Value.At, index, "it has two owners");
        }

        if (group.Count == 1 || (!hasOwner && group.Any(entry => entry.Share.Role is not null)))
        {
            Refuse(
                group[0].Domain, group[0].Share.At, group[0].Index,
                group.Count == 1 ? $"only '{group[0].Domain.Name.Value}' has it" : "there are borrowers, and nobody owns it");
        }
    }
}
