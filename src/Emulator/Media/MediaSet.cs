using Emulator.Ramdisks;

namespace Emulator.Media;

/// <summary>What a file of a set is for.</summary>
public enum MediaRole
{
    /// <summary>The kernel.</summary>
    Kernel,

    /// <summary>The hypervisor.</summary>
    Xen,

    /// <summary>busybox.</summary>
    Busybox,

    /// <summary>A kernel module.</summary>
    Module,

    /// <summary>A board's blob.</summary>
    Blob,
}

/// <summary>A file that is wanted of a package.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Name">Its name in the set.</param>
/// <param name="Patterns">Where it is in the package: paths with <c>*</c> for any characters; the first that fits.</param>
public sealed record MediaFile(MediaRole Role, string Name, params IReadOnlyList<string> Patterns);

/// <summary>A package that is wanted.</summary>
/// <param name="Name">Its name; the name of one that depends on it when <paramref name="Dependency"/> is given.</param>
/// <param name="Dependency">Beginning and end of the name of the package it depends on, which is the one that is wanted.</param>
/// <param name="Files">What is wanted of it.</param>
public sealed record MediaSource(string Name, (string Before, string After)? Dependency, IReadOnlyList<MediaFile> Files);

/// <summary>A set of boot media: one architecture's kernel, Xen and busybox of Debian 12.</summary>
/// <param name="Name">Debian's name of the architecture.</param>
/// <param name="Summary">What it has, in a line.</param>
/// <param name="Sources">The packages.</param>
public sealed record MediaSet(string Name, string Summary, IReadOnlyList<MediaSource> Sources)
{
    /// <summary>64-bit Arm.</summary>
    public static MediaSet Arm64 { get; } = new(
        "arm64", "Linux and Xen 4.17 for 64-bit Arm, busybox",
        [
            new("linux-image-arm64", ("linux-image-", "-arm64"), Kernel()),
            new("xen-hypervisor-4.17-arm64", null, [new(MediaRole.Xen, "xen", "boot/xen-4.17-arm64")]),
            new("busybox-static", null, Busybox()),
        ]);

    /// <summary>32-bit Arm, with the blob of Arm's Versatile Express.</summary>
    public static MediaSet Armhf { get; } = new(
        "armhf", "Linux and Xen 4.17 for 32-bit Arm, busybox, the blob of vexpress-a15",
        [
            new("linux-image-armmp", ("linux-image-", "-armmp"),
            [
                .. Kernel(),
                new(MediaRole.Blob, "vexpress-v2p-ca15-tc1.dtb", "usr/lib/linux-image-*/vexpress-v2p-ca15-tc1.dtb", "usr/lib/linux-image-*/arm/vexpress-v2p-ca15-tc1.dtb"),
            ]),
            new("xen-hypervisor-4.17-armhf", null, [new(MediaRole.Xen, "xen", "boot/xen-4.17-armhf")]),
            new("busybox-static", null, Busybox()),
        ]);

    /// <summary>All sets.</summary>
    public static IReadOnlyList<MediaSet> All { get; } = [Arm64, Armhf];

    /// <summary>The set of that name; null when there is none.</summary>
    public static MediaSet? Find(string name) => All.FirstOrDefault(set => set.Name == name);

    private static MediaFile[] Kernel() =>
    [
        new(MediaRole.Kernel, "vmlinuz", "boot/vmlinuz-*"),
        .. GuestRamdisk.ModuleNames.Select(static module => new MediaFile(MediaRole.Module, module + ".ko", $"lib/modules/*/{module}.ko", $"usr/lib/modules/*/{module}.ko")),
    ];

    private static MediaFile[] Busybox() => [new(MediaRole.Busybox, "busybox", "bin/busybox", "usr/bin/busybox")];
}
