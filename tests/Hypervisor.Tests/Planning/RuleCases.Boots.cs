namespace Hypervisor.Tests.Planning;

/// <summary>What real boots of Xen 4.17 ended with.</summary>
internal static partial class RuleCases
{
    private const string Reserving = "/dts-v1/;\n/memreserve/ 0x100000000 0x20000000;\n/memreserve/ 0x110000000 0x20000000;";
    private const string Two = "version: 1\nplatform: xen-dom0less\nhost: { memory: 2GiB }\ndomains:\n"
        + "  - { name: dom0, role: dom0, memory: 256MiB, vcpus: 1, kernel: Image, ramdisk: initrd.gz }\n"
        + "  - { name: u1, memory: 128MiB, kernel: Image, ramdisk: initrd.gz }\n";

    private static void Boots()
    {
        Reservations();
        Heaps();
        Channels();
        Numbers();
        Silence();
        Breaks("GST0005", "no device's address", Bases.Machine, ["slot: 2 }", "slot: 2, mac: \"00:00:00:00:00:00\" }"], "no device's");
        Breaks("GST0007", "a 32-bit CPU of a 64-bit machine", Two, ["{ memory: 2GiB }", "{ memory: 2GiB, cpu-model: cortex-a15 }"], "is a 32-bit CPU");
        Fine("another 64-bit CPU", Two, ["{ memory: 2GiB }", "{ memory: 2GiB, cpu-model: cortex-a72 }"]);
        Breaks("GST0007", "a 64-bit CPU of a 32-bit machine", Bases.Vexpress, ["cpus: 1, memory", "cpu-model: cortex-a57, cpus: 1, memory"], "is a 64-bit CPU");
        Fine("another 32-bit CPU", Bases.Vexpress, ["cpus: 1, memory", "cpu-model: cortex-a7, cpus: 1, memory"]);
        // The file has 32 MiB and clears 2 MiB behind them; then come tree and ramdisk.
        Breaks("GST0104", "cleared memory over the tree", Two, ["128MiB", "37MiB"], "when it runs");
        Breaks("GST0104", "little that is left", Two, ["128MiB", "42MiB"], "hardly come up");
        Fine("enough that is left", Two, ["128MiB", "43MiB"]);
    }

    private static void Reservations()
    {
        const string Reserved = "\tpsci {";
        const string Node = "\treserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; a@120000000 { reg = <1 0x20000000 0 0x20000000>; no-map; }; };\n\tpsci {";
        Breaks("GST0103", "memory that the tree reserves", Bases.Dom0less, ["3584MiB", "5GiB"], "1026MiB of it reserved or shared", ["/dts-v1/;", Reserving, Reserved, Node]);
        Breaks("GST0103", "memory that is reserved alone", Bases.Dom0less, ["3584MiB", "5GiB"], "770MiB of it reserved", ["/dts-v1/;", Reserving]);
        Fine("reserved memory beside", Bases.Dom0less, ["3584MiB", "4GiB"], ["/dts-v1/;", Reserving, Reserved, Node]);
        Fine("reserved memory elsewhere than RAM", Bases.Dom0less, ["3584MiB", "5GiB"], ["/dts-v1/;", "/dts-v1/;\n/memreserve/ 0x10000000 0x20000000;"]);
    }

    private static void Heaps()
    {
        static string Heap(string ranges) => $"xen: {{ static-heap: [{ranges}] }}\ndomains:";
        foreach (var size in (string[])["1MiB", "64MiB", "256MiB", "380MiB", "400MiB"])
            Breaks("GST0103", $"a static heap of {size}", Two, ["domains:", Heap($"{{ address: 0x90000000, size: {size} }}")], "the static heap has " + size);
        Fine("a static heap that is enough", Two, ["domains:", Heap("{ address: 0x90000000, size: 456MiB }")]);
        Fine("a static heap in two parts", Two, ["domains:", Heap("{ address: 0x90000000, size: 200MiB }, { address: 0xa0000000, size: 256MiB }")]);
        Fine("a static heap beside static memory", Two, ["domains:", Heap("{ address: 0x90000000, size: 340MiB }"), "128MiB", "128MiB, static-memory: [{ address: 0x70000000, size: 128MiB }]"]);
        Breaks("GST0106", "a static heap not at 64 KiB", Two, ["domains:", Heap("{ address: 0x90001000, size: 512MiB }")], "multiples of 64KiB");
        Breaks("GST0106", "a static heap of half 64 KiB", Two, ["domains:", Heap("{ address: 0x90000000, size: 0x20008000 }")], "multiples of 64KiB");
        Fine("a static heap at 64 KiB", Two, ["domains:", Heap("{ address: 0x90010000, size: 0x20010000 }")]);
    }

    private static void Channels()
    {
        const string Self = "vcpus: 1\n    enhanced: true";
        Breaks("GST0117", "the port of xenstore", Bases.Dom0less, ["vcpus: 1", Self, "{ port: 10,", "{ port: 1,", "peer-port: 10 }", "peer-port: 1 }"], "xenstore");
        Fine("the port behind that of xenstore", Bases.Dom0less, ["vcpus: 1", Self, "{ port: 10,", "{ port: 2,", "peer-port: 10 }", "peer-port: 2 }"]);
        Fine("port 1 without xenstore", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    enhanced: no-xenstore", "{ port: 10,", "{ port: 1,", "peer-port: 10 }", "peer-port: 1 }"]);
        Fine("port 1 without Xen's interfaces", Bases.Dom0less, ["{ port: 10,", "{ port: 1,", "peer-port: 10 }", "peer-port: 1 }"]);
        Breaks("GST0117", "a port that leads to itself", Two, ["128MiB", "128MiB, event-channels: [{ port: 5, peer: u1, peer-port: 5 }]"], "leads to itself");
        // Xen 4.17 binds them.
        Fine("two ports of one domain", Two, ["128MiB", "128MiB, event-channels: [{ port: 5, peer: u1, peer-port: 6 }, { port: 6, peer: u1, peer-port: 5 }]"]);
        const string Msi = "msi-controller; #msi-cells = <1>;";
        Fine("a cell behind msi-parent", Bases.Dom0less, ["/pl031@9010000", "/pl061@9030000", "role: dom0", "role: dom0\n    tree: { hide: [/gpio-keys] }"], Tree("msi-parent = <0x9000 0x8005>;", "#clock-cells = <0>;", Msi));
        Breaks("GST0112", "an MSI controller that stays", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "'msi-parent'", Tree("msi-parent = <0x9000 0x8005>;", "#clock-cells = <0>;", Msi));
        Fine("an MSI controller without cells", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { edit: [{ path: /dev@9060000, set: { msi-parent: '<0x9000>' } }] }"], Tree("", "#clock-cells = <0>;", "msi-controller;"));
    }

    private static void Numbers()
    {
        const string Device = "\tdev@9060000 { compatible = \"acme,dev\"; reg = <0 0x9060000 0 0x1000>; interrupts = <0 50 4>; STATUS };\n\tpsci {";
        static string[] Board(string reg = "0 0x9060000 0 0x1000", string interrupt = "50", string status = "") =>
            ["\tpsci {", Device.Replace("0 0x9060000 0 0x1000", reg, StringComparison.Ordinal).Replace("<0 50", $"<0 {interrupt}", StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal)];
        Breaks("GST0132", "an interrupt beyond Xen's table", Two, [], "aborts", Board(interrupt: "5000"));
        Breaks("GST0132", "an interrupt beyond the controller's", Two, [], "224 of them", Board(interrupt: "224"));
        Breaks("GST0132", "an interrupt of a disabled device", Two, [], "panics", Board(interrupt: "300", status: "status = \"disabled\";"));
        Fine("the last interrupt", Two, [], Board(interrupt: "223"));
        Fine("the last interrupt of a GICv2", Two, ["{ memory", "{ gic: 2, memory"], Board(interrupt: "255"));
        Breaks("GST0132", "an interrupt beyond a GICv2's", Two, ["{ memory", "{ gic: 2, memory"], "256 of them", Board(interrupt: "256"));
        Fine("an interrupt of what is hidden", Two, ["vcpus: 1,", "vcpus: 1, tree: { hide: [/dev@9060000] },"], Board(interrupt: "5000"));
        Breaks("GST0132", "an interrupt of a passed device", Two, ["128MiB", "128MiB, passthrough: [{ path: /dev@9060000, without-iommu: true, interrupts: none }]"], "aborts", Board(interrupt: "5000"));
        Fine("an interrupt that is not passed on", Two, ["128MiB", "128MiB, passthrough: [{ path: /dev@9060000, without-iommu: true, interrupts: none }]"], Board(interrupt: "300"));
        Breaks("GST0132", "a passed interrupt without dom0", Bases.Static, ["kernel: Image", "kernel: Image\n    passthrough: [{ path: /dev@9060000, without-iommu: true }]"], "not routable", Board(interrupt: "300"));
        Fine("an interrupt that nobody asks for", Bases.Static, [], Board(interrupt: "5000"));
        Breaks("GST0132", "an interrupt beyond the controller's alone", Bases.Machine, [], "driver will not start", Board(interrupt: "300"));
        Breaks("GST0132", "registers in RAM", Two, [], "RAM that is not reserved", Board(reg: "0 0x50000000 0 0x1000"));
        Breaks("GST0132", "registers in RAM alone", Bases.Machine, [], "driver will not start", Board(reg: "0 0x50000000 0 0x1000"));
        Fine("registers in memory that is reserved", Two, [], ["/dts-v1/;", "/dts-v1/;\n/memreserve/ 0x70000000 0x1000;", .. Board(reg: "0 0x70000000 0 0x1000")]);
        Fine("registers in RAM of what is disabled", Two, [], Board(reg: "0 0x50000000 0 0x1000", status: "status = \"disabled\";"));
        Fine("registers of no device", Two, [], ["\tpsci {", "\tdev@50000000 { reg = <0 0x50000000 0 0x1000>; };\n\tpsci {"]);
    }

    private static void Silence()
    {
        Breaks("GST0114", "a console that Xen does not show", Two, ["128MiB", "128MiB, enhanced: true, console: hvc"], "toolstack");
        Breaks("GST0114", "a console without xenstore", Bases.Static, ["kernel: Image", "kernel: Image\n    enhanced: no-xenstore\n    console: hvc"], "toolstack");
        Breaks("GST0114", "no console", Two, ["128MiB", "128MiB, console: none"], "no console");
        Fine("dom0's console", Two, ["vcpus: 1,", "vcpus: 1, console: hvc,"]);
        Fine("no console of dom0", Two, ["vcpus: 1,", "vcpus: 1, console: none,"]);
        Fine("no console of a machine's guest", Bases.Machine, ["kernel: Image", "console: none\n    kernel: Image"]);
    }
}
