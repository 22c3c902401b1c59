namespace Hypervisor.Tests.Planning;

/// <summary>GST00xx: what is wrong with the file.</summary>
internal static partial class RuleCases
{
    private static void Configurations()
    {
        Breaks("GST0002", "syntax", Bases.Dom0less, ["platform: xen-dom0less", "platform: [xen-dom0less"]);
        Breaks("GST0002", "key twice", Bases.Dom0less, ["platform: xen-dom0less", "platform: xen-dom0less\nplatform: xen-dom0"]);
        Breaks("GST0003", "version 2", Bases.Dom0less, ["version: 1", "version: 2"], "version 2");
        Breaks("GST0003", "version as text", Bases.Dom0less, ["version: 1", "version: \"1\""]);
        Breaks("GST0004", "unknown key", Bases.Dom0less, ["vcpus: 1", "vcpu: 1"]);
        Breaks("GST0004", "number as version", Bases.Dom0less, ["\"4.18\"", "4.18"], "is a text");
        Breaks("GST0004", "more interrupts than Xen has", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    nr-spis: 961"]);
        Fine("as many interrupts as Xen has", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    nr-spis: 960"]);
        Breaks("GST0004", "negative", Bases.Dom0less, ["vcpus: 1", "vcpus: -1"]);
        Breaks("GST0004", "name with a slash", Bases.Dom0less, ["name: two", "name: a/b"]);
        Breaks("GST0004", "no domains", "version: 1\nplatform: qemu-virt\ndomains: []\n", []);
        Breaks("GST0005", "size beyond 64 bits", Bases.Dom0less, ["3584MiB", "99999999999999TiB"]);
        Breaks("GST0005", "odd memory", Bases.Dom0less, ["256MiB\n    kernel: Image\n    ramdisk: initrd.gz\n    bootargs: console=ttyAMA0", "1000001\n    kernel: Image\n    ramdisk: initrd.gz\n    bootargs: console=ttyAMA0"]);
        Breaks("GST0005", "range beyond 64 bits", Bases.Static, ["0x90000000, size", "0xffffffffffff0000, size"]);
        Breaks("GST0005", "a disk of half a sector", Bases.Machine, ["{ type: blk, slot: 5 }", "{ type: blk, slot: 5, size: 1000 }"]);
        Breaks("GST0005", "a group's address", Bases.Machine, ["slot: 2 }", "slot: 2, mac: \"01:00:00:00:00:00\" }"]);
        Breaks("GST0006", "kvm", Bases.Machine, ["qemu-virt", "kvm"], "not supported");
        Breaks("GST0006", "xl", Bases.Dom0less, ["xen-dom0less", "xen-xl"]);
        Breaks("GST0007", "xen without Xen", Bases.Machine, ["domains:", "xen: { console: serial0 }\ndomains:"]);
        Breaks("GST0007", "vpl011 without Xen", Bases.Machine, ["kernel: Image", "console: vpl011\n    kernel: Image"]);
        Breaks("GST0007", "static memory of dom0", Bases.Dom0less, ["role: dom0", "role: dom0\n    static-memory: [{ address: 0x80000000, size: 256MiB }]"]);
        Breaks("GST0007", "a virtio device of a domU", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    devices: [{ type: blk }]"]);
        Breaks("GST0007", "a hidden node of a domU", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    tree: { hide: [/gpio-keys] }"]);
        Breaks("GST0007", "another machine", Bases.Machine, ["host: { gic: 3", "host: { machine: vexpress-a15, gic: 3"]);
        Breaks("GST0007", "ePAPR on Arm", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    epapr: { guest-id: 1, guest-name: a }"]);
        Breaks("GST0007", "mac of a disk", Bases.Machine, ["slot: 5 }", "slot: 5, mac: \"52:54:00:00:00:01\" }"]);
        Breaks("GST0007", "PCI on vexpress", Bases.Vexpress, ["vcpus: 1", "vcpus: 1\n    devices: [{ type: blk, transport: virtio-pci }]"]);
        Breaks("GST0007", "address of a kernel that QEMU loads", Bases.Machine, ["kernel: Image", "kernel: { file: Image, address: 0x48000000 }"]);
        Breaks("GST0008", "domain twice", Bases.Dom0less, ["name: two", "name: dom0", "peer: two", "peer: dom0", "event-channels:\n      - { port: 10, peer: dom0, peer-port: 20 }", "vcpus: 1"
            , "    vcpus: 1\n    memory: 256MiB\n    kernel: Image\n    ramdisk: initrd.gz\n    bootargs: console=ttyAMA0 quiet", "    memory: 256MiB\n    kernel: Image\n    ramdisk: initrd.gz\n    bootargs: console=ttyAMA0 quiet"]);
        Breaks("GST0008", "pool twice", Bases.Dom0less, ["cpus: [1] }", "cpus: [1] }\n    - { name: fast, cpus: [0] }"]);
        Breaks("GST0009", "4.99", Bases.Dom0less, ["4.18", "4.99"], "4.99");
        Breaks("GST0010", "sve before 4.18", Bases.Static, ["kernel: Image", "kernel: Image\n    sve: 256"], "4.18");
        Fine("sve from 4.18 on", Bases.Static, ["kernel: Image", "kernel: Image\n    sve: 256", "4.17", "4.18"]);
        Breaks("GST0010", "grant frames before 4.18", Bases.Static, ["kernel: Image", "kernel: Image\n    max-grant-frames: 64"]);
        Breaks("GST0011", "no kernel file", Bases.Static, ["kernel: Image", "kernel: Imgae"]);
        Breaks("GST0011", "no ramdisk file", Bases.Vexpress, ["initrd.gz", "initrd.xz"]);
        Breaks("GST0011", "no disk", Bases.Machine, ["disk.img", "disc.img"]);
        Breaks("GST0011", "no tree", Bases.Vexpress, ["vexpress-v2p-ca15.dts", "vexpress.dts"]);
        Breaks("GST0012", "no tree from QEMU", Bases.Vexpress, ["tree: vexpress-v2p-ca15.dts", "tree: qemu"]);
        Breaks("GST0012", "no tree at all", Bases.Vexpress, [", tree: vexpress-v2p-ca15.dts", ""]);
        Breaks("GST0013", "no memory", Bases.Static, ["memory: 256MiB\n    static-memory:\n      - { address: 0x80000000, size: 128MiB }\n      - { address: 0x90000000, size: 128MiB }\n    ", ""]);
        Breaks("GST0013", "no CPU", Bases.Dom0less, ["vcpus: 1", "vcpus: 0"]);
        Breaks("GST0013", "no kernel", Bases.Static, ["    kernel: Image", "    bootargs: console=ttyAMA0"]);
        Breaks("GST0014", "two dom0s", Bases.Dom0less, ["vcpus: 1\n", "role: dom0\n", "    passthrough:\n      - { path: /pl031@9010000, without-iommu: true }\n", ""]);
        Breaks("GST0014", "xen-dom0 without one", Bases.Vexpress, ["    role: dom0\n", ""]);
        Breaks("GST0014", "dom0 without Xen", Bases.Machine, ["name: guest", "name: guest\n    role: dom0"]);
        Breaks("GST0015", "two guests of a machine", Bases.Machine, ["domains:", "domains:\n  - { name: other, memory: 512MiB, kernel: Image }"]);
        Breaks("GST0016", "no such pool", Bases.Dom0less, ["cpupool: fast", "cpupool: fats"]);
        Breaks("GST0017", "enhanced without dom0", Bases.Static, ["kernel: Image", "kernel: Image\n    enhanced: true"]);
        Fine("no-xenstore without dom0", Bases.Static, ["kernel: Image", "kernel: Image\n    enhanced: no-xenstore"]);
        Breaks("GST0018", "direct-map without static memory", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    direct-map: true"]);
        Breaks("GST0018", "two memories", Bases.Machine, ["cpus: 2 }", "cpus: 2, memory: 1GiB }"]);
        Breaks("GST0018", "two numbers of CPUs", Bases.Machine, ["memory: 512MiB", "memory: 512MiB\n    vcpus: 1"]);
        Breaks("GST0018", "size of a disk with a file", Bases.Machine, ["file: disk.img", "file: disk.img, size: 1MiB"]);
    }
}
