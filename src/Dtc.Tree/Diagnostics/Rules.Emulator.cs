namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>The emulator is not installed.</summary>
    public static Rule MissingEmulator { get; } = new(
        "EMU0001", "missing-emulator", Severity.Error, "the emulator is not installed",
        "Machines are emulated by QEMU, whose programs are looked for in the directory that DTC_SHARP_QEMU_DIR names, or in "
        + "PATH. Debian has them in the package qemu-system-arm.");

    /// <summary>The emulator ended by itself, or could not be started.</summary>
    public static Rule EmulatorFailed { get; } = new(
        "EMU0002", "emulator-failed", Severity.Error, "the emulator could not run the machine",
        "QEMU refused its arguments, could not load a file, or ended before the guests were done. What it said is part of "
        + "the message. The command line that was used can be printed and tried by hand.");

    /// <summary>A boot medium is not there.</summary>
    public static Rule MissingMedia { get; } = new(
        "EMU0003", "missing-media", Severity.Error, "a kernel, hypervisor or ramdisk to boot with is not there",
        "Boot media come from Debian's packages: dtc-sharp media fetch gets them once, as any user, into "
        + "~/.cache/dtc-sharp/media. Images of your own can be named instead.");

    /// <summary>Fetching media needs programs that are not there.</summary>
    public static Rule MissingMediaTools { get; } = new(
        "EMU0004", "missing-media-tools", Severity.Error, "boot media cannot be fetched without apt and dpkg",
        "Media are taken from Debian's packages for arm64 and armhf with apt-get, apt-cache and dpkg-deb, because apt knows "
        + "where the archive is and checks its signatures. On a system without them, name images of your own.");

    /// <summary>Fetching media failed.</summary>
    public static Rule MediaFetchFailed { get; } = new(
        "EMU0005", "media-fetch-failed", Severity.Error, "boot media could not be fetched",
        "apt could not get its lists or a package, or the package does not hold the file that is wanted of it. apt's own "
        + "words are part of the message. Nothing that was there before is lost, and the next try goes on from here.");

    /// <summary>Media in the cache are damaged.</summary>
    public static Rule DamagedMedia { get; } = new(
        "EMU0006", "damaged-media", Severity.Error, "boot media are not what they were when they were fetched",
        "A file in the folder of boot media is missing or has another size than its manifest says. Fetch the set again with "
        + "dtc-sharp media fetch --again.");

    /// <summary>A guest did not come up.</summary>
    public static Rule GuestNotUp { get; } = new(
        "EMU0007", "guest-not-up", Severity.Error, "a guest that was expected did not come up",
        "Each guest's init says its name on the console when it starts. A guest that never does has not booted, prints to a "
        + "console that nobody sees, or bears another name in its kernel arguments (dtcsharp.name=).");

    /// <summary>A guest is up and something about it is not as expected.</summary>
    public static Rule ExpectationNotMet { get; } = new(
        "EMU0008", "expectation-not-met", Severity.Error, "a guest does not have what it should have",
        "The guest tells how many CPUs, how much memory, which disks and network cards it sees, and whether it knows its "
        + "hypervisor. Something of that is not what was expected; mostly the tree promises a device where there is none.");

    /// <summary>The tree that came back cannot be read.</summary>
    public static Rule DamagedReadBack { get; } = new(
        "EMU0009", "damaged-read-back", Severity.Error, "the tree that a guest sent back is damaged or incomplete",
        "A guest sends its /sys/firmware/fdt compressed over its console, twice and with a checksum. Neither copy arrived "
        + "whole, for instance because another console wrote into its lines. Boot again.");

    /// <summary>The tree the guest saw is not the promised one.</summary>
    public static Rule TreeDiffers { get; } = new(
        "EMU0010", "tree-differs", Severity.Error, "the tree that a guest saw is not the promised one",
        "The guest's own tree was compared with the promised one by path and value. Differences that the platform is known to "
        + "make are in the allow-list, each with its reason; this one is not.");

    /// <summary>No hypervisor appeared on the console.</summary>
    public static Rule HypervisorNotSeen { get; } = new(
        "EMU0011", "hypervisor-not-seen", Severity.Error, "the hypervisor printed nothing",
        "Xen prints a banner as soon as it has a console. Without one it found no interrupt controller or timer that it knows, "
        + "or its console option (dtuart=) does not lead to a UART in the host's tree.");

    /// <summary>Nothing happened any more.</summary>
    public static Rule BootHung { get; } = new(
        "EMU0012", "boot-hung", Severity.Error, "the machine stopped making progress",
        "Nothing new came from the serial port for long, though the machine still ran. The last lines, and what known patterns "
        + "in the log mean, are part of the message.");

    /// <summary>The log tells of a failure.</summary>
    public static Rule BootFailed { get; } = new(
        "EMU0013", "boot-failed", Severity.Error, "the console tells that the boot failed",
        "A kernel or the hypervisor reported something that it does not go on from. The message gives the line, what it means "
        + "and its likely cause.");

    /// <summary>An allow-list is malformed.</summary>
    public static Rule AllowListFault { get; } = new(
        "EMU0014", "allow-list", Severity.Error, "an allow-list is not as it should be",
        "An allow-list names, for each platform, the differences between promised and seen trees that are accepted. Each entry "
        + "has a path, a kind of difference and a reason.");

    /// <summary>An allowed difference did not occur.</summary>
    public static Rule UnusedAllowance { get; } = new(
        "EMU0015", "unused-allowance", Severity.Note, "an allowed difference did not occur",
        "An entry of the allow-list matched nothing in this boot. If it never does, it should go: what is allowed without need "
        + "hides what is wrong.");

    /// <summary>The boot was interrupted.</summary>
    public static Rule BootInterrupted { get; } = new(
        "EMU0016", "boot-interrupted", Severity.Error, "the boot was ended before it was over",
        "Somebody asked for it, or the time for the whole boot was over.");

    private static Rule[] EmulatorRules =>
    [
        MissingEmulator, EmulatorFailed, MissingMedia, MissingMediaTools, MediaFetchFailed, DamagedMedia, GuestNotUp,
        ExpectationNotMet, DamagedReadBack, TreeDiffers, HypervisorNotSeen, BootHung, BootFailed, AllowListFault,
        UnusedAllowance, BootInterrupted,
    ];
}
