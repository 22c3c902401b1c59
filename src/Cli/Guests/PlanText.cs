using System.Globalization;
using System.Text;
using Cli.Rendering;
using Hypervisor.Configuration;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>A plan for people: who has what, and what was decided by the tool.</summary>
internal sealed class PlanText(bool showChoices)
{
    private readonly StringBuilder _text = new();

    public string Format(Plan plan)
    {
        var host = plan.Host;
        Line($"{plan.Configuration}: {plan.Platform} on {host.Machine} ({host.Architecture}, GICv{host.Gic}, {Count(host.Cpus, "CPU")}, {ByteSize.Text(host.TotalMemory)} of RAM)");
        Line($"host tree   {plan.HostTree.Name}, handed over at {ByteSize.Hex(host.TreeAddress)}");
        if (plan.Xen is { } xen)
        {
            Line($"Xen {xen.Version}    {Image(xen.Image)}; keeps {xen.Console} for its console");
            Line($"            {xen.Bootargs}");
            foreach (var pool in xen.CpuPools) Line($"pool        {pool.Name}: {string.Join(", ", pool.Cpus)}{(pool.Scheduler is { } s ? $" ({s})" : "")}");
        }

        foreach (var domain in plan.Domains) Domain(domain);
        Table("host memory before the boot", ["from", "to", "size", "what", "owner"], plan.Memory.Select(use => (string[])
        [
            ByteSize.Hex(use.Region.Address), ByteSize.Hex(use.Region.Last), Size(use.Region.Size), use.What, use.Owner,
        ]));
        if (showChoices)
        {
            Table("decided here (pin with --lock FILE)", ["what", "value", "how"], plan.Choices.Select(choice => (string[])
            [
                choice.Key, choice.Value, choice.Origin switch { ChoiceOrigin.Default => "default", ChoiceOrigin.Chosen => "chosen", _ => "lock" },
            ]));
        }

        return _text.ToString();
    }

    private void Domain(PlannedDomain domain)
    {
        _text.Append('\n');
        var id = domain.Id is { } number ? $", domain {number}" : "";
        Line($"{domain.Name} ({(domain.IsDom0 ? "dom0" : domain.Id is null ? "guest" : "domU")}{id})");
        var banks = domain.Banks.Count == 0 ? "placed by Xen at boot" : string.Join(" and ", domain.Banks.Select(bank => ByteSize.Range(bank.Address, bank.Size)));
        Row("CPUs", domain.Vcpus.ToString(CultureInfo.InvariantCulture));
        Row("memory", $"{Size(domain.Memory)}: {banks}");
        Row("interrupts", $"GICv{domain.Gic} at {string.Join(", ", domain.GicRegions.Select(region => ByteSize.Hex(region.Address)))}");
        Row("kernel", Image(domain.Kernel));
        if (domain.Ramdisk is { } ramdisk) Row("ramdisk", Image(ramdisk));
        if (domain.TreeAddress is { } tree) Row("tree", $"at {ByteSize.Hex(tree)}");
        Row("arguments", domain.Bootargs);
        Row("console", domain.Uart is { } uart ? $"{domain.Console} at {ByteSize.Hex(uart.Address)}, shared interrupt {domain.UartInterrupt}" : domain.Console);
        if (domain.Enhanced is not null) Row("Xen", $"{domain.Enhanced}: grants at {ByteSize.Hex(domain.GrantTable?.Address ?? 0)}, event channels on private interrupt {domain.EventChannelInterrupt}");
        if (domain.StaticMemory.Count > 0) Row("static", $"{string.Join(", ", domain.StaticMemory.Select(range => ByteSize.Range(range.Address, range.Size)))}{(domain.IsDirectMapped ? ", direct-mapped" : "")}");
        if (domain.CpuPool is { } pool) Row("pool", pool);
        foreach (var device in domain.Devices) Row(device.Type, Device(device));
        foreach (var device in domain.Passthrough) Row("device", Passthrough(device));
        foreach (var channel in domain.EventChannels) Row("channel", $"port {channel.Port} to port {channel.PeerPort} of {channel.Peer}");
        foreach (var share in domain.SharedMemory)
            Row("shared", $"{share.Id}: {Size(share.Host.Size)} at {ByteSize.Hex(share.Guest)}, host {ByteSize.Hex(share.Host.Address)}{(share.HasOwner ? share.IsOwner ? ", owner" : ", borrower" : "")}");
    }

    private static string Device(PlannedDevice device)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{device.Transport} slot {device.Slot}"));
        if (device.Region is { } region) text.Append(CultureInfo.InvariantCulture, $" at {ByteSize.Hex(region.Address)}");
        text.Append(CultureInfo.InvariantCulture, $", shared interrupt {device.Interrupt}");
        if (device.Type == "blk") text.Append(CultureInfo.InvariantCulture, $", {Size(device.Size)}{(device.IsReadOnly ? ", read only" : "")}{(device.File is null ? ", new" : $" of {Path.GetFileName(device.File)}")}");
        if (device.Tag is not null) text.Append(CultureInfo.InvariantCulture, $", '{device.Tag}'");
        if (device.Mac is not null) text.Append(CultureInfo.InvariantCulture, $", {device.Mac}");
        return text.ToString();
    }

    private static string Passthrough(PlannedPassthrough device)
    {
        var text = new StringBuilder(device.Path);
        foreach (var (host, guest) in device.Regions)
            text.Append(CultureInfo.InvariantCulture, $", {ByteSize.Range(host.Address, host.Size)}{(guest == host.Address ? "" : $" at {ByteSize.Hex(guest)}")}");
        if (device.Interrupts.Count > 0) text.Append(CultureInfo.InvariantCulture, $", shared interrupt{(device.Interrupts.Count > 1 ? "s" : "")} {string.Join(", ", device.Interrupts.Select(interrupt => interrupt.Number))}");
        if (device.Copies.Count > 0) text.Append(CultureInfo.InvariantCulture, $", with a copy of {string.Join(", ", device.Copies)}");
        if (device.WithoutIommu) text.Append(", without IOMMU");
        return text.ToString();
    }

    private static string Image(PlannedImage image)
    {
        var text = $"{image.Source} ({(image.IsAssumed ? "not fetched yet, room for " : "")}{Size(image.Size)}) at {ByteSize.Hex(image.Address)}";
        return image.GuestAddress is { } guest && guest != image.Address ? $"{text}, in the domain at {ByteSize.Hex(guest)}" : text;
    }

    private static string Size(ulong bytes) => bytes % 4096 == 0 ? ByteSize.Text(bytes) : $"{bytes} bytes";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private void Row(string name, string value) => Line($"  {name,-12}{value}");

    private void Line(string line) => _text.Append(Printable.Escape(line.TrimEnd())).Append('\n');

    private void Table(string title, string[] heads, IEnumerable<string[]> rows)
    {
        string[][] all = [heads, .. rows];
        if (all.Length == 1) return;
        _text.Append('\n');
        Line(title);
        var widths = heads.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all) Line("  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))));
    }
}
