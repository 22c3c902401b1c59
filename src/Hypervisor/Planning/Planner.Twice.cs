using Dtc.Tree;
using Hypervisor.Configuration;

namespace Hypervisor.Planning;

/// <summary>What two devices of a machine must not share: a disk that one of them writes to, an address on the network.</summary>
public sealed partial class Planner
{
    private readonly List<(DeviceConfiguration Written, int Index, string Identity)> _disks = [];
    private readonly List<(DeviceConfiguration Written, int Index, string Mac)> _cards = [];

    private void CheckTwice(DomainConfiguration domain)
    {
        for (var i = 1; i < _disks.Count; i++)
        {
            var (device, index, identity) = _disks[i];
            var other = _disks[..i].FirstOrDefault(one => one.Identity == identity && !(one.Written.IsReadOnly && device.IsReadOnly));
            if (other.Written is null) continue;
            _findings.Error(
                Rules.GuestsContradiction, device.File!.Value.At, domain.Path($"devices/{index}/file"),
                $"'{domain.Name.Value}': devices {other.Index} and {index} are the same file '{device.File.Value.Value}', and not both are read-only",
                "give each a file of its own, or make both 'readonly: true'");
        }

        for (var i = 1; i < _cards.Count; i++)
        {
            var (device, index, mac) = _cards[i];
            var other = _cards[..i].FirstOrDefault(one => string.Equals(one.Mac, mac, StringComparison.OrdinalIgnoreCase));
            if (other.Written is null) continue;
            _findings.Error(
                Rules.GuestsContradiction, device.Mac?.At ?? device.At, domain.Path($"devices/{index}/mac"),
                $"'{domain.Name.Value}': devices {other.Index} and {index} have the same address {mac}", "give one of them another 'mac'");
        }
    }
}
