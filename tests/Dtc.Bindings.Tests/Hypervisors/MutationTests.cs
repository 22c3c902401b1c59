using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>
/// Real trees with one thing wrong. Each has to be found out by the rule or binding that is named, which says nothing of the
/// tree as it was.
/// </summary>
public sealed class MutationTests
{
    /// <summary>Domains of Xen 4.17 that were booted with these changes: Linux lost Xen or said nothing at all.</summary>
    private static readonly Mutation[] Booted =
    [
        new("order of compatible swapped", "domu-xl", "&{/hypervisor} { compatible = \"xen,xen\", \"xen,xen-4.17\"; };", "schema xen", "/hypervisor"),
        new("unit address on the hypervisor node", "domu-xl", "", "schema xen", "/hypervisor@38000000") { Was = "\thypervisor {", Is = "\thypervisor@38000000 {" },
        new("xen,xen missing", "domu-xl", "&{/hypervisor} { compatible = \"xen,xen-4.17\"; };", "schema xen", "/hypervisor"),
        new("interrupts removed", "domu-xl", "&{/hypervisor} { /delete-property/ interrupts; };", "schema xen", "/hypervisor"),
        new("reg removed", "domu-xl", "&{/hypervisor} { /delete-property/ reg; };", "schema xen", "/hypervisor"),
        new("event channel level-high", "domu-xl", "&{/hypervisor} { interrupts = <1 15 0xf04>; };", "xen/event-interrupt", "/hypervisor"),
        new("wrong private interrupt", "domu-xl", "&{/hypervisor} { interrupts = <1 14 0xf08>; };", "xen/event-interrupt-taken", "/hypervisor"),
        new("grant window of one page", "domu-xl", "&{/hypervisor} { reg = <0 0x38000000 0 0x1000>; };", "schema xen", "/hypervisor"),
        new("grant window in RAM", "domu-xl", "&{/hypervisor} { reg = <0 0x48000000 0 0x1000000>; };", "xen/grant-window-in-ram", "/hypervisor"),
    ];

    private static readonly Mutation[] More =
    [
        new("RAM grown over the grant window", "dom0-xen", "&{/memory@78000000} { reg = <0 0x40000000 0 0x40000000>; };", "xen/grant-window-in-ram", "/hypervisor"),
        new("RAM grown over an extended region", "dom0-xen", "&{/memory@78000000} { reg = <0 0x78000000 0 0x20000000>; };", "xen/extended-in-use", "/hypervisor"),
        new("grant window on the virtual UART", "domu-xl", "/ { uart@38000000 { reg = <0 0x38000000 0 0x1000>; }; };", "xen/grant-window-on-device", "/hypervisor"),
        new("grant window in a window of PCI", "dom0-xen", "&{/hypervisor} { reg = <0 0x20000000 0 0x40000>; };", "xen/grant-window-on-device", "/hypervisor"),
        new("reserved memory under the grant window", "dom0-xen", "/ { reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; x@40200000 { reg = <0 0x40200000 0 0x1000>; }; }; };", "xen/grant-window-on-device", "/hypervisor"),
        new("extended regions swapped", "domu-xl", "&{/hypervisor} { reg = <0 0x38000000 0 0x1000000 2 0 0xfe 0 0 0x4c000000 0 0xb4000000>; };", "xen/extended-order", "/hypervisor"),
        new("extended region off its boundary", "domu-xl", "&{/hypervisor} { reg = <0 0x38000000 0 0x1000000 0 0x4c100000 0 0xb3f00000>; };", "xen/extended-alignment", "/hypervisor"),
        new("extended region for 32 bits", "dom0-vexpress", "&{/hypervisor} { reg = <0 0xb0000000 0 0x40000 0 0xd0000000 0 0x10000000>; };", "xen/no-extended-for-32-bit", "/hypervisor"),
        new("event channel is a shared interrupt", "dom0-xen", "&{/hypervisor} { interrupts = <0 0 0xf08>; };", "xen/event-interrupt", "/hypervisor"),
        new("event channel at a GIC that is gone", "dom0-xen", "&{/hypervisor} { interrupt-parent = <0x7777>; };", "xen/event-interrupt", "/hypervisor"),
        new("event channel is the timer's", "dom0-vexpress", "&{/hypervisor} { interrupts = <1 13 0xf08>; };", "xen/event-interrupt-taken", "/hypervisor"),
        new("the GIC is another controller", "domu1-g3-dom0", "&{/interrupt-controller@3001000} { compatible = \"arm,pl190-vic\"; };", "xen/event-interrupt", "/hypervisor"),
        new("PSCI by SMC", "domu-xl", "&{/psci} { method = \"smc\"; };", "xen/conduit", "/psci"),
        new("CPU by a spin table", "domu-xl", "&{/cpus/cpu@0} { enable-method = \"spin-table\"; };", "xen/cpu-method", "/cpus/cpu@0"),
        new("module left in dom0's tree", "dom0-xen", "/ { chosen { #address-cells = <2>; #size-cells = <2>; module@50000000 { compatible = \"multiboot,kernel\", \"multiboot,module\"; reg = <0 0x50000000 0 0x1000>; }; }; };", "xen/boot-configuration-left", "/chosen/module@50000000"),
        new("standard output that Xen took", "dom0-xen", "/ { chosen { stdout-path = \"/pl011@9000000\"; }; };", "xen/stdout-path", "/chosen"),

        new("host: no GIC in use", "host-xl", "&{/intc@8000000} { status = \"disabled\"; };", "xen/boot-gic", "/chosen"),
        new("host: no timer", "host-xl", "/ { /delete-node/ timer; };", "xen/boot-timer", "/chosen"),
        new("host: no CPUs", "host-xl", "/ { /delete-node/ cpus; };", "xen/boot-cpus", "/chosen"),
        new("host: no memory", "host-xl", "/ { /delete-node/ memory@40000000; };", "xen/boot-memory", "/chosen"),
        new("host: dtuart= misspelt", "host-xl", "&{/chosen} { xen,xen-bootargs = \"console=dtuart dtuart=/pl011@9000100\"; };", "xen/console-device", "/chosen"),
        new("host: alias of the console gone", "host-vex", "&{/aliases} { /delete-property/ serial0; };", "xen/console-device", "/chosen"),
        new("host: console without a UART", "host-vex", "&{/chosen} { xen,xen-bootargs = \"console=dtuart\"; /delete-property/ stdout-path; };", "xen/console-named", "/chosen"),
        new("host: kernel outside of RAM", "host-xl", "&{/chosen/module@50000000} { reg = <0 0x30000000 0 0x1f6dfc0>; };", "xen/module-in-ram", "/chosen/module@50000000"),
        new("host: kernel behind the end of RAM", "host-vex", "&{/chosen/domU1/module@9a000000} { reg = <0 0xbfff0000 0 0x532200>; };", "xen/module-in-ram", "/chosen/domU1/module@9a000000"),
        new("host: ramdisk over the kernel", "host-xl", "&{/chosen/module@58000000} { reg = <0 0x51000000 0 0x26f7400>; };", "xen/modules-apart", "/chosen/module@58000000"),
        new("host: ramdisk grown into the next domain's kernel", "host-oracle-g3-dom0", "&{/chosen/module@58000000} { reg = <0 0x58000000 0 0x9000000>; };", "xen/modules-apart", "/chosen/domU1/module@60000000"),
        new("host: module in reserved memory", "host-xl", "/ { reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; x@6c000000 { reg = <0 0x6c000000 0 0x1000>; }; }; };", "xen/module-reserved", "/chosen/domU2/module@6c000000"),
        new("host: more memory for domains than there is", "host-xl", "&{/chosen/domU1} { memory = <0x1 0x30000>; };", "xen/domains-fit", "/chosen"),
        new("host: domain smaller than its kernel", "host-xl", "&{/chosen/domU1} { memory = <0 0x4000>; };", "xen/domain-small", "/chosen/domU1"),
        new("host: xenstore without dom0", "host-oracle-g3-dom0", "&{/chosen} { /delete-node/ module@50000000; };", "xen/enhanced-needs-dom0", "/chosen/domU1"),
        new("host: static memory of another size", "host-xl", "&{/chosen/domU1} { xen,static-mem = <0 0x80000000 0 0x4000000>; };", "xen/static-memory-sum", "/chosen/domU1"),
        new("host: static memory of two domains", "host-xl", "&{/chosen/domU1} { xen,static-mem = <0 0x80000000 0 0xc000000>; }; &{/chosen/domU2} { xen,static-mem = <0 0x84000000 0 0xc000000>; };", "xen/static-memory-apart", "/chosen/domU2"),
        new("host: static memory over a kernel", "host-xl", "&{/chosen/domU1} { xen,static-mem = <0 0x4c000000 0 0xc000000>; };", "xen/static-memory-apart", "/chosen/module@50000000"),
        new("host: event channel of one end", "host-xl", "&{/chosen/domU1} { ec { compatible = \"xen,evtchn-v1\"; xen,evtchn = <10 0x8002>; }; };", "xen/event-channel-mutual", "/chosen/domU1/ec"),
        new("host: CPU in two pools", "host-xl", "&{/chosen} { a { compatible = \"xen,cpupool\"; cpupool-cpus = <0x8002>; }; b { compatible = \"xen,cpupool\"; cpupool-cpus = <0x8001 0x8002>; }; };", "xen/pool-cpu-once", "/chosen/b"),
        new("host: pool of a clock", "host-xl", "&{/chosen} { a { compatible = \"xen,cpupool\"; cpupool-cpus = <0x8000>; }; };", "xen/pool-cpus", "/chosen/a"),
        new("host: one id, two ranges of shared memory", "host-xl", "&{/chosen/domU1} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; xen,shared-mem = <0 0x90000000 0 0x50000000 0 0x1000>; }; }; &{/chosen/domU2} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; xen,shared-mem = <0 0x90000000 0 0x50000000 0 0x2000>; }; };", "xen/shared-memory-range", "/chosen/domU2/s"),
        new("host: two ids over each other", "host-xl", "&{/chosen/domU1} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; xen,shared-mem = <0 0x90000000 0 0x50000000 0 0x2000>; }; }; &{/chosen/domU2} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"b\"; xen,shared-mem = <0 0x90001000 0 0x50000000 0 0x2000>; }; };", "xen/shared-memory-ids-apart", "/chosen/domU2/s"),

        new("partial: interrupt at a GIC that is not there", "part-d0l", "&{/passthrough/rtc@9010000} { interrupt-parent = <0xfde0>; };", "xen/passthrough-interrupt", "/passthrough/rtc@9010000"),
        new("partial: device over the guest's GIC", "part-d0l", "&{/passthrough/rtc@9010000} { xen,reg = <0 0x9010000 0 0x1000 0 0x3001000>; };", "xen/passthrough-guest-map", "/passthrough/rtc@9010000"),
        new("partial: device in the guest's RAM", "part-d0l", "&{/passthrough/rtc@9010000} { xen,reg = <0 0x9010000 0 0x1000 0 0x40000000>; };", "xen/passthrough-guest-ram", "/passthrough/rtc@9010000"),
        new("partial: phandle of the guest's GIC", "part-d0l", "&{/passthrough/clock24} { phandle = <65000>; };", "xen/phandle-ceiling", "/"),
        new("partial: one host device twice", "part-d0l", "&{/passthrough} { rtc@9020000 { reg = <0 0x9020000 0 0x1000>; xen,reg = <0 0x9020000 0 0x1000 0 0x9020000>; xen,path = \"/pl031@9010000\"; }; };", "xen/passthrough-once", "/passthrough/rtc@9020000"),

        new("plain domain: no timer", "domu-dom0less", "/ { /delete-node/ timer; };", "xen/domain-timer", "/"),
        new("plain domain: no GIC", "domu-dom0less", "/ { /delete-node/ interrupt-controller@3001000; };", "xen/domain-gic", "/"),
        new("plain domain: GIC of another kind", "domu-dom0less", "&{/interrupt-controller@3001000} { compatible = \"arm,gic-v9\"; };", "xen/domain-gic", "/"),
        new("plain domain: no PSCI", "domu-dom0less-partial", "/ { /delete-node/ psci; };", "xen/domain-psci", "/"),
        new("domain: no timer", "domu1-g3-dom0", "/ { /delete-node/ timer; };", "xen/domain-timer", "/hypervisor"),
        new("domain: timer by shared interrupts", "domu1-g3-dom0", "&{/timer} { interrupts = <0 13 0xf08 0 14 0xf08 0 11 0xf08>; };", "xen/domain-timer-interrupts", "/timer"),
        new("domain: no memory", "domu1-g3-dom0", "/ { /delete-node/ memory@40000000; };", "xen/domain-memory", "/hypervisor"),
        new("domain: no CPUs", "domu1-g3-dom0", "/ { /delete-node/ cpus; };", "xen/domain-cpus", "/hypervisor"),
        new("domain: no PSCI", "domu1-g3-dom0", "/ { /delete-node/ psci; };", "xen/domain-psci", "/hypervisor"),
        new("domain: CPU without a method", "domu1-g3-dom0", "&{/cpus/cpu@0} { /delete-property/ enable-method; };", "xen/domain-cpu-start", "/cpus/cpu@0"),
        new("domain: RAM over the GIC", "domu1-g3-dom0", "&{/memory@40000000} { reg = <0 0x3000000 0 0xc000000>; };", "xen/domain-memory-apart", "/memory@40000000"),
        new("domain: UART in RAM", "domu1-g3-dom0", "&{/sbsa-uart@22000000} { reg = <0 0x40000000 0 0x1000>; };", "xen/domain-memory-apart", "/memory@40000000"),
        new("domain: two memory nodes over each other", "domu1-g3-dom0", "/ { memory@42000000 { device_type = \"memory\"; reg = <0 0x42000000 0 0x1000>; }; };", "xen/domain-memory-apart", "/memory@42000000"),
        new("domain: ramdisk outside of RAM", "domu1-g3-dom0", "&{/chosen} { linux,initrd-start = <0 0x38200000>; linux,initrd-end = <0 0x382fe091>; };", "xen/domain-ramdisk", "/chosen"),
        new("domain: ramdisk that ends before it begins", "domu1-g3-dom0", "&{/chosen} { linux,initrd-end = <0 0x48100000>; };", "xen/domain-ramdisk", "/chosen"),
        new("domain: ramdisk without an end", "domu1-g3-dom0", "&{/chosen} { /delete-property/ linux,initrd-end; };", "xen/domain-ramdisk", "/chosen"),
        new("domain: GIC that is no controller", "domu1-g3-dom0", "&{/interrupt-controller@3001000} { /delete-property/ interrupt-controller; };", "xen/event-interrupt", "/hypervisor"),
        new("domain: GIC out of use", "domu1-g3-dom0", "&{/interrupt-controller@3001000} { status = \"disabled\"; };", "xen/event-interrupt", "/hypervisor"),
        new("domain: disabled node, window in RAM", "domu1-g3-dom0", "&{/hypervisor} { status = \"disabled\"; reg = <0 0x40000000 0 0x1000000>; };", "xen/grant-window-in-ram", "/hypervisor"),
        new("domain: a status that is none", "domu1-g3-dom0", "&{/hypervisor} { status = \"enabled\"; };", "xen/never-disabled", "/hypervisor"),
        new("domain: window one cell short", "domu1-g3-dom0", "&{/hypervisor} { reg = <0 0x38000000 0x1000000>; };", "xen/regions-whole", "/hypervisor"),
        new("domain: a version that nobody knows", "domu1-g3-dom0", "&{/hypervisor} { compatible = \"xen,xen-5.1\", \"xen,xen\"; };", "xen/version-known", "/hypervisor"),
        new("dom0: RAM over the UART", "dom0-xen", "&{/memory@78000000} { reg = <0 0x8000000 0 0x2000000>; };", "xen/domain-memory-apart", "/memory@78000000"),
        new("dom0: options for Xen left", "dom0-xen", "&{/chosen} { xen,xen-bootargs = \"\"; };", "xen/options-left", "/chosen"),

        new("host: GICv3 without redistributors", "host-xl", "&{/intc@8000000} { reg = <0 0x8000000 0 0x10000>; };", "xen/boot-gic-registers", "/intc@8000000"),
        new("host: GICv2 without its part for guests", "host-vex", "&{/interrupt-controller@2c001000} { reg = <0 0x2c001000 0 0x1000 0 0x2c002000 0 0x1000>; };", "xen/boot-gic-registers", "/interrupt-controller@2c001000"),
        new("host: no maintenance interrupt", "host-xl", "&{/intc@8000000} { /delete-property/ interrupts; };", "xen/boot-gic-maintenance", "/intc@8000000"),
        new("host: GIC in RAM", "host-xl", "&{/intc@8000000} { reg = <0 0x48000000 0 0x10000 0 0x80a0000 0 0xf60000>; };", "xen/boot-gic-not-ram", "/intc@8000000"),
        new("host: RAM over the GIC", "host-xl", "&{/memory@40000000} { reg = <0 0x8000000 0 0xb8000000>; };", "xen/boot-gic-not-ram", "/intc@8000000"),
        new("host: timer of two interrupts", "host-xl", "&{/timer} { interrupts = <1 13 0x104 1 14 0x104>; };", "xen/boot-timer-interrupts", "/timer"),
        new("host: timer by shared interrupts", "host-xl", "&{/timer} { interrupts = <0 13 0x104 0 14 0x104 0 11 0x104 0 10 0x104>; };", "xen/boot-timer-interrupts", "/timer"),
        new("host: PSCI by HVC", "host-xl", "&{/psci} { method = \"hvc\"; };", "xen/boot-psci", "/psci"),
        new("host: no PSCI", "host-xl", "/ { /delete-node/ psci; };", "xen/boot-cpu-start", "/cpus/cpu@1"),
        new("host: CPU without a method", "host-xl", "&{/cpus/cpu@1} { /delete-property/ enable-method; };", "xen/boot-cpu-start", "/cpus/cpu@1"),
        new("host: nine CPUs on 32 bits", "host-vex", "&{/chosen/domU1} { cpus = <9>; };", "xen/vcpus-of-gicv2", "/chosen/domU1"),
        new("host: module one cell short", "host-xl", "&{/chosen/module@50000000} { reg = <0 0x50000000 0x1f6dfc0>; };", "xen/module-whole", "/chosen/module@50000000"),
        new("host: domain outside of /chosen", "host-xl", "/ { domU9 { compatible = \"xen,domain\"; memory = <0 0x8000>; cpus = <1>; }; };", "xen/boot-place", "/domU9"),
        new("host: shared memory that is no RAM", "host-xl", "&{/chosen/domU1} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; xen,shared-mem = <0 0x9000000 0 0x50000000 0 0x1000>; }; };", "xen/shared-memory-in-ram", "/chosen/domU1/s"),
        new("host: shared memory over the domain's RAM", "host-xl", "&{/chosen/domU1} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; xen,shared-mem = <0 0x90000000 0 0x40000000 0 0x1000>; }; };", "xen/shared-memory-at", "/chosen/domU1/s"),
        new("host: shared memory over the domain's GIC", "host-xl", "&{/chosen/domU1} { s { compatible = \"xen,domain-shared-memory-v1\"; xen,shm-id = \"a\"; xen,shared-mem = <0 0x90000000 0 0x3001000 0 0x1000>; }; };", "xen/shared-memory-at", "/chosen/domU1/s"),
        new("partial: registers of five cells", "part-d0l", "&{/passthrough/rtc@9010000} { xen,reg = <0 0x9010000 0 0x1000 0x10010000>; };", "xen/passthrough-whole", "/passthrough/rtc@9010000"),
        new("virtio: register block of three cells", "mmio", "&{/virtio_mmio@a000000} { reg = <0 0xa000000 0x200>; };", "virtio-mmio/registers-whole", "/virtio_mmio@a000000"),

        new("virtio at no slot of QEMU virt", "mmio", "&{/virtio_mmio@a000000} { reg = <0 0xa000100 0 0x200>; };", "virtio-mmio/slots-of-qemu-virt", "/virtio_mmio@a000000"),
        new("virtio with the interrupt of another slot", "mmio", "&{/virtio_mmio@a000000} { interrupts = <0 18 1>; };", "virtio-mmio/slots-of-qemu-virt", "/virtio_mmio@a000000"),
        new("virtio with the interrupt of another device", "mmio", "&{/virtio_mmio@a000200} { interrupts = <0 16 1>; };", "virtio-mmio/interrupt-taken", "/virtio_mmio@a000200"),
        new("virtio with the interrupt of the UART", "mmio", "&{/virtio_mmio@a000000} { interrupts = <0 1 1>; };", "virtio-mmio/interrupt-of-device", "/virtio_mmio@a000000"),
        new("virtio over another", "mmio", "&{/virtio_mmio@a000200} { reg = <0 0xa000000 0 0x200>; };", "virtio-mmio/registers-apart", "/virtio_mmio@a000200"),
        new("virtio in RAM", "mmio", "&{/virtio_mmio@a000200} { reg = <0 0x40000000 0 0x200>; };", "virtio-mmio/registers-in-ram", "/virtio_mmio@a000200"),
        new("virtio over the UART", "mmio", "&{/virtio_mmio@a000200} { reg = <0 0x9000000 0 0x200>; };", "virtio-mmio/registers-in-ram", "/virtio_mmio@a000200"),
        new("virtio without coherence", "mmio", "&{/virtio_mmio@a000200} { /delete-property/ dma-coherent; };", "virtio-mmio/coherent-like-others", "/virtio_mmio@a000200"),
        new("virtio at no slot of vexpress", "dom0-vexpress", "&{/virtio_mmio@1c130600} { reg = <0 0x1c131000 0 0x200>; };", "virtio-mmio/slots-of-vexpress", "/virtio_mmio@1c130600"),
        new("virtio on RISC-V with the interrupt of another", "riscv-virt", "&{/soc/virtio@10007000} { interrupts = <8>; };", "virtio-mmio/interrupt-taken", "/soc/virtio@10007000"),
        new("configuration space too small", "pci", "&{/pcie@10000000} { reg = <0x40 0x10000000 0 0x1000000>; };", "virtio-mmio/ecam-size", "/pcie@10000000"),
        new("configuration space in RAM", "pci", "&{/pcie@10000000} { reg = <0 0x40000000 0 0x10000000>; };", "virtio-mmio/ecam-apart", "/pcie@10000000"),
        new("MSI controller gone", "pci", "&{/pcie@10000000} { msi-map = <0 0x9999 0 0x10000>; };", "virtio-mmio/msi-target", "/pcie@10000000"),
        new("PCI: no windows", "pci", "&{/pcie@10000000} { /delete-property/ ranges; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: no configuration space", "pci", "&{/pcie@10000000} { /delete-property/ reg; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: no device_type", "pci", "&{/pcie@10000000} { /delete-property/ device_type; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: no interrupt cells", "pci", "&{/pcie@10000000} { /delete-property/ #interrupt-cells; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: no mask of the map", "pci", "&{/pcie@10000000} { /delete-property/ interrupt-map-mask; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: no address cells", "pci", "&{/pcie@10000000} { /delete-property/ #address-cells; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: two address cells", "pci", "&{/pcie@10000000} { #address-cells = <2>; };", "schema virtio-mmio/ecam", "/pcie@10000000"),
        new("PCI: all buses in a small configuration space", "pci", "&{/pcie@10000000} { /delete-property/ bus-range; reg = <0 0x3f000000 0 0x1000000>; };", "virtio-mmio/ecam-size", "/pcie@10000000"),
        new("PCI: buses from the last to the first", "pci", "&{/pcie@10000000} { bus-range = <255 0>; };", "virtio-mmio/bus-range-ordered", "/pcie@10000000"),
        new("PCI: no lines", "pci", "&{/pcie@10000000} { /delete-property/ interrupt-map; /delete-property/ interrupt-map-mask; };", "virtio-mmio/no-lines-on-qemu-virt", "/pcie@10000000"),
        new("PCI: no interrupts at all", "pci", "&{/pcie@10000000} { /delete-property/ interrupt-map; /delete-property/ interrupt-map-mask; /delete-property/ msi-map; };", "virtio-mmio/pci-interrupts", "/pcie@10000000"),
        new("PCI: configuration space where QEMU has none", "pci", "&{/pcie@10000000} { reg = <0x40 0x20000000 0 0x10000000>; };", "virtio-mmio/ecam-of-qemu-virt", "/pcie@10000000"),
        new("PCI: window where QEMU has none", "pci", "&{/pcie@10000000} { ranges = <0x02000000 0 0x70000000 0 0x70000000 0 0x1000000>; };", "virtio-mmio/windows-of-qemu-virt", "/pcie@10000000"),
        new("PCI: misspelt", "pci", "&{/pcie@10000000} { compatible = \"pci-host-ecam-generik\"; };", "virtio-mmio/compatible-of-host", "/pcie@10000000"),
        new("PCI: line to another interrupt", "pci", "", "virtio-mmio/lines-of-qemu-virt", "/pcie@10000000") { Was = "0x800 0 0 2 &gic 0 0 0 5 4", Is = "0x800 0 0 2 &gic 0 0 0 6 4" },
        new("PCI: line by edge", "pci", "", "virtio-mmio/lines-of-qemu-virt", "/pcie@10000000") { Was = "0x800 0 0 2 &gic 0 0 0 5 4", Is = "0x800 0 0 2 &gic 0 0 0 5 1" },
        new("PCI: status in another word", "pci", "&{/pcie@10000000} { status = \"enabled\"; };", "virtio-mmio/status-word", "/pcie@10000000"),
        new("virtio: status in another word", "mmio", "&{/virtio_mmio@a000000} { status = \"off\"; };", "virtio-mmio/status-word", "/virtio_mmio@a000000"),
        new("virtio: misspelt", "mmio", "&{/virtio_mmio@a000000} { compatible = \"virtio,mmoi\"; };", "virtio-mmio/compatible-of-transport", "/virtio_mmio@a000000"),
        new("virtio: the GIC is out of use", "mmio", "&{/intc@8000000} { status = \"disabled\"; };", "virtio-mmio/interrupt-leads", "/virtio_mmio@a000000"),
        new("virtio: the GIC does not say what it is", "mmio", "&{/intc@8000000} { /delete-property/ interrupt-controller; };", "virtio-mmio/interrupt-leads", "/virtio_mmio@a000000"),

        new("byte channel by a source that is reserved", "bc-ok", "/ { vmpic: vmpic { compatible = \"epapr,hv-pic\"; interrupt-controller; #interrupt-cells = <2>; #address-cells = <0>; no-priority; }; }; &{/handles/byte-channel} { interrupt-parent = <&vmpic>; interrupts = <0 0 101 0>; };", "epapr/interrupt-controller", "/handles/byte-channel"),
        new("byte channel with one interrupt", "bc-ok", "/ { vmpic: vmpic { compatible = \"epapr,hv-pic\"; interrupt-controller; #interrupt-cells = <2>; #address-cells = <0>; no-priority; }; }; &{/handles/byte-channel} { interrupt-parent = <&vmpic>; interrupts = <100 0>; };", "epapr/both-interrupts", "/handles/byte-channel"),
        new("instructions that trap nowhere", "bc-ok", "&{/hypervisor} { hcall-instructions = <0x60000000>; };", "epapr/trap-among-instructions", "/hypervisor"),
        new("instructions in a second node", "bc-ok", "&{/handles} { hcall-instructions = <0x44000022>; };", "epapr/one-place-for-instructions", "/handles"),
        new("instructions that move to a register", "bc-ok", "&{/hypervisor} { hcall-instructions = <0x7c0003a6>; };", "epapr/trap-among-instructions", "/hypervisor"),
        new("instructions that return before the call", "bc-ok", "&{/hypervisor} { hcall-instructions = <0x4e800020 0x44000022>; };", "epapr/trap-reached", "/hypervisor"),
        new("instructions of a system call without KVM's number", "bc-ok", "&{/hypervisor} { hcall-instructions = <0x44000002>; };", "epapr/trap-level", "/hypervisor"),
        new("hypervisor out of use", "bc-ok", "&{/hypervisor} { status = \"disabled\"; };", "epapr/status-of-hypervisor", "/hypervisor"),
        new("byte channel misspelt", "bc-ok", "&{/handles/byte-channel} { compatible = \"epapr,hv-bytechannel\"; };", "epapr/compatible-known", "/handles/byte-channel"),
        new("two channels of one handle", "bc-ok", "&{/handles} { byte-channel2 { compatible = \"epapr,hv-byte-channel\"; hv-handle = <7>; interrupts = <102 2 103 2>; interrupt-parent = <0x8003>; }; };", "epapr/handle-unique", "/handles/byte-channel2"),
    ];

    private static readonly Dictionary<string, Mutation> All = Booted.Concat(More).ToDictionary(item => item.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names { get; } = new(All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void IsFoundOut(string name)
    {
        var item = All[name];
        var source = File.ReadAllText(Path.Combine(RuleCheck.RealTrees, item.Tree + ".dts"));
        var changed = source;
        if (item.Was.Length > 0)
        {
            Assert.Contains(item.Was, source, StringComparison.Ordinal);
            changed = source.Replace(item.Was, item.Is, StringComparison.Ordinal);
        }

        var before = RuleCheck.Find(RuleCheck.Compile(source));
        var found = RuleCheck.Find(RuleCheck.Compile(changed + item.Source)).Except(before).ToList();
        Assert.True(
            found.Exists(finding => finding.Schema == item.Rule && finding.Node == item.Node),
            $"{item.Rule} at {item.Node} expected:\n{string.Join('\n', found.Select(RuleCheck.Line))}");
    }

    /// <summary>The nine changes that were booted are all there.</summary>
    [Fact]
    public void AllThatWereBootedAreTried() => Assert.Equal(9, Booted.Length);

    private sealed record Mutation(string Name, string Tree, string Source, string Rule, string Node)
    {
        public string Was { get; init; } = string.Empty;

        public string Is { get; init; } = string.Empty;
    }
}
