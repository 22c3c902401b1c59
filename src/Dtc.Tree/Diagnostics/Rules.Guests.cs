namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>A guest configuration cannot be read.</summary>
    public static Rule GuestsUnreadable { get; } = new(
        "GST0001", "guests-unreadable", Severity.Error, "a guest configuration cannot be read",
        "The file does not exist or may not be read. Check the path and its permissions.");

    /// <summary>A guest configuration is not YAML.</summary>
    public static Rule GuestsSyntax { get; } = new(
        "GST0002", "guests-syntax", Severity.Error, "a guest configuration is not YAML",
        "The text breaks the grammar of YAML 1.2, has a key twice in one mapping, is not UTF-8, or is too long. "
        + "The place is where reading ended.");

    /// <summary>The version of a guest configuration is not known.</summary>
    public static Rule GuestsVersion { get; } = new(
        "GST0003", "guests-version", Severity.Error, "the version of a guest configuration is not known",
        "The key 'version' says which form the file has. This program knows version 1; a later one may need a "
        + "later dtc-sharp.");

    /// <summary>A guest configuration does not have the form it should have.</summary>
    public static Rule GuestsForm { get; } = new(
        "GST0004", "guests-form", Severity.Error, "a guest configuration does not have the form it should have",
        "A key is unknown, missing, or has a value of another type. The JSON Schema that says so is printed by "
        + "'dtc-sharp plan --schema'; editors complete by it.");

    /// <summary>A size or address is out of range.</summary>
    public static Rule GuestsNumber { get; } = new(
        "GST0005", "guests-number", Severity.Error, "a size or address is out of range",
        "Sizes and addresses have 64 bits, ranges are not empty and do not go beyond 64 bits.");

    /// <summary>A platform is not supported yet.</summary>
    public static Rule GuestsPlatformLater { get; } = new(
        "GST0006", "guests-platform-later", Severity.Error, "a platform is not supported yet",
        "The name is known, and its support is not there yet. The message lists the platforms that are.");

    /// <summary>A setting means nothing on this platform.</summary>
    public static Rule GuestsNotHere { get; } = new(
        "GST0007", "guests-not-here", Severity.Error, "a setting means nothing on this platform",
        "Some settings belong to a hypervisor, to one machine, to dom0 or to other domains. Remove it, or choose "
        + "another platform or role.");

    /// <summary>A name is there twice.</summary>
    public static Rule GuestsDuplicate { get; } = new(
        "GST0008", "guests-duplicate", Severity.Error, "a name is there twice",
        "Names of domains and of pools become names of nodes and files, so each stands once.");

    /// <summary>A version of Xen is not known.</summary>
    public static Rule GuestsXenVersion { get; } = new(
        "GST0009", "guests-xen-version", Severity.Error, "a version of Xen is not known",
        "What Xen's trees look like is known for the versions that the message lists; another one would be a "
        + "guess.");

    /// <summary>This version of Xen lacks a feature.</summary>
    public static Rule GuestsFeature { get; } = new(
        "GST0010", "guests-feature", Severity.Error, "this version of Xen lacks a feature",
        "Xen ignores properties that it does not know, so the domain would start without the feature and nobody "
        + "would say so.");

    /// <summary>A file of the configuration cannot be read.</summary>
    public static Rule GuestsMissingFile { get; } = new(
        "GST0011", "guests-missing-file", Severity.Error, "a file of the configuration cannot be read",
        "Paths in a configuration are relative to the file it stands in. 'debian' stands for the image that 'dtc- "
        + "sharp media fetch' gets.");

    /// <summary>The host's tree cannot be used.</summary>
    public static Rule GuestsHostTree { get; } = new(
        "GST0012", "guests-host-tree", Severity.Error, "the host's tree cannot be used",
        "The source does not compile, the blob is damaged, or QEMU could not be asked for its tree.");

    /// <summary>A domain lacks what no domain can do without.</summary>
    public static Rule GuestsIncomplete { get; } = new(
        "GST0013", "guests-incomplete", Severity.Error, "a domain lacks what no domain can do without",
        "Each domain needs memory, at least one virtual CPU, and a kernel. Xen panics at boot when one is "
        + "missing.");

    /// <summary>There must be exactly one dom0, or none.</summary>
    public static Rule GuestsDom0 { get; } = new(
        "GST0014", "guests-dom0", Severity.Error, "there must be exactly one dom0, or none",
        "xen-dom0 has one domain, which is dom0; xen-dom0less has at most one; machines without a hypervisor have "
        + "none.");

    /// <summary>A platform cannot have as many domains.</summary>
    public static Rule GuestsDomainCount { get; } = new(
        "GST0015", "guests-domain-count", Severity.Error, "a platform cannot have as many domains",
        "A machine without a hypervisor runs one guest. Xen starts at boot what its table of modules has room "
        + "for.");

    /// <summary>A name leads nowhere.</summary>
    public static Rule GuestsUnknownName { get; } = new(
        "GST0016", "guests-unknown-name", Severity.Error, "a name leads nowhere",
        "A pool, or the domain at the other end of a channel, is not in the configuration.");

    /// <summary>Xen's interfaces for guests need a dom0.</summary>
    public static Rule GuestsEnhanced { get; } = new(
        "GST0017", "guests-enhanced", Severity.Error, "Xen's interfaces for guests need a dom0",
        "Grants and event channels reach a dom0less domain through xenstore, which runs in dom0. Xen panics at "
        + "boot when a domain is enhanced and there is none; 'no-xenstore' does without.");

    /// <summary>Two settings contradict each other.</summary>
    public static Rule GuestsContradiction { get; } = new(
        "GST0018", "guests-contradiction", Severity.Error, "two settings contradict each other",
        "The message names both. Remove one of them.");

    /// <summary>A lock file cannot be used.</summary>
    public static Rule LockUnreadable { get; } = new(
        "GST0019", "lock-unreadable", Severity.Error, "a lock file cannot be used",
        "The lock is not YAML, has another version or form, or belongs to another platform. It may be something else "
        + "altogether, so --update-lock does not overwrite it: delete it, or name another file.");

    /// <summary>A lock contradicts the configuration.</summary>
    public static Rule LockContradiction { get; } = new(
        "GST0020", "lock-contradiction", Severity.Error, "a lock contradicts the configuration",
        "The configuration gives a number and the lock another one for the same thing. Remove it from the "
        + "configuration, or take the new one with --update-lock.");

    /// <summary>A lock does not fit the configuration any more.</summary>
    public static Rule LockStale { get; } = new(
        "GST0021", "lock-stale", Severity.Error, "a lock does not fit the configuration any more",
        "The configuration has something that the lock knows no number for, or the lock has numbers for something "
        + "that is gone, or a number is not possible any more. --update-lock keeps what still fits and chooses the "
        + "rest anew.");

    /// <summary>Two things are at the same place in the host's memory.</summary>
    public static Rule PlanOverlap { get; } = new(
        "GST0101", "plan-overlap", Severity.Error, "two things are at the same place in the host's memory",
        "Images are loaded by address, so one would overwrite the other or what is reserved; Xen panics on "
        + "overlapping modules. Leave an address out to have one chosen, or give another one.");

    /// <summary>A place is outside of the host's RAM.</summary>
    public static Rule PlanOutside { get; } = new(
        "GST0102", "plan-outside", Severity.Error, "a place is outside of the host's RAM",
        "Nothing can be loaded or kept where there is no RAM. The plan lists the RAM of the host.");

    /// <summary>The domains need more memory than there is.</summary>
    public static Rule PlanMemory { get; } = new(
        "GST0103", "plan-memory", Severity.Error, "the domains need more memory than there is",
        "The memory of all domains, of Xen and of the images together exceeds the RAM of the host. Xen panics "
        + "when it cannot allocate a domain. What the host's tree reserves serves nobody, and with a static heap nothing else serves "
        + "for memory that is not static. A warning says that there is enough and Xen may not find it: dom0's memory is "
        + "taken in blocks of powers of two, the first as low as possible, and Xen gives up when a small one lies below it. "
        + "Which blocks are handed out depends on the pages that idle CPUs have scrubbed by then; 'bootscrub=0' on Xen's command "
        + "line, or a power of two as dom0's memory, makes it certain.");

    /// <summary>A domain's memory is too small for its kernel.</summary>
    public static Rule PlanSmall { get; } = new(
        "GST0104", "plan-small", Severity.Error, "a domain's memory is too small for its kernel",
        "Kernel, ramdisk and tree have to fit into the domain's first bank together, each at a multiple of 2 MiB; "
        + "so Xen's loader has it. The kernel clears memory behind its file, as its head says, which must not reach the other two. "
        + "A warning says that it all fits and little is left.");

    /// <summary>Banks are not where the platform puts them.</summary>
    public static Rule PlanBanks { get; } = new(
        "GST0105", "plan-banks", Severity.Error, "banks are not where the platform puts them",
        "Guests of Xen have their memory at fixed addresses: 3 GiB from 0x40000000, the rest from 0x200000000. "
        + "Machines have theirs where the machine has it. Only direct-mapped domains have it elsewhere.");

    /// <summary>Static memory is not what the domain or Xen needs.</summary>
    public static Rule PlanStaticMemory { get; } = new(
        "GST0106", "plan-static-memory", Severity.Error, "static memory is not what the domain or Xen needs",
        "The ranges of static memory are multiples of 4 KiB, do not overlap, and are the domain's memory "
        + "together; otherwise Xen refuses the domain. Those of a static heap are multiples of 64 KiB.");

    /// <summary>Two devices have one interrupt.</summary>
    public static Rule PlanInterrupt { get; } = new(
        "GST0107", "plan-interrupt", Severity.Error, "two devices have one interrupt",
        "An interrupt goes to one domain, and within it to one device that expects it. Two domains cannot share "
        + "one at all. And the domain's controller must have it: 'nr-spis', rounded up to a multiple of 32.");

    /// <summary>A slot of a transport is taken or not there.</summary>
    public static Rule PlanSlot { get; } = new(
        "GST0108", "plan-slot", Severity.Error, "a slot of a transport is taken or not there",
        "Each virtio device has a slot of its own; the platform has a fixed number of them.");

    /// <summary>Devices of two domains are in one page.</summary>
    public static Rule PlanPage { get; } = new(
        "GST0109", "plan-page", Severity.Error, "devices of two domains are in one page",
        "Memory is given to domains in pages of 4 KiB. What else is in the page of a device is given away with "
        + "it.");

    /// <summary>There is no such node in the host's tree.</summary>
    public static Rule PlanNoNode { get; } = new(
        "GST0110", "plan-no-node", Severity.Error, "there is no such node in the host's tree",
        "The path leads nowhere; names include the unit address.");

    /// <summary>A node cannot be given to a domain.</summary>
    public static Rule PlanNotPassable { get; } = new(
        "GST0111", "plan-not-passable", Severity.Error, "a node cannot be given to a domain",
        "Xen keeps its console, the interrupt controller, timers, CPUs, memory and IOMMUs for itself, a node "
        + "without registers is no device, and of a PCI host only the configuration space would go along.");

    /// <summary>What a device needs stays behind.</summary>
    public static Rule PlanDependency { get; } = new(
        "GST0112", "plan-dependency", Severity.Error, "what a device needs stays behind",
        "A device that is given away leaves behind what it refers to: clocks, supplies, resets, its IOMMU. Its "
        + "driver in the guest then waits for them for ever. Pass them along, or take the property out with an edit "
        + "when the driver can do without. A warning is about the other direction: what stays with dom0 needs the "
        + "device that is given away.");

    /// <summary>An interrupt of a device cannot be given to a domain.</summary>
    public static Rule PlanInterruptParent { get; } = new(
        "GST0113", "plan-interrupt-parent", Severity.Error, "an interrupt of a device cannot be given to a domain",
        "Only shared interrupts of the GIC can be routed to a guest; private ones, and those behind another "
        + "controller that stays behind, cannot.");

    /// <summary>A domain's console is not there.</summary>
    public static Rule PlanHiddenConsole { get; } = new(
        "GST0114", "plan-hidden-console", Severity.Error, "a domain's console is not there",
        "The kernel is told to talk to a UART that it does not have: Xen keeps the host's console for itself, and "
        + "a domain without vpl011 has no ttyAMA0. The domain boots and says nothing. A warning is about domains beside dom0 "
        + "without an emulated UART: their console over Xen needs a toolstack in dom0, so that nobody sees whether they came up.");

    /// <summary>A domain has more virtual CPUs than possible.</summary>
    public static Rule PlanVcpus { get; } = new(
        "GST0115", "plan-vcpus", Severity.Error, "a domain has more virtual CPUs than possible",
        "Xen's limits are 128 for arm64 and 8 for arm, a GICv2 serves 8, and dom0 has no more than the host.");

    /// <summary>A version of the interrupt controller is not possible.</summary>
    public static Rule PlanGic { get; } = new(
        "GST0116", "plan-gic", Severity.Error, "a version of the interrupt controller is not possible",
        "A guest has the version that its host has; Xen emulates no other (a GICv3 with GICv2 compatibility is "
        + "not among these machines). The machine must know the version at all.");

    /// <summary>An event channel has no other end.</summary>
    public static Rule PlanChannel { get; } = new(
        "GST0117", "plan-channel", Severity.Error, "an event channel has no other end",
        "Event channels are pairs: each end names the domain and the port of the other, a port is used once in a "
        + "domain, and ports are below 4096. Port 1 of an enhanced domain is that of its xenstore.");

    /// <summary>Shared memory does not go together.</summary>
    public static Rule PlanShare { get; } = new(
        "GST0118", "plan-share", Severity.Error, "shared memory does not go together",
        "All that use one id mean the same memory, of one size; one of them owns it (or nobody, then Xen does); "
        + "pages are whole, and lie apart from everything else.");

    /// <summary>A pool of CPUs cannot be made.</summary>
    public static Rule PlanPool { get; } = new(
        "GST0119", "plan-pool", Severity.Error, "a pool of CPUs cannot be made",
        "CPUs of a pool exist, and are in one pool only.");

    /// <summary>An address does not fit where it has to go.</summary>
    public static Rule PlanWidth { get; } = new(
        "GST0120", "plan-width", Severity.Error, "an address does not fit where it has to go",
        "A 32-bit kernel or loader reaches 4 GiB without further ado, and a tree with one address cell holds no "
        + "larger number.");

    /// <summary>The interrupt controller in the host's tree does not fit the machine.</summary>
    public static Rule PlanHostGic { get; } = new(
        "GST0121", "plan-host-gic", Severity.Error, "the interrupt controller in the host's tree does not fit the machine",
        "The tree must have the controller that the machine has, at the machine's addresses, by a name that "
        + "kernels and Xen know, with a redistributor for each CPU (GICv3) and, for Xen, its maintenance interrupt. Otherwise "
        + "the boot ends before the first line of output.");

    /// <summary>The host's tree has no usable timer.</summary>
    public static Rule PlanHostTimer { get; } = new(
        "GST0122", "plan-host-timer", Severity.Error, "the host's tree has no usable timer",
        "Without a node for the architecture's timer, with its private interrupts, neither Xen nor Linux starts.");

    /// <summary>The memory in the host's tree is not the machine's.</summary>
    public static Rule PlanHostMemory { get; } = new(
        "GST0123", "plan-host-memory", Severity.Error, "the memory in the host's tree is not the machine's",
        "A memory node may only have what the machine has. What lies beyond is used some day, and the boot ends "
        + "then.");

    /// <summary>The CPUs in the host's tree do not fit the machine.</summary>
    public static Rule PlanHostCpus { get; } = new(
        "GST0124", "plan-host-cpus", Severity.Error, "the CPUs in the host's tree do not fit the machine",
        "There must be a node for each CPU that is used, with a way to start it: an enable-method and, for psci, "
        + "the node of that name, whose method is the instruction by which the machine's firmware is called. Each has a "
        + "reg of its own; of two with one number the second is never started.");

    /// <summary>A console is not a UART as the machine has it.</summary>
    public static Rule PlanHostConsole { get; } = new(
        "GST0125", "plan-host-console", Severity.Error, "a console is not a UART as the machine has it",
        "The path or alias that Xen is to use must lead to a node of the host's tree that Xen has a driver for; otherwise "
        + "Xen boots and says nothing. UARTs have the interrupts of the machine's: with another one output still works as "
        + "long as the kernel polls, and stops or loses input later.");

    /// <summary>A hypervisor node in the host's tree cannot be right.</summary>
    public static Rule PlanHostHypervisor { get; } = new(
        "GST0126", "plan-host-hypervisor", Severity.Error, "a hypervisor node in the host's tree cannot be right",
        "Xen makes the node for its domains itself. One in the host's tree is doubled for dom0; on a machine "
        + "without Xen a kernel that finds it makes hypercalls into nothing; and one whose compatible strings are "
        + "swapped is silently overlooked. Modules and domains in /chosen are those of another boot: they are left "
        + "out, with a warning.");

    /// <summary>A device is not guarded by an IOMMU.</summary>
    public static Rule PlanNoIommu { get; } = new(
        "GST0127", "plan-no-iommu", Severity.Error, "a device is not guarded by an IOMMU",
        "A device that reads and writes memory by itself can reach all of it. Xen refuses to give it away unless "
        + "it is forced: 'without-iommu: true'. Of a device that is behind an IOMMU which Xen drives, that word changes "
        + "nothing: Xen makes use of the IOMMU all the same.");

    /// <summary>Xen's command line says something else than the configuration.</summary>
    public static Rule PlanXenArguments { get; } = new(
        "GST0128", "plan-xen-arguments", Severity.Error, "Xen's command line says something else than the configuration",
        "dom0_mem, dom0_max_vcpus, console and dtuart are made of the configuration. Change it there, or remove "
        + "the word.");

    /// <summary>A change of a tree leads nowhere or goes too far.</summary>
    public static Rule PlanTreeChange { get; } = new(
        "GST0129", "plan-tree-change", Severity.Error, "a change of a tree leads nowhere or goes too far",
        "Paths of hide, keep and edit are in the tree that the domain sees. What a domain cannot start without "
        + "must not be hidden, nor what a node that stays refers to: a device whose clock is gone is never started. The "
        + "transport of a configured device stays, and stays enabled. Where the guest's tree is made anew, paths are those of that "
        + "tree, not of QEMU's own.");

    /// <summary>There are more images than Xen looks at.</summary>
    public static Rule PlanModules { get; } = new(
        "GST0130", "plan-modules", Severity.Error, "there are more images than Xen looks at",
        "Xen has a table of 32 modules, and ignores what comes after.");

    /// <summary>A file is no kernel that can be started here.</summary>
    public static Rule PlanKernel { get; } = new(
        "GST0131", "plan-kernel", Severity.Error, "a file is no kernel that can be started here",
        "The head of the file says what it is: an Image for arm64, a zImage for arm. Loaders look at nothing else, and start "
        + "nothing else. The same holds for Xen, and for what is in a compressed file.");

    /// <summary>The host's tree has a device that the machine cannot have.</summary>
    public static Rule PlanHostDevice { get; } = new(
        "GST0132", "plan-host-device", Severity.Error, "the host's tree has a device that the machine cannot have",
        "Interrupts have numbers that the machine's controller has, and registers are not where RAM is, unless that is "
        + "reserved. Xen maps what it finds when it makes dom0, whatever 'status' says, and panics at an interrupt that is not "
        + "there; memory below registers it gives to domains, or tells dom0 to map other pages over it. Without Xen the device's "
        + "driver does not start (a warning).");

    private static Rule[] GuestRules =>
    [
        GuestsUnreadable, GuestsSyntax, GuestsVersion, GuestsForm, GuestsNumber, GuestsPlatformLater, GuestsNotHere,
        GuestsDuplicate, GuestsXenVersion, GuestsFeature, GuestsMissingFile, GuestsHostTree, GuestsIncomplete,
        GuestsDom0, GuestsDomainCount, GuestsUnknownName, GuestsEnhanced, GuestsContradiction, LockUnreadable,
        LockContradiction, LockStale, PlanOverlap, PlanOutside, PlanMemory, PlanSmall, PlanBanks, PlanStaticMemory,
        PlanInterrupt, PlanSlot, PlanPage, PlanNoNode, PlanNotPassable, PlanDependency, PlanInterruptParent,
        PlanHiddenConsole, PlanVcpus, PlanGic, PlanChannel, PlanShare, PlanPool, PlanWidth, PlanHostGic, PlanHostTimer,
        PlanHostMemory, PlanHostCpus, PlanHostConsole, PlanHostHypervisor, PlanNoIommu, PlanXenArguments,
        PlanTreeChange, PlanModules, PlanKernel, PlanHostDevice,
    ];
}
