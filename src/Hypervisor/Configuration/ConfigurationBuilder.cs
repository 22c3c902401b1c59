using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Configuration;

/// <summary>Turns a document that its schema accepts into records. Sizes may still be out of range.</summary>
internal sealed partial class ConfigurationBuilder(FindingList findings)
{
    public GuestsConfiguration Build(string file, SchemaValue top) => new()
    {
        File = file,
        Platform = Text(top, "platform")!.Value,
        Hypervisor = top["hypervisor"] is { } hypervisor ? Hypervisor(hypervisor, GuestsReader.KeyOf(top, "hypervisor")) : null,
        Host = top["host"] is { } host ? Host(host, GuestsReader.KeyOf(top, "host")) : new HostConfiguration(),
        Xen = top["xen"] is { } xen ? Xen(xen, GuestsReader.KeyOf(top, "xen")) : null,
        Domains = [.. List(top, "domains").Select((domain, index) => Domain(domain, index))],
    };

    private HypervisorConfiguration Hypervisor(SchemaValue value, SchemaPosition at) => new()
    {
        At = at,
        Kind = Text(value, "kind"),
        Version = Text(value, "version"),
        Image = Image(value, "image", "hypervisor/image"),
    };

    private HostConfiguration Host(SchemaValue value, SchemaPosition at) => new()
    {
        At = at,
        Machine = Text(value, "machine"),
        Gic = Number(value, "gic"),
        Cpus = Number(value, "cpus"),
        CpuModel = Text(value, "cpu-model"),
        Memory = Size(value, "memory", "host/memory"),
        Tree = Text(value, "tree"),
    };

    private XenConfiguration Xen(SchemaValue value, SchemaPosition at) => new()
    {
        At = at,
        Bootargs = Text(value, "bootargs"),
        Console = Text(value, "console"),
        StaticHeap = Ranges(value, "static-heap", "xen/static-heap"),
        CpuPools =
        [
            .. List(value, "cpupools").Select(pool => new CpuPoolConfiguration(
                Text(pool, "name")!.Value,
                [.. List(pool, "cpus").Select(cpu => new Written<int>((int)(cpu.Kind == SchemaKind.Integer ? (long)cpu.Integer : (long)cpu.Real), cpu.Position))],
                Text(pool, "scheduler")?.Value)),
        ],
    };

    private ImageConfiguration? Image(SchemaValue owner, string key, string path)
    {
        if (owner[key] is not { } value) return null;
        var at = GuestsReader.KeyOf(owner, key);
        return value.IsString
            ? new ImageConfiguration(new Written<string>(value.String, at), null)
            : new ImageConfiguration(Text(value, "file")!.Value, Size(value, "address", path + "/address"));
    }

    private List<RangeConfiguration> Ranges(SchemaValue owner, string key, string path)
    {
        var ranges = new List<RangeConfiguration>();
        foreach (var (item, index) in List(owner, key).Select((item, index) => (item, index)))
        {
            var at = item.Position;
            if (Size(item, "address", $"{path}/{index}/address") is not { } address || Size(item, "size", $"{path}/{index}/size") is not { } size) continue;
            if (size.Value == 0) findings.Error(Rules.GuestsNumber, size.At, $"{path}/{index}/size", "the range is empty", "give it a size, such as 2MiB");
            else if (address.Value > ulong.MaxValue - (size.Value - 1)) findings.Error(Rules.GuestsNumber, at, $"{path}/{index}", "the range goes beyond 64 bits", "address and size together are below 0x10000000000000000");
            else ranges.Add(new RangeConfiguration(address.Value, size.Value, at));
        }

        return ranges;
    }

    private Written<ulong>? Size(SchemaValue owner, string key, string path)
    {
        if (owner[key] is not { } value) return null;
        var at = GuestsReader.KeyOf(owner, key);
        if (ByteSize.TryRead(value, out var bytes)) return new Written<ulong>(bytes, at);
        findings.Error(Rules.GuestsNumber, at, path, "the number does not fit into 64 bits", "write at most 0xffffffffffffffff, in bytes or with a unit: 512MiB");
        return null;
    }

    private static Written<string>? Text(SchemaValue owner, string key) =>
        owner[key] is { IsString: true } value ? new Written<string>(value.String, GuestsReader.KeyOf(owner, key)) : null;

    private static Written<bool>? Flag(SchemaValue owner, string key) =>
        owner[key] is { Kind: SchemaKind.Boolean } value ? new Written<bool>(value.Boolean, GuestsReader.KeyOf(owner, key)) : null;

    // JSON Schema takes 2.0 for an integer.
    private Written<int>? Number(SchemaValue owner, string key)
    {
        if (owner[key] is not { } value || value.Kind is not (SchemaKind.Integer or SchemaKind.Real)) return null;
        var at = GuestsReader.KeyOf(owner, key);
        var fits = value.Kind == SchemaKind.Integer ? value.Integer >= 0 && value.Integer <= int.MaxValue : value.Real is >= 0 and <= int.MaxValue;
        if (fits) return new Written<int>(value.Kind == SchemaKind.Integer ? (int)value.Integer : (int)value.Real, at);
        findings.Error(Rules.GuestsNumber, at, key, $"the number of '{key}' is out of range");
        return null;
    }

    private static List<SchemaValue> List(SchemaValue owner, string key) => owner[key] is { IsArray: true } list ? list.Items : [];
}
