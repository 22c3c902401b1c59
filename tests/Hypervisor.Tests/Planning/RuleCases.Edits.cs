namespace Hypervisor.Tests.Planning;

/// <summary>Changes of trees after which the machine does not start, or something configured is gone.</summary>
internal static partial class RuleCases
{
    private static void Edits()
    {
        static string[] Xen(string change, params string[] more) => ["role: dom0", $"role: dom0\n    tree: {change}", .. more];
        static string Edit(string path, string change) => $"{{ edit: [{{ path: {path}, {change} }}] }}";

        Breaks("GST0121", "edited redistributors", Bases.Dom0less, Xen(Edit("/intc@8000000", "set: { reg: '<0 0x8000000 0 0x10000 0 0x9000000 0 0x100000>' }")), "with the changes of 'dom0'");
        Breaks("GST0121", "deleted maintenance interrupt", Bases.Dom0less, Xen(Edit("/intc@8000000", "delete: [interrupts]")), "maintenance interrupt");
        Breaks("GST0121", "edited compatible of the GIC", Bases.Dom0less, Xen(Edit("/intc@8000000", "set: { compatible: foo }")), "foo");
        Breaks("GST0122", "deleted interrupts of the timer", Bases.Dom0less, Xen(Edit("/timer", "delete: [interrupts]")), "timer");
        Breaks("GST0123", "edited memory", Bases.Dom0less, Xen(Edit("/memory@40000000", "set: { reg: '<0 0 0 0>' }")), "memory");
        Breaks("GST0124", "edited number of a CPU", Bases.Dom0less, Xen(Edit("/cpus/cpu@1", "set: { reg: '<0>' }")), "only one of them");
        Breaks("GST0132", "edited interrupt beyond the GIC", Bases.Dom0less, Xen(Edit("/pl061@9030000", "set: { interrupts: '<0 99999 4>' }")), "99999");
        Fine("edited interrupt that the GIC has", Bases.Dom0less, Xen(Edit("/pl061@9030000", "set: { interrupts: '<0 200 4>' }")));
        Fine("what was there, written again", Bases.Dom0less, Xen(Edit("/intc@8000000", "set: { interrupts: '<1 9 4>' }")));
        Breaks("GST0125", "hiding Xen's console", Bases.Dom0less, Xen("{ hide: [/pl011@9000000] }"), "Xen's console /pl011@9000000");
        Breaks("GST0125", "disabling Xen's console", Bases.Dom0less, Xen(Edit("/pl011@9000000", "set: { status: disabled }")), "Xen's console /pl011@9000000");
        Breaks("GST0125", "another compatible of Xen's console", Bases.Dom0less, Xen(Edit("/pl011@9000000", "set: { compatible: acme,uart }")), "no UART");
        Fine("a property of Xen's console", Bases.Dom0less, Xen(Edit("/pl011@9000000", "set: { label: main }")));
        Breaks("GST0129", "hiding a transport", Bases.Dom0less, Xen("{ hide: [/virtio_mmio@a000600] }"), "in slot 3");
        Breaks("GST0129", "disabling a transport", Bases.Dom0less, Xen(Edit("/virtio_mmio@a000600", "set: { status: disabled }")), "in slot 3");
        Breaks("GST0129", "another compatible of a transport", Bases.Dom0less, Xen(Edit("/virtio_mmio@a000600", "set: { compatible: acme,mmio }")), "in slot 3");
        Fine("hiding a transport that nothing is behind", Bases.Dom0less, Xen("{ hide: [/virtio_mmio@a000800] }"));
        Breaks("GST0129", "hiding the PCI host", Bases.Dom0less, Xen("{ hide: [/pcie@10000000] }", "type: net }", "type: net, transport: virtio-pci }"), "/pcie@10000000");
        Fine("hiding a PCI host that nothing is behind", Bases.Dom0less, Xen("{ hide: [/pcie@10000000] }"));

        // A guest's own tree has other names than QEMU's.
        static string[] Guest(string edit) => ["- { path: /, set: { model: our,own } }", $"- {{ {edit} }}"];
        Breaks("GST0129", "QEMU's name of the GIC", Bases.Machine, Guest("path: /intc@8000000, set: { '#interrupt-cells': '<2>' }"), "there the node is /interrupt-controller@8000000");
        Breaks("GST0129", "QEMU's name of a transport", Bases.Machine, ["/pl061@9030000,", "/virtio_mmio@a000800,"], "there the node is /virtio@a000800");
        Breaks("GST0129", "QEMU's name of the PCI host", Bases.Machine, ["/pl061@9030000,", "/pcie@10000000,"], "there the node is /pcie@4010000000");
        Breaks("GST0129", "editing what only QEMU's tree has", Bases.Machine, Guest("path: /pl061@9030000, set: { label: x }"), "nothing of the kind");
        Breaks("GST0129", "hiding the transport of a guest", Bases.Machine, ["/pl061@9030000,", "/virtio@a000800,"], "in slot 4");
        Breaks("GST0129", "hiding the PCI host of a guest", Bases.Machine, ["/pl061@9030000,", "/pcie@4010000000,"], "in slot 2");
        Fine("the guest's name of the GIC", Bases.Machine, Guest("path: /interrupt-controller@8000000, set: { label: gic }"));
        Breaks("GST0121", "edited cells of the guest's GIC", Bases.Machine, Guest("path: /interrupt-controller@8000000, set: { '#interrupt-cells': '<2>' }"), "specifiers of a GIC have 3");
        Breaks("GST0121", "edited redistributors of the guest's GIC", Bases.Machine, Guest("path: /interrupt-controller@8000000, set: { reg: '<0 0x8000000 0 0x10000 0 0x9000000 0 0x100000>' }"), "redistributors");
        Breaks("GST0124", "edited number of a guest's CPU", Bases.Machine, Guest("path: /cpus/cpu@1, set: { reg: '<0>' }"), "only one of them");
        Breaks("GST0114", "a disabled console of the guest", Bases.Machine, Guest("path: /pl011@9000000, set: { status: disabled }"), "'guest' says nothing");
        Fine("a disabled console that is not wanted", Bases.Machine, ["memory: 512MiB", "memory: 512MiB\n    console: none", .. Guest("path: /pl011@9000000, set: { status: disabled }")]);
        const string uart = "console: uart\n    bootargs: console=ttyAMA1\n    tree: { edit: [{ path: /bus@8000000/motherboard-bus@8000000/iofpga-bus@300000000/serial@a0000, set: { status: disabled } }] }";
        Breaks("GST0114", "a disabled UART of dom0", Bases.Vexpress, ["bootargs: console=hvc0", uart], "'dom0' says nothing");
        Fine("another UART of dom0", Bases.Vexpress, ["bootargs: console=hvc0", uart.Replace("serial@a0000", "serial@b0000", StringComparison.Ordinal)]);

        Breaks("GST0115", "more virtual CPUs than redistributors", Direct, ["vcpus: 1,", "vcpus: 5,"], "redistributors", ["0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x80000"]);
        Fine("as many virtual CPUs as redistributors", Direct, ["vcpus: 1,", "vcpus: 4,"], ["0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x80000"]);
        Breaks("GST0125", "a UART too small to stand for", Direct, [], "is 256 bytes", ["reg = <0x00 0x9000000 0x00 0x1000>", "reg = <0x00 0x9000000 0x00 0x100>"]);
    }

    private const string Direct = """
        version: 1
        platform: xen-dom0less
        hypervisor: { version: "4.17" }
        host: { machine: qemu-virt, gic: 3, cpus: 2, memory: 2GiB }
        domains:
          - { name: one, vcpus: 1, memory: 256MiB, kernel: Image, direct-map: true, static-memory: [{ address: 0x90000000, size: 256MiB }] }
        """;
}
