using System.Globalization;
using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Virtual devices and their slots; those of a dom0 are devices of the machine.</summary>
public sealed partial class Planner
{
    private const ulong DiskSize = 4UL << 20;
    private const ulong Sector = 512;
    private const ulong DiskLimit = 1UL << 40; // new disks take no room, but file systems end somewhere

    private List<PlannedDevice> PlanDevices(DomainConfiguration domain)
    {
        var devices = new List<PlannedDevice>();
        _disks.Clear();
        _cards.Clear();
        if (HasXen && !IsDom0(domain)) return devices; // refused before
        var taken = new Dictionary<(string, int), int>();
        var order = domain.Devices.Select((device, index) => (Device: device, Index: index)).ToList();
        var slots = new Dictionary<int, (string Transport, int Slot)>();
        foreach (var (device, index) in order.OrderBy(pair => pair.Device.Slot is not null ? 0 : _choices.IsLocked(SlotKey(domain, pair.Index)) ? 1 : 2))
        {
            if (SlotOf(domain, device, index, taken) is { } slot) slots[index] = slot;
        }

        foreach (var (device, index) in order)
        {
            if (!slots.TryGetValue(index, out var slot)) continue;
            if (Describe(domain, device, index, slot) is { } planned) devices.Add(planned);
        }

        CheckTwice(domain);

        return devices;
    }

    private static string SlotKey(DomainConfiguration domain, int index) => $"domains/{domain.Name.Value}/devices/{index}/slot";

    private (string Transport, int Slot)? SlotOf(DomainConfiguration domain, DeviceConfiguration device, int index, Dictionary<(string, int), int> taken)
    {
        var path = domain.Path($"devices/{index}");
        var transport = _choices.Text($"domains/{domain.Name.Value}/devices/{index}/transport", device.Transport, device.At, () => "virtio-mmio");
        if (!_machine.IsEmulated)
        {
            NotHere(device.At, path, "devices are what QEMU emulates, and it does not emulate this board", "what the board has, its tree says");
            return null;
        }

        if (transport == "virtio-pci" && _machine.PciSlots == 0)
        {
            NotHere(device.Transport?.At ?? device.At, path + "/transport", $"{_machine.Name} has no PCI host");
            return null;
        }

        // Slot 0 of the bus is the host bridge itself.
        var (first, end) = transport == "virtio-pci" ? (1, _machine.PciSlots) : (0, _machine.VirtioSlots);
        string? Misfit(ulong slot) => slot < (ulong)first || slot >= (ulong)end ? $"slots are {first} to {end - 1}"
            : taken.TryGetValue((transport, (int)slot), out var other) ? $"device {other} is there" : null;
        var chosen = _choices.Number(
            SlotKey(domain, index), (ulong?)device.Slot?.Value, device.At,
            () => (ulong)(Enumerable.Range(first, end - first).Where(slot => !taken.ContainsKey((transport, slot))).Select(slot => (int?)slot).FirstOrDefault() ?? end),
            Misfit);
        if (Misfit(chosen) is { } reason)
        {
            _findings.Error(
                Rules.PlanSlot, device.Slot?.At ?? device.At, path + "/slot",
                chosen >= (ulong)end && device.Slot is null
                    ? $"{domain.Name.Value}: all {end - first} slots of {transport} are taken"
                    : $"{domain.Name.Value}: slot {chosen} of {transport} cannot be had: {reason}");
            if (chosen >= (ulong)end) return null;
        }

        taken.TryAdd((transport, (int)chosen), index);
        return (transport, (int)chosen);
    }

    private PlannedDevice? Describe(DomainConfiguration domain, DeviceConfiguration device, int index, (string Transport, int Slot) place)
    {
        var path = domain.Path($"devices/{index}");
        var key = $"domains/{domain.Name.Value}/devices/{index}";
        var type = device.Type.Value;
        if (type == "console")
        {
            _findings.Error(
                Rules.DeviceLater, device.Type.At, path + "/type", $"'{domain.Name.Value}' has a {place.Transport} console, which is not emulated yet",
                "leave it out; the guest has the board's UART: console=ttyAMA0");
        }

        void Only(string kind, SchemaPosition? at, string member)
        {
            if (at is { } written && type != kind) NotHere(written, $"{path}/{member}", $"a {type} device has no {member}");
        }

        Only("blk", device.File?.At, "file");
        Only("blk", device.Size?.At, "size");
        Only("blk", device.Tag?.At, "tag");
        Only("blk", device.IsReadOnly ? device.At : null, "readonly");
        Only("net", device.Mac?.At, "mac");
        var (region, interrupt) = place.Transport == "virtio-pci"
            ? ((AddressRange?)null, _machine.PciInterrupt(place.Slot))
            : (_machine.VirtioSlot(place.Slot), _machine.VirtioInterrupt(place.Slot));
        var (file, size, tag) = type == "blk" ? Disk(device, index, path, key) : (null, 0, null);
        var mac = type != "net" ? null : _choices.Text(
            key + "/mac", device.Mac, device.At, () => string.Create(CultureInfo.InvariantCulture, $"52:54:00:12:34:{(0x56 + index) & 0xff:x2}"), isDefault: false);
        if (mac is not null && (mac.Length != 17 || !System.Net.NetworkInformation.PhysicalAddress.TryParse(mac.Replace(':', '-'), out _)))
        {
            _findings.Error(Rules.GuestsNumber, device.Mac?.At ?? device.At, path + "/mac", $"'{mac}' is no address of a network device", "write six bytes: 52:54:00:12:34:56");
            mac = null;
        }

        if (mac is not null && (Convert.ToInt32(mac[..2], 16) & 1) != 0)
            _findings.Error(Rules.GuestsNumber, device.Mac?.At ?? device.At, path + "/mac", $"{mac} is a group's address; the first byte of a device's is even", "52:54:00:12:34:56 is one");
        if (mac == "00:00:00:00:00:00")
            _findings.Error(Rules.GuestsNumber, device.Mac?.At ?? device.At, path + "/mac", $"{mac} is no device's address", "52:54:00:12:34:56 is one");
        if (mac is not null) _cards.Add((device, index, mac));
        return new PlannedDevice(type, place.Transport, place.Slot, region, interrupt, file, size, device.IsReadOnly, tag, mac);
    }

    private (string? File, ulong Size, string? Tag) Disk(DeviceConfiguration device, int index, string path, string key)
    {
        if (device.File is { } file)
        {
            var full = FullPath(file.Value);
            if (_inputs.Probe(full, out var trouble) is not { } probe)
            {
                _findings.Error(Rules.GuestsMissingFile, file.At, path + "/file", $"the disk '{file.Value}' cannot be read: {trouble}");
                return (full, 0, device.Tag?.Value);
            }

            _disks.Add((device, index, probe.Identity ?? full));
            if (device.Size is { } both)
                _findings.Error(Rules.GuestsContradiction, both.At, path + "/size", "a disk with a file has the file's size");
            return (full, probe.Length, device.Tag?.Value);
        }

        var size = _choices.Number(
            key + "/size", device.Size?.Value, device.At, () => DiskSize, isDefault: true, show: ByteSize.Text);
        if (size > DiskLimit)
            _findings.Error(Rules.GuestsNumber, device.Size?.At ?? device.At, path + "/size", $"a new disk has at most {ByteSize.Text(DiskLimit)}, not {ByteSize.Text(size)}", "give a larger one as 'file'");
        if (size == 0 || size % Sector != 0) _findings.Error(Rules.GuestsNumber, device.Size?.At ?? device.At, path + "/size", $"a disk has whole sectors of 512 bytes, not {size} bytes", "give it a multiple of 512, such as 4MiB");
        return (null, size, _choices.Text(key + "/tag", device.Tag, device.At, () => string.Create(CultureInfo.InvariantCulture, $"disk{index}")));
    }
}
