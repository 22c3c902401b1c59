using System.IO.Compression;
using Emulator.Media;

namespace Emulator.Ramdisks;

/// <summary>
/// The ramdisk of a test guest: busybox, the kernel modules that virtio devices need, and an init that tells what the guest
/// sees (<c>guest-init.sh</c>).
/// </summary>
public static class GuestRamdisk
{
    /// <summary>Kernel argument that gives a guest its name.</summary>
    public const string NameArgument = "dtcsharp.name";

    /// <summary>Kernel argument that says what a guest does when it has told everything: <c>poweroff</c> or <c>stay</c>.</summary>
    public const string EndArgument = "dtcsharp.end";

    // In the order in which the modules depend on each other.
    private static readonly string[] Modules =
    [
        "virtio_mmio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci", "virtio_blk", "failover", "net_failover", "virtio_net",
    ];

    private static readonly string[] Applets =
    [
        "awk", "base64", "basename", "cat", "cut", "dd", "dirname", "dmesg", "grep", "gzip", "insmod", "ip", "ls", "mount", "od",
        "ping", "poweroff", "readlink", "sed", "sh", "sha256sum", "sleep", "tr", "uname", "wc",
    ];

    private static readonly string[] Directories = ["proc", "sys", "dev", "tmp"];

    /// <summary>Names of the kernel modules that go into a ramdisk when its media have them.</summary>
    public static IReadOnlyList<string> ModuleNames => Modules;

    /// <summary>Builds one.</summary>
    /// <param name="media">Where busybox and modules come from.</param>
    /// <param name="withModules">Put the modules of virtio devices in; a guest without such devices is up sooner without.</param>
    /// <param name="init">Another init; null for ours.</param>
    /// <exception cref="IOException">A file of the media cannot be read.</exception>
    public static byte[] Build(BootMedia media, bool withModules, ReadOnlySpan<byte> init = default)
    {
        ArgumentNullException.ThrowIfNull(media);
        var archive = new CpioArchive();
        foreach (var directory in Directories) archive.AddDirectory(directory);
        // Before devtmpfs is mounted, the kernel opens this one for init.
        archive.AddDevice("dev/console", 5, 1);
        archive.AddDevice("dev/null", 1, 3);
        archive.AddFile("bin/busybox", File.ReadAllBytes(media.Busybox), executable: true);
        foreach (var applet in Applets) archive.AddLink($"bin/{applet}", "busybox");
        if (withModules)
        {
            var order = new List<string>();
            foreach (var module in Modules)
            {
                if (!media.Modules.TryGetValue(module, out var file)) continue;
                archive.AddFile($"mod/{module}.ko", File.ReadAllBytes(file));
                order.Add(module);
            }

            archive.AddFile("mod/order", System.Text.Encoding.ASCII.GetBytes(string.Concat(order.Select(static m => m + "\n"))));
        }

        archive.AddFile("init", init.IsEmpty ? Init() : init, executable: true);
        return Compress(archive.Finish());
    }

    /// <summary>Our init.</summary>
    public static byte[] Init() => EmbeddedFile.Read("guest-init.sh");

    private static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
