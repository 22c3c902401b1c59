namespace Hypervisor.Tests.Planning;

/// <summary>Configurations with nothing wrong, which cases change.</summary>
internal static class Bases
{
    public const string Dom0less = """
        version: 1
        platform: xen-dom0less
        hypervisor: { kind: xen, version: "4.18" }
        host: { machine: qemu-virt, gic: 3, cpus: 2, memory: 6GiB, tree: qemu }
        xen:
          console: /pl011@9000000
          bootargs: loglvl=all
          cpupools:
            - { name: fast, cpus: [1] }
        domains:
          - name: dom0
            role: dom0
            memory: 256MiB
            kernel: Image
            ramdisk: initrd.gz
            bootargs: console=hvc0 quiet
            devices:
              - { type: blk, slot: 3 }
              - { type: net }
          - name: one
            vcpus: 1
            memory: 256MiB
            kernel: Image
            ramdisk: initrd.gz
            bootargs: console=ttyAMA0 quiet
            passthrough:
              - { path: /pl031@9010000, without-iommu: true }
            event-channels:
              - { port: 10, peer: two, peer-port: 20 }
            shared-memory:
              - { id: box, role: owner, size: 2MiB }
          - name: two
            vcpus: 2
            memory: 3584MiB
            kernel: { file: Image, address: 0x60000000 }
            cpupool: fast
            event-channels:
              - { port: 20, peer: one, peer-port: 10 }
            shared-memory:
              - { id: box, role: borrower, size: 2MiB }
        """;

    public const string Static = """
        version: 1
        platform: xen-dom0less
        hypervisor: { version: "4.17" }
        host: { machine: qemu-virt, gic: 2, cpus: 2, memory: 2GiB }
        domains:
          - name: fixed
            memory: 256MiB
            static-memory:
              - { address: 0x80000000, size: 128MiB }
              - { address: 0x90000000, size: 128MiB }
            kernel: Image
        """;

    public const string Machine = """
        version: 1
        platform: qemu-virt
        host: { gic: 3, cpus: 2 }
        domains:
          - name: guest
            memory: 512MiB
            kernel: Image
            ramdisk: initrd.gz
            bootargs: console=ttyAMA0
            devices:
              - { type: blk, slot: 4, file: disk.img }
              - { type: blk, slot: 5 }
              - { type: net, transport: virtio-pci, slot: 2 }
            tree:
              hide: [/pl061@9030000, /gpio-keys]
              edit:
                - { path: /, set: { model: our,own } }
        """;

    public const string Vexpress = """
        version: 1
        platform: xen-dom0
        hypervisor: { kind: xen, version: "4.17" }
        host: { machine: vexpress-a15, cpus: 1, memory: 1GiB, tree: vexpress-v2p-ca15.dts }
        xen: { console: serial0 }
        domains:
          - name: dom0
            role: dom0
            vcpus: 1
            memory: 256MiB
            kernel: zImage
            ramdisk: initrd.gz
            bootargs: console=hvc0
        """;
}
