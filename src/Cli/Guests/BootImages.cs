using Cli.Output;
using Dtc.Tree;
using Emulator.Media;
using Emulator.Qemu;
using Emulator.Ramdisks;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>What plans need of boot media and of QEMU: kernels and Xen that were fetched, ramdisks built of them, QEMU's own trees.</summary>
internal sealed class BootImages(MediaStore store, QemuEmulator emulator)
{
    private const string RamdiskName = "guest.cpio.gz";

    /// <summary>Where media are when nothing is said.</summary>
    public static BootImages Default => new(MediaStore.Default(), new QemuEmulator());

    /// <summary>Why a kind of image is not there, as far as that was met.</summary>
    public Diagnostic? Trouble { get; private set; }

    /// <summary>The set for an architecture of plans.</summary>
    public static MediaSet SetOf(string architecture) => architecture == "arm64" ? MediaSet.Arm64 : MediaSet.Armhf;

    /// <summary>Path of an image; null when it was not fetched.</summary>
    /// <param name="architecture">arm64 or arm.</param>
    /// <param name="kind">hypervisor, kernel, ramdisk.</param>
    /// <param name="version">Version of the hypervisor; the media have one only.</param>
    public string? Find(string architecture, string kind, string version)
    {
        var set = SetOf(architecture);
        if (store.Open(set, out var finding) is not { } media)
        {
            Trouble = finding;
            return null;
        }

        return kind switch
        {
            "kernel" => media.Kernel,
            "hypervisor" => version is "4.17" or "" ? media.Xen : null,
            _ => Ramdisk(set, media),
        };
    }

    /// <summary>True when QEMU could not be asked for its last tree: it is missing, or had no room.</summary>
    public bool LacksEmulator { get; private set; }

    /// <summary>The tree that QEMU makes for a machine; null when it makes none.</summary>
    public byte[]? MachineTree(MachineTreeRequest request, out string? trouble)
    {
        try
        {
            trouble = null;
            LacksEmulator = false;
            var board = BootScenarios.Board(request.Machine, request.Gic, request.HasHypervisor);
            return emulator.DumpTree(board with
            {
                // Seeds differ from call to call, and are nobody's business in a plan.
                TypeOptions = board.Type == "virt" ? [.. board.TypeOptions, "dtb-randomness=off"] : board.TypeOptions,
                Cpu = request.CpuModel, Cpus = request.Cpus, Memory = request.Memory,
            });
        }
        catch (EmulatorException fault)
        {
            LacksEmulator = !fault.IsRefusal;
            trouble = fault.Finding.Help is { } help ? $"{fault.Finding.Message}; {help}" : fault.Finding.Message;
            return null;
        }
    }

    // Built once, beside the media it is made of; its bytes depend on nothing else.
    private string? Ramdisk(MediaSet set, BootMedia media)
    {
        var path = Path.Combine(store.FolderOf(set), RamdiskName);
        if (File.Exists(path) && File.GetLastWriteTimeUtc(path) >= File.GetLastWriteTimeUtc(media.Busybox) && new FileInfo(path).Length > 0 && IsCurrent(path)) return path;
        try
        {
            var bytes = GuestRamdisk.Build(media, withModules: true);
            return OutputFile.TryWrite(path, bytes) is null && OutputFile.TryWrite(path + ".init", GuestRamdisk.Init()) is null ? path : null;
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            return null;
        }
    }

    // Another version of this program may have another init.
    private static bool IsCurrent(string path)
    {
        try
        {
            return File.ReadAllBytes(path + ".init").AsSpan().SequenceEqual(GuestRamdisk.Init());
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            return false;
        }
    }
}
