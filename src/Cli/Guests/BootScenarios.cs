using System.Globalization;
using System.Text;
using Emulator.Consoles;
using Emulator.Machines;
using Emulator.Proof;
using Emulator.Ramdisks;
using Emulator.Scenarios;
using Hypervisor.Generation;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>Turns a plan and its trees into a machine to start, and what must come up on it.</summary>
internal static class BootScenarios
{
    private const int DiskStart = 16;
    private const string Stub = "stub.bin";

    /// <summary>The machine of a plan, without what is loaded.</summary>
    public static EmulatedMachine Board(string machine, int gic, bool virtualization) =>
        machine == "vexpress-a15" ? EmulatedMachine.VexpressA15(virtualization) : EmulatedMachine.Virt(gic, virtualization);

    /// <summary>The plan with arguments that tell our own init who it is. Guests with ramdisks of the user's own keep theirs.</summary>
    public static Plan WithNames(Plan plan) => plan with
    {
        Domains =
        [
            .. plan.Domains.Select(domain => domain.Ramdisk is { Source: "debian" } && !domain.Bootargs.Contains(GuestRamdisk.NameArgument + "=", StringComparison.Ordinal)
                ? domain with { Bootargs = $"{domain.Bootargs} {GuestRamdisk.NameArgument}={domain.Name}".TrimStart() }
                : domain),
        ],
    };

    /// <summary>Makes the scenario.</summary>
    /// <param name="system">The system, its plan from <see cref="WithNames"/>.</param>
    /// <param name="trees">Its trees, or others in their place.</param>
    /// <param name="limits">How long it may take.</param>
    public static BootScenario Of(GeneratedSystem system, SystemTrees trees, BootLimits limits)
    {
        var plan = system.Plan;
        return new BootScenario
        {
            Name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(plan.Configuration))) ?? plan.Platform,
            Machine = MachineOf(plan, trees.Machine),
            Hypervisor = plan.Xen is { } xen ? $"Xen {xen.Version}" : null,
            Guests = [.. plan.Domains.Select(domain => GuestOf(plan, domain, trees, trees.Given == domain.Name ? [] : OpenOf(system, domain)))],
            Limits = limits,
        };
    }

    /// <summary>The machine with everything in its memory.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tree">The tree it is started with.</param>
    public static EmulatedMachine MachineOf(Plan plan, byte[] tree)
    {
        var host = plan.Host;
        var board = Board(host.Machine, host.Gic, plan.Xen is not null) with
        {
            Cpu = host.Machine == "vexpress-a15" ? null : host.CpuModel,
            Cpus = host.Cpus,
            Memory = host.Memory.Size,
            Dtb = ImageSource.OfBytes(Planner.MachineName + ".dtb", tree),
            Devices = [.. plan.Domains.SelectMany(domain => domain.Devices).Select(Device)],
        };
        if (plan.Xen is { } xen)
        {
            return board with
            {
                Kernel = ImageSource.OfFile(xen.Image.File!),
                Images = [.. plan.Domains.SelectMany(Loaded)],
            };
        }

        var guest = plan.Domains[0];
        if (host.StubAddress is { } stub)
        {
            // Nobody edits the tree on this way.
            return board with
            {
                Dtb = null,
                Images =
                [
                    .. Loaded(guest),
                    new LoadedImage(board.Dtb!, host.TreeAddress),
                    new LoadedImage(ImageSource.OfBytes(Stub, JumpStub.Arm64(host.TreeAddress, guest.Kernel.Address)), stub),
                ],
                StartAddress = stub,
            };
        }

        return board with
        {
            Kernel = ImageSource.OfFile(guest.Kernel.File!),
            Initrd = guest.Ramdisk is { File: { } ramdisk } ? ImageSource.OfFile(ramdisk) : null,
            KernelArguments = guest.Bootargs,
        };
    }

    private static IEnumerable<LoadedImage> Loaded(PlannedDomain domain)
    {
        yield return new LoadedImage(ImageSource.OfFile(domain.Kernel.File!), domain.Kernel.Address);
        if (domain.Ramdisk is { File: { } file } ramdisk) yield return new LoadedImage(ImageSource.OfFile(file), ramdisk.Address);
    }

    private static VirtioDevice Device(PlannedDevice device, int index)
    {
        var kind = device.Type switch { "blk" => VirtioKind.Block, "net" => VirtioKind.Net, _ => VirtioKind.Rng };
        return new VirtioDevice(kind, device.Transport == "virtio-pci" ? VirtioTransport.Pci : VirtioTransport.Mmio, device.Slot)
        {
            Image = kind != VirtioKind.Block ? null : device.File is { } file ? ImageSource.OfFile(file) : NewDisk(device, index),
            ReadOnly = device.IsReadOnly,
            Mac = device.Mac,
        };
    }

    // Its tag and nothing more, so that a disk of any size is no burden.
    private static ImageSource NewDisk(PlannedDevice device, int index)
    {
        var tag = Encoding.UTF8.GetBytes(device.Tag ?? "");
        return ImageSource.OfBytes($"disk{index}.img", tag.AsMemory(0, Math.Min(tag.Length, DiskStart)), (long)device.Size);
    }

    private static IReadOnlyList<OpenValue> OpenOf(GeneratedSystem system, PlannedDomain domain) =>
        [.. (system.Domains.FirstOrDefault(other => other.Domain.Name == domain.Name)?.ChosenAtBoot ?? []).Select(number => new OpenValue(number.Path, number.Property, number.Reason))];

    private static ExpectedGuest GuestOf(Plan plan, PlannedDomain domain, SystemTrees trees, IReadOnlyList<OpenValue> open)
    {
        // Linux numbers disks in the order in which it meets their buses and slots.
        var disks = domain.Devices.Where(device => device.Type == "blk").OrderBy(device => device.Transport == "virtio-pci").ThenBy(device => device.Slot);
        return new ExpectedGuest
        {
            Name = domain.Name,
            Channel = domain is { Id: > 0 and var number } ? ConsoleChannel.Domain(number) : ConsoleChannel.Host,
            Promised = trees.Promised.GetValueOrDefault(domain.Name),
            Open = open,
            Platform = PlatformOf(plan, domain),
            Cpus = domain.Vcpus,
            Memory = domain.Memory,
            Disks = [.. disks.Select(device => new ExpectedDisk(PlaceOf(device), device.File is null && device.Tag is { } tag ? tag[..Math.Min(tag.Length, DiskStart)] : null, device.Size))],
            Nets = [.. domain.Devices.Where(device => device.Type == "net").Select(device => new ExpectedNet(PlaceOf(device), device.Mac))],
            XenSupport = plan.Xen is not null && (domain.IsDom0 || domain.Enhanced is not null),
            AbsentNodes = plan.Xen is { } xen && domain.IsDom0 && plan.HostTree.FindConsole(xen.Console) is { } console ? [console.Path] : [],
        };
    }

    private static string PlatformOf(Plan plan, PlannedDomain domain) => plan.Xen is null
        ? plan.Host.Machine == "vexpress-a15" ? "vexpress-a15" : plan.Host.StubAddress is null ? "qemu-virt-kernel" : "qemu-virt"
        : domain.IsDom0 ? "xen-dom0" : "xen-dom0less";

    private static string PlaceOf(PlannedDevice device) => device.Region is { } region
        ? region.Address.ToString("x", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"0000:00:{device.Slot:x2}.0");
}
