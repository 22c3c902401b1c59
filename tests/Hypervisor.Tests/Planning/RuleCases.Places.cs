namespace Hypervisor.Tests.Planning;

/// <summary>Memory, images, limits.</summary>
internal static partial class RuleCases
{
    private static void Places()
    {
        Breaks("GST0101", "kernel over Xen", Bases.Dom0less, ["0x60000000", "0x40200000"], "image of Xen");
        Breaks("GST0101", "kernel over the tree", Bases.Dom0less, ["0x60000000", "0x47000000"], "tree");
        Breaks("GST0101", "kernels over each other", Bases.Dom0less, ["kernel: Image", "kernel: { file: Image, address: 0x61000000 }"], "kernel of dom0");
        Breaks("GST0101", "kernel over memory that the tree reserves", Bases.Dom0less, [], "reserved by", ["/dts-v1/;", "/dts-v1/;\n/memreserve/ 0x61000000 0x1000;"]);
        Breaks("GST0101", "kernel over reserved-memory", Bases.Dom0less, [], "/reserved-memory/keep", ["\tpsci {", "\treserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; keep@61000000 { reg = <0 0x61000000 0 0x1000>; }; };\n\tpsci {"]);
        Fine("reserved-memory elsewhere", Bases.Dom0less, [], ["\tpsci {", "\treserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; keep@71000000 { reg = <0 0x71000000 0 0x1000>; }; };\n\tpsci {"]);
        Breaks("GST0101", "a guest's kernel over reserved-memory", Bases.Machine, [], "/reserved-memory/keep", ["\tpsci {", "\treserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; keep@40200000 { reg = <0 0x40200000 0 0x200000>; }; };\n\tpsci {"]);
        Breaks("GST0101", "static memory over static memory", Bases.Static, ["0x90000000, size", "0x84000000, size"]);
        Breaks("GST0101", "a device over a guest's memory", Bases.Dom0less, ["without-iommu: true", "without-iommu: true, address: 0x41000000"], "memory");
        Breaks("GST0102", "kernel below RAM", Bases.Dom0less, ["0x60000000", "0x30000000"]);
        Breaks("GST0102", "kernel at the end of RAM", Bases.Dom0less, ["0x60000000", "0x1bff00000"]);
        Fine("kernel just below the end of RAM", Bases.Dom0less, ["0x60000000", "0x1be000000"]);
        Breaks("GST0103", "more than the host has", Bases.Dom0less, ["3584MiB", "5984MiB"], "together");
        Breaks("GST0103", "more RAM than there is below the PCI host", Bases.Machine, ["memory: 512MiB", "memory: 256GiB"], "255GiB");
        Fine("as much RAM as there is below the PCI host", Bases.Machine, ["memory: 512MiB", "memory: 255GiB"]);
        Fine("just what the host has", Bases.Dom0less, ["3584MiB", "5GiB"]);
        const string Many = "version: 1\nplatform: xen-dom0less\nhost: { cpus: 2, memory: 4GiB }\ndomains:\n"
            + "  - { name: dom0, role: dom0, vcpus: 1, memory: 320MiB, kernel: Image, ramdisk: initrd.gz }\n"
            + "  - { name: u1, memory: 128MiB, kernel: Image, ramdisk: initrd.gz }\n  - { name: u2, memory: 129MiB, kernel: Image, ramdisk: initrd.gz }\n"
            + "  - { name: u3, memory: 130MiB, kernel: Image, ramdisk: initrd.gz }\n  - { name: u4, memory: 200MiB, kernel: Image, ramdisk: initrd.gz }\n";
        // Xen 4.17 panicked: "Failed to allocate requested dom0 memory. 64MB unallocated".
        Breaks("GST0103", "memory that Xen may not find", Many, [], "Xen may panic");
        Fine("memory in one block", Many, ["320MiB", "256MiB"]);
        Fine("pages that are not scrubbed", Many, ["domains:", "xen: { bootargs: bootscrub=0 }\ndomains:"]);
        Breaks("GST0104", "memory smaller than the kernel", Bases.Dom0less, ["vcpus: 1\n    memory: 256MiB", "vcpus: 1\n    memory: 32MiB"], "do not fit");
        Fine("memory that just suffices", Bases.Dom0less, ["vcpus: 1\n    memory: 256MiB", "vcpus: 1\n    memory: 44MiB"]);
        Breaks("GST0105", "banks elsewhere", Bases.Dom0less, ["3584MiB", "[{ address: 0x80000000, size: 256MiB }]"], "0x40000000");
        Fine("banks as Xen has them", Bases.Dom0less, ["3584MiB", "[{ address: 0x40000000, size: 3GiB }, { address: 0x200000000, size: 512MiB }]"]);
        Breaks("GST0106", "static memory too small", Bases.Static, ["size: 128MiB }\n    kernel", "size: 64MiB }\n    kernel"]);
        Breaks("GST0106", "static memory in parts of pages", Bases.Static, ["0x90000000", "0x90000800"]);
        Breaks("GST0115", "9 CPUs on a GICv2", Bases.Static, ["kernel: Image", "kernel: Image\n    vcpus: 9"], "at most 8");
        Fine("8 CPUs on a GICv2", Bases.Static, ["kernel: Image", "kernel: Image\n    vcpus: 8"]);
        Breaks("GST0115", "129 CPUs", Bases.Dom0less, ["vcpus: 1", "vcpus: 129"], "at most 128");
        Fine("128 CPUs", Bases.Dom0less, ["vcpus: 1", "vcpus: 128"]);
        Breaks("GST0115", "5 CPUs of a vexpress", Bases.Vexpress, ["cpus: 1, memory", "cpus: 2, memory", "vcpus: 1", "vcpus: 9"]);
        Breaks("GST0116", "GICv2 on a GICv3", Bases.Dom0less, ["vcpus: 1", "vcpus: 1\n    gic: 2"]);
        Breaks("GST0116", "GICv3 of a vexpress", Bases.Vexpress, ["cpus: 1,", "gic: 3, cpus: 1,"]);
        Breaks("GST0117", "a port that nobody has", Bases.Dom0less, ["peer-port: 20", "peer-port: 21"]);
        Breaks("GST0117", "a port twice", Bases.Dom0less, ["- { port: 10, peer: two, peer-port: 20 }", "- { port: 10, peer: two, peer-port: 20 }\n      - { port: 10, peer: two, peer-port: 20 }"]);
        Breaks("GST0117", "a port too high", Bases.Dom0less, ["{ port: 10,", "{ port: 5000,", "peer-port: 10 }", "peer-port: 5000 }"]);
        Breaks("GST0016", "a peer that nobody is", Bases.Dom0less, ["- { port: 10, peer: two, peer-port: 20 }", "- { port: 10, peer: two, peer-port: 20 }\n      - { port: 11, peer: tow, peer-port: 20 }"], "tow");
        Breaks("GST0118", "two sizes", Bases.Dom0less, ["role: borrower, size: 2MiB", "role: borrower, size: 4MiB"]);
        Breaks("GST0118", "no owner", Bases.Dom0less, ["role: owner", "role: borrower"]);
        Breaks("GST0118", "two owners", Bases.Dom0less, ["role: borrower", "role: owner"]);
        Breaks("GST0118", "nobody to share with", Bases.Dom0less, ["{ id: box, role: borrower, size: 2MiB }", "{ id: bax, size: 2MiB }", "role: owner, ", "", "{ id: box", "{ id: bax, size: 2MiB }\n      - { id: box"]);
        Breaks("GST0118", "over the guest's memory", Bases.Dom0less, ["role: borrower, size: 2MiB", "role: borrower, size: 2MiB, guest: 0x50000000"]);
        Breaks("GST0118", "not at a page", Bases.Dom0less, ["role: borrower, size: 2MiB", "role: borrower, size: 2MiB, guest: 0x20000800"]);
        Breaks("GST0119", "a CPU that is not there", Bases.Dom0less, ["cpus: [1]", "cpus: [1, 2]"]);
        Breaks("GST0119", "a CPU in two pools", Bases.Dom0less, ["cpus: [1] }", "cpus: [1] }\n    - { name: slow, cpus: [1] }"]);
        Fine("two pools", Bases.Dom0less, ["cpus: [1] }", "cpus: [1] }\n    - { name: slow, cpus: [0] }"]);
        Breaks("GST0120", "kernel beyond 4 GiB", Bases.Vexpress, ["memory: 1GiB", "memory: 4000MiB", "kernel: zImage", "kernel: { file: zImage, address: 0x100000000 }"]);
        Fine("kernel below 4 GiB", Bases.Vexpress, ["memory: 1GiB", "memory: 4000MiB", "kernel: zImage", "kernel: { file: zImage, address: 0xf0000000 }"]);
        Breaks("GST0128", "dom0_mem in the arguments", Bases.Dom0less, ["loglvl=all", "loglvl=all dom0_mem=1G"]);
        Fine("dom0_mem as the configuration has it", Bases.Dom0less, ["loglvl=all", "loglvl=all dom0_mem=256M"]);
        Breaks("GST0130", "too many images", "version: 1\nplatform: xen-dom0less\nhost: { memory: 64GiB }\ndomains:\n", ["domains:\n", "domains:\n" + string.Concat(Enumerable.Range(0, 16).Select(i => $"  - {{ name: d{i}, memory: 64MiB, kernel: Image, ramdisk: initrd.gz }}\n"))]);
        Fine("as many images as there may be", "version: 1\nplatform: xen-dom0less\nhost: { memory: 64GiB }\ndomains:\n", ["domains:\n", "domains:\n" + string.Concat(Enumerable.Range(0, 15).Select(i => $"  - {{ name: d{i}, memory: 64MiB, kernel: Image, ramdisk: initrd.gz }}\n"))]);
        Breaks("GST0131", "a text as kernel", Bases.Static, ["kernel: Image", "kernel: text.txt"]);
        Breaks("GST0131", "an ELF as Xen", Bases.Static, ["\"4.17\"", "\"4.17\", image: xen-syms"], "ELF");
        Fine("an image of Xen", Bases.Static, ["\"4.17\"", "\"4.17\", image: Image"]);
        Breaks("GST0131", "a Xen for arm64 on arm", Bases.Vexpress, ["\"4.17\"", "\"4.17\", image: Image"], "an arm64 Image");
        Breaks("GST0131", "a ramdisk as kernel", Bases.Static, ["kernel: Image", "kernel: ramdisk.gz"], "cpio");
        Breaks("GST0131", "a kernel that is damaged", Bases.Static, ["kernel: Image", "kernel: damaged.gz"], "damaged");
        Fine("a kernel that is compressed", Bases.Static, ["kernel: Image", "kernel: Image.gz"]);
        Breaks("GST0131", "an arm64 kernel on arm", Bases.Vexpress, ["kernel: zImage", "kernel: Image"]);
    }
}
