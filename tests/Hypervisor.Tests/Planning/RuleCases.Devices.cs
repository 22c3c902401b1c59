namespace Hypervisor.Tests.Planning;

/// <summary>Slots, passthrough, consoles, changes of trees.</summary>
internal static partial class RuleCases
{
    private const string Clock = "\n\tclkgen@9050000 { compatible = \"acme,clk\"; reg = <0 0x9050000 0 0x1000>; #clock-cells = <0>; phandle = <0x9000>; };\n\tdev@9060000 { compatible = \"acme,dev\"; reg = <0 0x9060000 0 0x1000>; interrupts = <0 50 4>; CLOCK };\n";

    private static void Devices()
    {
        SharedDevices();
        Breaks("GST0108", "a slot twice", Bases.Machine, ["slot: 5", "slot: 4"]);
        Breaks("GST0108", "a slot that is not there", Bases.Machine, ["slot: 5", "slot: 32"]);
        Fine("the last slot", Bases.Machine, ["slot: 5", "slot: 31"]);
        Breaks("GST0108", "the bridge's slot", Bases.Machine, ["slot: 2 }", "slot: 0 }"]);
        Breaks("GST0108", "more devices than slots", Bases.Vexpress, ["vcpus: 1", "vcpus: 1\n    devices: [{ type: rng }, { type: rng }, { type: rng }, { type: rng }, { type: rng }]"], "all 4 slots");
        Fine("as many devices as slots", Bases.Vexpress, ["vcpus: 1", "vcpus: 1\n    devices: [{ type: rng }, { type: rng }, { type: rng }, { type: rng }]"]);
        Breaks("GST0109", "a device to two domains", Bases.Dom0less, ["cpupool: fast", "cpupool: fast\n    passthrough: [{ path: /pl031@9010000, without-iommu: true }]"]);
        Breaks("GST0008", "a device twice", Bases.Dom0less, ["- { path: /pl031@9010000, without-iommu: true }", "- { path: /pl031@9010000, without-iommu: true }\n      - { path: /pl031@9010000, without-iommu: true }"], "twice");
        Breaks("GST0120", "registers beyond 64 bits", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "0x2000 bytes from 0xfffffffffffff000", Tree("", "reg = <0 0x9060000 0 0x1000>", "reg = <0xffffffff 0xfffff000 0 0x2000>"));
        Breaks("GST0109", "a part of a page", Bases.Dom0less, ["/pl031@9010000", "/fw-cfg@9020000"], "whole pages");
        Breaks("GST0109", "a page with neighbours", Bases.Dom0less, ["/pl031@9010000", "/virtio_mmio@a000000"], "together with");
        Breaks("GST0109", "a guest address within a page", Bases.Dom0less, ["without-iommu: true", "without-iommu: true, address: 0x9010800"]);
        Breaks("GST0110", "no such node", Bases.Dom0less, ["/pl031@9010000", "/pl031@9010001"], null);
        Breaks("GST0111", "Xen's console", Bases.Dom0less, ["/pl031@9010000", "/pl011@9000000"]);
        Breaks("GST0111", "the interrupt controller", Bases.Dom0less, ["/pl031@9010000", "/intc@8000000"]);
        Breaks("GST0111", "the timer", Bases.Dom0less, ["/pl031@9010000", "/timer"]);
        Breaks("GST0111", "memory", Bases.Dom0less, ["/pl031@9010000", "/memory@40000000"]);
        Breaks("GST0111", "a node without registers", Bases.Dom0less, ["/pl031@9010000", "/apb-pclk"]);
        Breaks("GST0111", "a PCI host", Bases.Dom0less, ["/pl031@9010000", "/pcie@10000000"], "windows");
        Breaks("GST0112", "a clock that stays", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "'clocks'", Tree("clocks = <0x9000>;"));
        Breaks("GST0112", "a supply that stays", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "'vdd-supply'", Tree("vdd-supply = <0x9000>;"));
        Breaks("GST0112", "a power domain that stays", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "'power-domains'", Tree("power-domains = <0x9000>;"));
        Breaks("GST0112", "a reset that stays", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "'resets'", Tree("resets = <0x9000>;"));
        Breaks("GST0112", "pins that stay", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "'pinctrl-0'", Tree("pinctrl-0 = <0x9000>;"));
        Breaks("GST0112", "a clock that goes elsewhere", Bases.Dom0less,
            ["/pl031@9010000", "/dev@9060000", "cpupool: fast", "cpupool: fast\n    passthrough: [{ path: /clkgen@9050000, without-iommu: true }]"], "stays with two", Tree("clocks = <0x9000>;"));
        Fine("a clock that comes along", Bases.Dom0less,
            ["- { path: /pl031@9010000, without-iommu: true }", "- { path: /dev@9060000, without-iommu: true }\n      - { path: /clkgen@9050000, without-iommu: true }"], Tree("clocks = <0x9000>;"));
        Fine("a clock that is taken out", Bases.Dom0less,
            ["/pl031@9010000", "/dev@9060000", "vcpus: 1", "vcpus: 1\n    tree: { edit: [{ path: /dev@9060000, delete: [clocks] }] }"], Tree("clocks = <0x9000>;"));
        Breaks("GST0112", "a clock that dom0 needs", Bases.Dom0less, ["/pl031@9010000", "/clkgen@9050000"], "what stays with dom0 needs it: /dev@9060000 ('clocks')", Tree("clocks = <0x9000>;"));
        Breaks("GST0112", "a controller that dom0 needs", Bases.Dom0less, ["/pl031@9010000", "/clkgen@9050000"], "/dev@9060000 ('interrupts')", Tree("interrupt-parent = <0x9000>;", "#clock-cells = <0>;", "interrupt-controller; #interrupt-cells = <3>;"));
        Breaks("GST0112", "a GPIO that dom0 needs", Bases.Dom0less, ["/pl031@9010000", "/pl061@9030000"], "('gpios')");
        Fine("a clock that nobody needs", Bases.Dom0less, ["/pl031@9010000", "/clkgen@9050000"], Tree("clocks = <0x9000>; status = \"disabled\";"));
        Fine("a clock that only what is hidden needs", Bases.Dom0less, ["/pl031@9010000", "/clkgen@9050000", "role: dom0", "role: dom0\n    tree: { hide: [/dev@9060000] }"], Tree("clocks = <0x9000>;"));
        Breaks("GST0127", "a guard that is used all the same", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "changes nothing", Tree("iommus = <0x9000 1>;", "acme,clk", "arm,mmu-500"));
        Fine("a guard that is off", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000", "loglvl=all", "iommu=off"], Tree("iommus = <0x9000 1>;", "acme,clk", "arm,mmu-500"));
        Fine("a guard", Bases.Dom0less, ["/pl031@9010000, without-iommu: true", "/dev@9060000"], Tree("iommus = <0x9000 1>;", "acme,clk", "arm,mmu-500"));
        Breaks("GST0127", "a guard that is off and counted on", Bases.Dom0less, ["/pl031@9010000, without-iommu: true", "/dev@9060000", "loglvl=all", "iommu=off"], "turns IOMMUs off", Tree("iommus = <0x9000 1>;", "acme,clk", "arm,mmu-500"));
        Breaks("GST0113", "a private interrupt", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], null, Tree("", "interrupts = <0 50 4>", "interrupts = <1 3 4>"));
        Breaks("GST0113", "a controller that stays", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "goes to", Tree("interrupt-parent = <0x8005>;", "interrupts = <0 50 4>", "interrupts = <3 4>", "gpio-controller;", "gpio-controller; interrupt-controller; #interrupt-cells = <2>;"));
        Fine("a private interrupt that is not taken", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000", "without-iommu: true", "without-iommu: true, interrupts: none"], Tree("", "interrupts = <0 50 4>", "interrupts = <1 3 4>"));
        Breaks("GST0107", "an interrupt that another device has", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "/pl061@9030000", Tree("", "interrupts = <0 50 4>", "interrupts = <0 7 4>"));
        Breaks("GST0107", "the emulated UART's interrupt", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000"], "emulated UART", Tree("", "interrupts = <0 50 4>", "interrupts = <0 0 4>"));
        Breaks("GST0107", "an interrupt beyond nr-spis", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000", "vcpus: 1", "vcpus: 1\n    nr-spis: 32"], "only 32", Tree(""));
        Breaks("GST0107", "no interrupt for the emulated UART", Bases.Dom0less, ["without-iommu: true", "without-iommu: true, interrupts: none", "vcpus: 1", "vcpus: 1\n    nr-spis: 0"], "has none");
        Fine("nr-spis that Xen rounds up", Bases.Dom0less, ["/pl031@9010000", "/dev@9060000", "vcpus: 1", "vcpus: 1\n    nr-spis: 33"], Tree(""));
        Breaks("GST0114", "no interrupts and no emulated UART", Bases.Dom0less, ["without-iommu: true", "without-iommu: true, interrupts: none", "vcpus: 1", "vcpus: 1\n    console: none\n    nr-spis: 0", "console=ttyAMA0 quiet", "quiet"], "no console");
        Breaks("GST0127", "no IOMMU", Bases.Dom0less, [", without-iommu: true", ""]);
        Breaks("GST0114", "dom0 on Xen's UART", Bases.Dom0less, ["console=hvc0 quiet", "console=hvc0 console=ttyAMA0"], "Xen keeps");
        Breaks("GST0114", "dom0 on Xen's UART, by alias", Bases.Vexpress, ["console=hvc0", "console=ttyAMA0 console=hvc0"], "Xen keeps");
        Fine("dom0 on another UART", Bases.Vexpress, ["console=hvc0", "console=ttyAMA1 console=hvc0"]);
        Breaks("GST0114", "ttyAMA0 without vpl011", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    console: hvc\n    enhanced: true", "console=ttyAMA0 quiet", "console=ttyAMA0 console=hvc0"], "without 'vpl011'");
        Breaks("GST0114", "no console named", Bases.Dom0less, ["console=ttyAMA0 quiet", "quiet"], "names no console");
        Breaks("GST0114", "hvc0 without Xen's interfaces", Bases.Dom0less, ["console=ttyAMA0 quiet", "console=hvc0"]);
        Breaks("GST0129", "hiding what is not there", Bases.Machine, ["/pl061@9030000", "/pl061@9030001"]);
        Breaks("GST0129", "hiding the timer", Bases.Machine, ["/pl061@9030000", "/timer"]);
        Breaks("GST0129", "deleting what is not there", Bases.Machine, ["set: { model: our,own }", "delete: [modle]"], null);
        Breaks("GST0129", "a value that is none", Bases.Machine, ["our,own", "\"<1 2\""]);
        Breaks("GST0129", "hiding a clock that others have", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { hide: [/apb-pclk] }"], "'clocks' of /pl061@9030000 refers to /apb-pclk");
        Breaks("GST0129", "hiding what has the clock of others in it", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { hide: [/clkgen@9050000] }"], "'clocks' of /dev@9060000", Tree("clocks = <0x9000>;"));
        Fine("hiding a clock with those that have it", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { hide: [/clkgen@9050000, /dev@9060000] }"], Tree("clocks = <0x9000>;"));
        Fine("hiding a clock that is taken out", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { hide: [/clkgen@9050000], edit: [{ path: /dev@9060000, delete: [clocks] }] }"], Tree("clocks = <0x9000>;"));
        Fine("hiding the clock of what is disabled", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { hide: [/clkgen@9050000] }"], Tree("clocks = <0x9000>; status = \"disabled\";"));
        Breaks("GST0129", "a reference to nothing", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { edit: [{ path: /dev@9060000, set: { clocks: '<0x9999>' } }] }"], "0x9999, which no node has", Tree(""));
        Breaks("GST0129", "a reference to what is hidden", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { hide: [/clkgen@9050000], edit: [{ path: /dev@9060000, set: { clocks: '<0x9000>' } }] }"], "which is taken away", Tree(""));
        Breaks("GST0129", "a clock that is none", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { edit: [{ path: /dev@9060000, set: { clocks: '<&{/pl061@9030000}>' } }] }"], "has no #clock-cells", Tree(""));
        Breaks("GST0129", "a phandle that others know", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { edit: [{ path: /clkgen@9050000, delete: [phandle] }] }"], "'clocks' of /dev@9060000", Tree("clocks = <0x9000>;"));
        Fine("a reference to what is there", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { edit: [{ path: /dev@9060000, set: { clocks: '<&{/clkgen@9050000} 0x9000>' } }] }"], Tree(""));
        Breaks("GST0129", "keeping Xen's console", Bases.Dom0less, ["role: dom0", "role: dom0\n    tree: { keep: [/pl011@9000000] }"]);
    }

    private static string[] Tree(string clock, params string[] further) =>
        ["\tgpio-keys {", Change(Clock.Replace("CLOCK", clock, StringComparison.Ordinal), further is [_, _, ..] ? further[..2] : []) + "\tgpio-keys {", .. further.Skip(2)];
}
