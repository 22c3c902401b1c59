using System.Globalization;
using Dtc.Bindings.Documents;

namespace Hypervisor.Configuration;

/// <summary>Domains and what they have.</summary>
internal sealed partial class ConfigurationBuilder
{
    private DomainConfiguration Domain(SchemaValue value, int index)
    {
        string Path(string member) => $"domains/{index}/{member}";
        var banks = Ranges(value, "memory", Path("memory"));
        return new DomainConfiguration
        {
            At = value.Position,
            Index = index,
            Name = Text(value, "name")!.Value,
            IsDom0 = Text(value, "role") is { } role ? new Written<bool>(role.Value == "dom0", role.At) : null,
            Vcpus = Number(value, "vcpus"),
            Memory = value["memory"] is { IsArray: true } ? Sum(banks, GuestsReader.KeyOf(value, "memory")) : Size(value, "memory", Path("memory")),
            Banks = banks,
            Gic = Number(value, "gic"),
            Kernel = Image(value, "kernel", Path("kernel")),
            Ramdisk = Image(value, "ramdisk", Path("ramdisk")),
            Bootargs = Text(value, "bootargs"),
            Console = Text(value, "console"),
            Enhanced = Text(value, "enhanced") ?? (Flag(value, "enhanced") is { } enhanced ? new(enhanced.Value ? "true" : "false", enhanced.At) : null),
            DirectMap = Flag(value, "direct-map"),
            StaticMemory = Ranges(value, "static-memory", Path("static-memory")),
            Sve = Number(value, "sve") ?? (Flag(value, "sve") is { Value: true } sve ? new(0, sve.At) : null),
            MaxGrantFrames = Number(value, "max-grant-frames"),
            Spis = Number(value, "nr-spis"),
            CpuPool = Text(value, "cpupool"),
            Devices = [.. List(value, "devices").Select((device, i) => Device(device, Path($"devices/{i}")))],
            Passthrough = [.. List(value, "passthrough").Select((device, i) => Passthrough(device, Path($"passthrough/{i}")))],
            Tree = value["tree"] is { } tree ? Tree(tree) : TreeConfiguration.None,
            EventChannels = [.. List(value, "event-channels").Select(Channel).OfType<EventChannelConfiguration>()],
            SharedMemory = [.. List(value, "shared-memory").Select((share, i) => Share(share, Path($"shared-memory/{i}"))).OfType<SharedMemoryConfiguration>()],
            Epapr = value["epapr"] is { } epapr ? Epapr(epapr, GuestsReader.KeyOf(value, "epapr")) : null,
        };
    }

    private static Written<ulong> Sum(List<RangeConfiguration> banks, SchemaPosition at)
    {
        UInt128 sum = 0;
        foreach (var bank in banks) sum += bank.Size;
        return new Written<ulong>(sum > ulong.MaxValue ? ulong.MaxValue : (ulong)sum, at);
    }

    private DeviceConfiguration Device(SchemaValue value, string path) => new(
        value.Position,
        Text(value, "type")!.Value,
        Text(value, "transport"),
        Number(value, "slot"),
        Text(value, "file"),
        Size(value, "size", path + "/size"),
        value["readonly"]?.IsTrue == true,
        Text(value, "tag"),
        Text(value, "mac"));

    private PassthroughConfiguration Passthrough(SchemaValue value, string path) => new(
        Text(value, "path")!.Value,
        Size(value, "address", path + "/address"),
        Text(value, "interrupts")?.Value != "none",
        value["without-iommu"]?.IsTrue == true);

    private static TreeConfiguration Tree(SchemaValue value) => new(Texts(value, "hide"), Texts(value, "keep"), [.. List(value, "edit").Select(Edit)]);

    private static EditConfiguration Edit(SchemaValue value)
    {
        var set = new List<(string, Written<string?>)>();
        if (value["set"] is { IsObject: true } members)
        {
            for (var i = 0; i < members.Members.Count; i++)
            {
                var (key, what, at) = (members.Members[i].Key, members.Members[i].Value, members.Members[i].Position);
                set.Add((key, new Written<string?>(ValueText(what), at)));
            }
        }

        return new EditConfiguration(Text(value, "path")!.Value, set, Texts(value, "delete"));
    }

    // A number stands for one cell.
    private static string? ValueText(SchemaValue value) => value.Kind switch
    {
        SchemaKind.String => value.String,
        SchemaKind.Integer => string.Create(CultureInfo.InvariantCulture, $"<{value.Integer}>"),
        SchemaKind.Real => string.Create(CultureInfo.InvariantCulture, $"<{value.Real:F0}>"),
        _ => null,
    };

    private EventChannelConfiguration? Channel(SchemaValue value) =>
        Number(value, "port") is { } port && Number(value, "peer-port") is { } peer
            ? new EventChannelConfiguration(value.Position, port, Text(value, "peer")!.Value, peer)
            : null;

    private SharedMemoryConfiguration? Share(SchemaValue value, string path) =>
        Size(value, "size", path + "/size") is { } size
            ? new SharedMemoryConfiguration(
                value.Position, Text(value, "id")!.Value, Text(value, "role"), size, Size(value, "host", path + "/host"), Size(value, "guest", path + "/guest"))
            : null;

    private static EpaprConfiguration Epapr(SchemaValue value, SchemaPosition at) => new(
        at,
        Unsigned(value["guest-id"]),
        Text(value, "guest-name")?.Value,
        [.. List(value, "byte-channels").Select(channel => (Text(channel, "name")!.Value, Unsigned(channel["handle"])))]);

    private static uint? Unsigned(SchemaValue? value) => value?.Kind switch
    {
        SchemaKind.Integer => (uint)value.Integer,
        SchemaKind.Real => (uint)value.Real,
        _ => null,
    };

    private static List<Written<string>> Texts(SchemaValue owner, string key) =>
        [.. List(owner, key).Select(item => new Written<string>(item.String, item.Position))];
}
