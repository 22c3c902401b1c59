using System.Buffers;
using System.Text.Json;
using Hypervisor.Configuration;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>A plan as one JSON object; docs/guests.md describes it. Addresses are texts in hexadecimal, sizes numbers of bytes.</summary>
public static class PlanJson
{
    /// <summary>Writes a plan.</summary>
    public static void Write(IBufferWriter<byte> output, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Plan.FormatVersion);
        json.WriteString("platform", plan.Platform);
        Host(json, plan.Host);
        if (plan.Xen is { } xen) Xen(json, xen);
        json.WriteStartArray("domains");
        foreach (var domain in plan.Domains) Domain(json, domain);
        json.WriteEndArray();
        json.WriteStartArray("memory");
        foreach (var use in plan.Memory)
        {
            json.WriteStartObject();
            Region(json, use.Region);
            json.WriteString("what", use.What);
            json.WriteString("owner", use.Owner);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("choices");
        foreach (var choice in plan.Choices)
        {
            json.WriteStartObject();
            json.WriteString("key", choice.Key);
            json.WriteString("value", choice.Value);
            json.WriteString("origin", choice.Origin switch { ChoiceOrigin.Default => "default", ChoiceOrigin.Chosen => "chosen", _ => "locked" });
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Host(Utf8JsonWriter json, PlannedHost host)
    {
        json.WriteStartObject("host");
        json.WriteString("machine", host.Machine);
        json.WriteString("architecture", host.Architecture);
        json.WriteNumber("gic", host.Gic);
        json.WriteNumber("cpus", host.Cpus);
        json.WriteString("cpu-model", host.CpuModel);
        json.WriteStartObject("memory");
        Region(json, host.Memory);
        json.WriteEndObject();
        if (host.Banks.Count > 1)
        {
            json.WriteStartArray("banks");
            foreach (var bank in host.Banks)
            {
                json.WriteStartObject();
                Region(json, bank);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteString("tree", host.TreeFile ?? "qemu");
        json.WriteString("tree-address", ByteSize.Hex(host.TreeAddress));
        if (host.StubAddress is { } stub) json.WriteString("stub-address", ByteSize.Hex(stub));
        json.WriteEndObject();
    }

    private static void Xen(Utf8JsonWriter json, PlannedXen xen)
    {
        json.WriteStartObject("xen");
        json.WriteString("version", xen.Version);
        Image(json, "image", xen.Image);
        json.WriteString("bootargs", xen.Bootargs);
        json.WriteString("console", xen.Console);
        Regions(json, "static-heap", xen.StaticHeap);
        json.WriteStartArray("cpupools");
        foreach (var pool in xen.CpuPools)
        {
            json.WriteStartObject();
            json.WriteString("name", pool.Name);
            json.WriteStartArray("cpus");
            foreach (var cpu in pool.Cpus) json.WriteStringValue(cpu);
            json.WriteEndArray();
            if (pool.Scheduler is { } scheduler) json.WriteString("scheduler", scheduler);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("needs", xen.Needs);
        json.WriteEndObject();
    }

    private static void Domain(Utf8JsonWriter json, PlannedDomain domain)
    {
        json.WriteStartObject();
        json.WriteString("name", domain.Name);
        json.WriteString("role", domain.IsDom0 ? "dom0" : "domU");
        if (domain.Id is { } id) json.WriteNumber("id", id);
        json.WriteNumber("vcpus", domain.Vcpus);
        json.WriteNumber("memory", domain.Memory);
        Regions(json, "banks", domain.Banks);
        json.WriteStartObject("gic");
        json.WriteNumber("version", domain.Gic);
        Regions(json, "regions", domain.GicRegions);
        if (domain.GicPhandle is { } phandle) json.WriteNumber("phandle", phandle);
        json.WriteEndObject();
        Image(json, "kernel", domain.Kernel);
        if (domain.Ramdisk is { } ramdisk) Image(json, "ramdisk", ramdisk);
        if (domain.TreeAddress is { } tree) json.WriteString("tree-address", ByteSize.Hex(tree));
        json.WriteString("bootargs", domain.Bootargs);
        json.WriteString("console", domain.Console);
        if (domain.Uart is { } uart)
        {
            json.WriteStartObject("uart");
            Region(json, uart);
            json.WriteNumber("interrupt", domain.UartInterrupt ?? 0);
            json.WriteEndObject();
        }

        if (domain.Enhanced is { } enhanced) json.WriteString("enhanced", enhanced);
        if (domain.GrantTable is { } grants)
        {
            json.WriteStartObject("grant-table");
            Region(json, grants);
            json.WriteEndObject();
        }

        if (domain.EventChannelInterrupt is { } interrupt) json.WriteNumber("event-channel-interrupt", interrupt);
        if (domain.IsDirectMapped) json.WriteBoolean("direct-map", true);
        Regions(json, "static-memory", domain.StaticMemory);
        if (domain.Sve is { } sve) json.WriteNumber("sve", sve);
        if (domain.MaxGrantFrames is { } frames) json.WriteNumber("max-grant-frames", frames);
        if (domain.Spis is { } spis) json.WriteNumber("nr-spis", spis);
        if (domain.CpuPool is { } pool) json.WriteString("cpupool", pool);
        Devices(json, domain);
        Shared(json, domain);
        json.WriteEndObject();
    }

    private static void Devices(Utf8JsonWriter json, PlannedDomain domain)
    {
        json.WriteStartArray("devices");
        foreach (var device in domain.Devices)
        {
            json.WriteStartObject();
            json.WriteString("type", device.Type);
            json.WriteString("transport", device.Transport);
            json.WriteNumber("slot", device.Slot);
            if (device.Region is { } region) Region(json, region);
            json.WriteNumber("interrupt", device.Interrupt);
            if (device.File is { } file) json.WriteString("file", file);
            if (device.Type == "blk") json.WriteNumber("capacity", device.Size);
            if (device.IsReadOnly) json.WriteBoolean("readonly", true);
            if (device.Tag is { } tag) json.WriteString("tag", tag);
            if (device.Mac is { } mac) json.WriteString("mac", mac);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("passthrough");
        foreach (var device in domain.Passthrough)
        {
            json.WriteStartObject();
            json.WriteString("path", device.Path);
            json.WriteStartArray("regions");
            foreach (var (host, guest) in device.Regions)
            {
                json.WriteStartObject();
                Region(json, host);
                json.WriteString("guest", ByteSize.Hex(guest));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("interrupts");
            foreach (var interrupt in device.Interrupts) json.WriteNumberValue(interrupt.Number);
            json.WriteEndArray();
            json.WriteBoolean("without-iommu", device.WithoutIommu);
            json.WriteStartArray("copies");
            foreach (var copy in device.Copies) json.WriteStringValue(copy);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Shared(Utf8JsonWriter json, PlannedDomain domain)
    {
        json.WriteStartArray("event-channels");
        foreach (var channel in domain.EventChannels)
        {
            json.WriteStartObject();
            json.WriteNumber("port", channel.Port);
            json.WriteString("peer", channel.Peer);
            json.WriteNumber("peer-port", channel.PeerPort);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("shared-memory");
        foreach (var share in domain.SharedMemory)
        {
            json.WriteStartObject();
            json.WriteString("id", share.Id);
            if (share.HasOwner) json.WriteString("role", share.IsOwner ? "owner" : "borrower");
            Region(json, share.Host);
            json.WriteString("guest", ByteSize.Hex(share.Guest));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Image(Utf8JsonWriter json, string name, PlannedImage image)
    {
        json.WriteStartObject(name);
        json.WriteString("source", image.Source);
        if (image.File is { } file) json.WriteString("file", file);
        json.WriteString("address", ByteSize.Hex(image.Address));
        json.WriteNumber("size", image.Size);
        if (image.IsAssumed) json.WriteBoolean("assumed", true);
        if (image.GuestAddress is { } guest) json.WriteString("guest-address", ByteSize.Hex(guest));
        json.WriteEndObject();
    }

    private static void Regions(Utf8JsonWriter json, string name, IReadOnlyList<AddressRange> regions)
    {
        json.WriteStartArray(name);
        foreach (var region in regions)
        {
            json.WriteStartObject();
            Region(json, region);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Region(Utf8JsonWriter json, AddressRange region)
    {
        json.WriteString("address", ByteSize.Hex(region.Address));
        json.WriteNumber("size", region.Size);
    }
}
