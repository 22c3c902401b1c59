namespace Hypervisor.Tests.Planning;

/// <summary>Devices that have a disk or an address in common, that are too large, or not emulated; files of the same name.</summary>
internal static partial class RuleCases
{
    private static void SharedDevices()
    {
        Breaks("GST0005", "a disk that no file system has room for", Bases.Machine, ["slot: 5 }", "slot: 5, size: 2TiB }"], "at most 1TiB");
        Fine("a large disk", Bases.Machine, ["slot: 5 }", "slot: 5, size: 1TiB }"]);
        Breaks("GST0008", "the machine's name", Bases.Machine, ["name: guest", "name: host"], "the machine's own tree");
        Fine("nearly the machine's name", Bases.Machine, ["name: guest", "name: host1"]);
        Breaks("GST0018", "a disk twice", Bases.Machine, ["slot: 5 }", "slot: 5, file: ./disk.img }"], "devices 0 and 1");
        Breaks("GST0018", "a disk written and read", Bases.Machine, ["slot: 5 }", "slot: 5, file: disk.img, readonly: true }"], "read-only");
        Fine("a disk read twice", Bases.Machine, ["slot: 5 }", "slot: 5, file: disk.img, readonly: true }", "slot: 4,", "slot: 4, readonly: true,"]);
        Breaks("GST0018", "an address twice", Bases.Machine, ["slot: 2 }", "slot: 2, mac: \"52:54:00:00:00:0a\" }\n      - { type: net, mac: \"52:54:00:00:00:0A\" }"], "devices 2 and 3");
        Breaks("GST0231", "a console that is not emulated", Bases.Machine, ["type: net, transport: virtio-pci", "type: console, transport: virtio-pci"]);
    }
}
