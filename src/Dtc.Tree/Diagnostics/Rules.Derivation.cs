namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>The host's tree describes no CPU.</summary>
    public static Rule NoHostCpu { get; } = new(
        "GST0201", "no-host-cpu", Severity.Error, "the host's tree describes no CPU",
        "Xen takes the compatible of virtual CPUs from the first node below /cpus whose device_type is \"cpu\". "
        + "Without one it cannot write a domain's /cpus and stops.");

    /// <summary>The host's tree has no interrupt controller that Xen can use.</summary>
    public static Rule NoHostInterruptController { get; } = new(
        "GST0202", "no-host-interrupt-controller", Severity.Error, "the host's tree has no interrupt controller that Xen can use",
        "Xen needs a GICv2 (arm,gic-400, arm,cortex-a15-gic, arm,cortex-a7-gic) or a GICv3 (arm,gic-v3): a node "
        + "below the root that is an interrupt-controller, has such a compatible, and is neither disabled nor marked "
        + "with xen,passthrough.");

    /// <summary>The host's tree has no timer that Xen can use.</summary>
    public static Rule NoHostTimer { get; } = new(
        "GST0203", "no-host-timer", Severity.Error, "the host's tree has no timer that Xen can use",
        "Xen needs a node that is compatible with arm,armv8-timer or arm,armv7-timer and has at least three "
        + "interrupts: secure, non-secure and virtual, all of them a CPU's own.");

    /// <summary>Xen will not find the memory that dom0 is to have.</summary>
    public static Rule DomainMemoryNotFound { get; } = new(
        "GST0204", "domain-memory-not-found", Severity.Error, "Xen will not find the memory that dom0 is to have",
        "dom0 has its memory at the addresses that it has in the machine, in blocks whose sizes are powers of two. "
        + "The first block is to lie as low as possible and be at least 128 MiB large (or all of it), and no smaller "
        + "one may come below it. What Xen, its tree and the modules leave free does not allow for it. Move modules "
        + "to the end of RAM, or ask for a power of two.");

    /// <summary>A number in a derived tree is chosen by the hypervisor when it boots.</summary>
    public static Rule NumberChosenAtBoot { get; } = new(
        "GST0205", "number-chosen-at-boot", Severity.Note, "a number in a derived tree is chosen by the hypervisor when it boots",
        "The number is what the model expects, but it depends on something that no tree tells, such as which pages "
        + "idle CPUs have scrubbed already. A comparison with the tree that a guest reads back has to allow for "
        + "another number there.");

    /// <summary>A derived tree refers to a node that the domain does not get.</summary>
    public static Rule DanglingReference { get; } = new(
        "GST0206", "dangling-reference", Severity.Warning, "a derived tree refers to a node that the domain does not get",
        "Xen copies references and aliases as they are, also those to nodes that it hides. Drivers that follow "
        + "them fail or wait. Mark the device with xen,passthrough or disable it, so that the domain's kernel leaves "
        + "it alone.");

    /// <summary>A node of the host's tree cannot be read as Xen reads it.</summary>
    public static Rule UnreadableHostNode { get; } = new(
        "GST0207", "unreadable-host-node", Severity.Warning, "a node of the host's tree cannot be read as Xen reads it",
        "Addresses, sizes or interrupts of the node do not fit the cells that the nodes above it tell, or lead "
        + "nowhere. Xen ignores them, or stops at them.");

    /// <summary>A derived tree does not fit into the room that Xen has for it.</summary>
    public static Rule DerivedTreeTooLarge { get; } = new(
        "GST0208", "derived-tree-too-large", Severity.Error, "a derived tree does not fit into the room that Xen has for it",
        "dom0's tree may be 144 bytes larger than the blob that Xen was given, free space in it included: add some "
        + "with --padding. The tree of a domain that Xen starts has 4096 bytes, from Xen 4.18 on plus the size of "
        + "its partial tree.");

    /// <summary>Kernel, ramdisk and tree of a domain do not fit into its first memory bank.</summary>
    public static Rule ImagesDoNotFit { get; } = new(
        "GST0209", "images-do-not-fit", Severity.Error, "kernel, ramdisk and tree of a domain do not fit into its first memory bank",
        "Xen puts all three into the first bank, each on a border of 2 MiB, and stops when they do not fit.");

    /// <summary>The host's tree has a node where Xen writes one of its own.</summary>
    public static Rule ReservedPath { get; } = new(
        "GST0210", "reserved-path", Severity.Warning, "the host's tree has a node where Xen writes one of its own",
        "Xen copies the node and writes its own of the same name, so that dom0's tree has the path twice and a "
        + "look-up finds the host's.");

    /// <summary>The host's interrupt controller lacks what Xen writes into dom0's tree.</summary>
    public static Rule IncompleteInterruptController { get; } = new(
        "GST0211", "incomplete-interrupt-controller", Severity.Error, "the host's interrupt controller lacks what Xen writes into dom0's tree",
        "A GICv2 needs two entries in reg, a GICv3 one for the distributor and one for each redistributor region "
        + "that dom0's CPUs need; a frame for MSIs below it needs a reg, and the controller ranges.");

    /// <summary>Xen's console is not where the tree says.</summary>
    public static Rule NoConsole { get; } = new(
        "GST0212", "no-console", Severity.Warning, "Xen's console is not where the tree says",
        "The UART is named by dtuart= on Xen's command line, else by stdout-path of /chosen. There must be such a "
        + "node, enabled, with a compatible that Xen has a driver for. Otherwise Xen is silent, and dom0 gets the "
        + "UART.");

    /// <summary>The name of a domain's node does not do.</summary>
    public static Rule DomainName { get; } = new(
        "GST0213", "domain-name", Severity.Error, "the name of a domain's node does not do",
        "Domains are found by the names of their nodes, so each needs one of its own. Before the unit address is "
        + "cut off, Xen looks for the command line by the name without it: a name with an @ loses the command line.");

    /// <summary>This version of Xen does not know something that is asked for.</summary>
    public static Rule UnknownToVersion { get; } = new(
        "GST0214", "unknown-to-version", Severity.Error, "this version of Xen does not know something that is asked for",
        "Xen ignores properties that it does not know, so that the domain would start without what was asked for.");

    /// <summary>The host's tree describes no RAM.</summary>
    public static Rule NoHostMemory { get; } = new(
        "GST0215", "no-host-memory", Severity.Error, "the host's tree describes no RAM",
        "Xen takes RAM from nodes called memory. Boot loaders and QEMU often fill them in only when they start; "
        + "give the tree that they hand over.");

    /// <summary>A partial tree is not as Xen wants it.</summary>
    public static Rule BadPartialTree { get; } = new(
        "GST0216", "bad-partial-tree", Severity.Error, "a partial tree is not as Xen wants it",
        "Xen takes /gic, /aliases and /passthrough from a partial tree. A device with xen,path needs xen,reg; one "
        + "with xen,reg needs xen,path or xen,force-assign-without-iommu; xen,reg lists host address, size and guest "
        + "address, each on a border of 4 KiB.");

    /// <summary>More is asked for than the hypervisor or the machine has.</summary>
    public static Rule BeyondLimit { get; } = new(
        "GST0217", "beyond-limit", Severity.Error, "more is asked for than the hypervisor or the machine has",
        "The finding says what the limit is and where it comes from.");

    private static Rule[] DerivationRules =>
    [
        NoHostCpu, NoHostInterruptController, NoHostTimer, DomainMemoryNotFound, NumberChosenAtBoot,
        DanglingReference, UnreadableHostNode, DerivedTreeTooLarge, ImagesDoNotFit, ReservedPath,
        IncompleteInterruptController, NoConsole, DomainName, UnknownToVersion, NoHostMemory, BadPartialTree,
        BeyondLimit,
    ];
}
