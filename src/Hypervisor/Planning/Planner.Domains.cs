using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning;

/// <summary>Domains: their memory, images, interrupt controllers and consoles.</summary>
public sealed partial class Planner
{
    private const ulong Page = 4096;

    // Linux 6.1 ended with 7 MiB, into which it could not unpack its ramdisk.
    private const ulong LeastLeft = 8UL << 20;

    // A GIC counts from its private and shared interrupts of each CPU on; specifiers count each kind from 0.
    private const uint FirstPrivate = 16;
    private const uint FirstShared = 32;

    private List<PlannedDomain> PlanDomains()
    {
        var ids = 0;
        var drafts = new List<(DomainConfiguration Written, PlannedDomain Domain)>();
        foreach (var written in _configuration.Domains)
        {
            var isDom0 = IsDom0(written);
            int? id = !HasXen ? null : isDom0 ? 0 : ++ids;
            if (DraftOf(written, isDom0, id) is { } draft) drafts.Add((written, draft));
        }

        if (HasXen) PlanXen(drafts.Select(draft => draft.Domain).FirstOrDefault(domain => domain.IsDom0));
        if (_findings.IsFatal) return [];
        ReserveHostMemory();
        var images = PlanImages();
        if (_findings.IsFatal) return [];
        var shares = PlanShares();
        return [.. drafts.Select(draft => Complete(draft.Written, draft.Domain, images, shares))];
    }

    // A GICv2 serves no more.
    private int DefaultDom0Cpus => _host.Gic == 2 ? Math.Min(_host.Cpus, DeviceFacts.Instance.CpusOfGicV2) : _host.Cpus;

    private static bool IsDom0(DomainConfiguration domain) => domain.IsDom0?.Value == true;

    private PlannedDomain? DraftOf(DomainConfiguration written, bool isDom0, int? id)
    {
        var name = written.Name.Value;
        string Key(string member) => $"domains/{name}/{member}";
        var vcpus = HasXen ? _choices.Count(Key("vcpus"), written.Vcpus, written.At, isDom0 ? DefaultDom0Cpus : 1) : _host.Cpus;
        var gic = HasXen ? _choices.Count(Key("gic"), written.Gic, written.At, _host.Gic) : _host.Gic;
        var memory = HasXen ? written.Memory!.Value.Value : _host.Memory.Size;
        if (memory % Page != 0)
        {
            _findings.Error(Rules.GuestsNumber, written.Memory!.Value.At, written.Path("memory"), $"{memory} bytes are not whole pages of 4KiB", $"{ByteSize.Text((memory + Page - 1) / Page * Page)} is the next size that is");
            return null;
        }

        var direct = written.DirectMap?.Value == true;
        IReadOnlyList<AddressRange> banks = !HasXen ? [_host.Memory]
            : isDom0 ? []
            : direct && written.StaticMemory.Count > 0 ? [.. written.StaticMemory.Select(range => new AddressRange(range.Address, range.Size))]
            : BanksOf(memory, XenGuestMap.Ram);
        CheckBanks(written, banks, memory);
        var hostView = !HasXen || isDom0 || direct;
        var console = _choices.Text(Key("console"), written.Console, written.At, () => !HasXen ? "uart" : isDom0 ? "hvc" : "vpl011");
        var enhanced = written.Enhanced?.Value is "true" or "no-xenstore" ? written.Enhanced.Value.Value : null;
        var uart = UartOf(console, direct);
        var (xenNode, guestView) = (HasXen && !isDom0 && enhanced is not null, HasXen && !isDom0);
        return new PlannedDomain
        {
            Name = name,
            IsDom0 = isDom0,
            Id = id,
            Vcpus = vcpus,
            Memory = memory,
            Banks = banks,
            Gic = gic,
            GicRegions = hostView ? _machine.GicRegions(gic) : XenGuestMap.Gic(gic),
            GicPhandle = guestView ? XenGuestMap.GicPhandle : null,
            Kernel = null!,
            Bootargs = _choices.Text(Key("bootargs"), written.Bootargs, written.At, () => DefaultBootargs(console)),
            Console = console,
            Uart = uart?.Region,
            UartInterrupt = uart?.Interrupt,
            Enhanced = enhanced,
            GrantTable = xenNode ? XenGuestMap.GrantTable : null,
            EventChannelInterrupt = xenNode ? XenGuestMap.EventChannel - FirstPrivate : null,
            IsDirectMapped = direct,
            StaticMemory = [.. written.StaticMemory.Select(range => new AddressRange(range.Address, range.Size))],
            Sve = written.Sve?.Value,
            MaxGrantFrames = written.MaxGrantFrames?.Value,
            Spis = written.Spis?.Value,
            CpuPool = written.CpuPool?.Value,
            Devices = PlanDevices(written),
            EventChannels = [.. written.EventChannels.Select(end => new PlannedChannel(end.Port.Value, end.Peer.Value, end.PeerPort.Value))],
            Tree = written.Tree,
        };
    }

    private PlannedDomain Complete(
        DomainConfiguration written, PlannedDomain domain, Dictionary<string, LoadedImage> images, Dictionary<string, List<PlannedShare>> shares)
    {
        var name = domain.Name;
        var kernel = images[$"domains/{name}/kernel"];
        var ramdisk = images.GetValueOrDefault($"domains/{name}/ramdisk");
        var placed = Place(written, domain, kernel, ramdisk);
        if (!HasXen && placed is { } boot) _host = _host with { TreeAddress = boot.Tree, StubAddress = StubAddress(kernel) };
        if (domain.IsDirectMapped) domain = DirectMapped(written, domain);
        return domain with
        {
            Kernel = kernel.Image with { GuestAddress = domain.IsDom0 ? null : placed?.Kernel, Address = HasXen ? kernel.Image.Address : placed?.Kernel ?? 0 },
            Ramdisk = ramdisk is null ? null
                : ramdisk.Image with { GuestAddress = domain.IsDom0 ? null : placed?.Ramdisk, Address = HasXen ? ramdisk.Image.Address : placed?.Ramdisk ?? 0 },
            TreeAddress = domain.IsDom0 ? null : placed?.Tree,
            Passthrough = PlanPassthrough(written, domain),
            SharedMemory = shares.GetValueOrDefault(name) ?? [],
        };
    }

    private GuestImages? Place(DomainConfiguration written, PlannedDomain domain, LoadedImage kernel, LoadedImage? ramdisk)
    {
        var (kernelSize, ramdiskSize) = (kernel.Head?.Size ?? kernel.Image.Size, ramdisk?.Image.Size ?? 0);
        GuestImages? placed;
        string where;
        if (HasXen)
        {
            var bank = domain.Banks.Count > 0 ? domain.Banks[0] : XenGuestMap.Ram[0] with { Size = domain.Memory };
            where = domain.Banks.Count > 1 ? $"its first bank of {ByteSize.Text(bank.Size)}" : $"its {ByteSize.Text(domain.Memory)}";
            placed = GuestImages.Place(bank, kernel.Head ?? new KernelImage(Is64Bit, kernelSize), (ulong)XenProfile.DomainTreeSize, ramdiskSize);
        }
        else
        {
            where = $"its {ByteSize.Text(domain.Memory)}";
            placed = QemuLoader.Place(_machine, _host.Memory, kernel.Head, kernelSize, ramdiskSize);
            if (placed is { } boot)
            {
                var (kernelUse, at) = (Math.Max(kernelSize, kernel.RunSize), written.Kernel!.File.At);
                _map.Add(new AddressRange(boot.Kernel, kernelUse), $"kernel of {domain.Name}", domain.Name, at, written.Path("kernel"));
                if (ramdisk is not null)
                    _map.Add(new AddressRange(boot.Ramdisk, ramdiskSize), $"ramdisk of {domain.Name}", domain.Name, written.Ramdisk!.File.At, written.Path("ramdisk"));
                _map.Add(new AddressRange(boot.Tree, _machine.TreeSize), "tree", domain.Name);
                if (StubAddress(kernel) is { } stub) _map.Add(new AddressRange(stub, Page), "jump to the kernel", "host");
            }
        }

        if (placed is null)
        {
            _findings.Error(
                Rules.PlanSmall, written.Memory?.At ?? written.At, written.Path("memory"),
                $"{domain.Name}: kernel ({kernelSize} bytes), ramdisk ({ramdiskSize} bytes) and tree do not fit into {where}");
        }
        else if (HasXen) CheckRunning(written, domain, kernel, placed, ramdiskSize);

        return placed;
    }

    // Xen copies the file; the kernel clears the memory behind it before it looks at its tree. dom0's banks are not known, and at
    // best they are one.
    private void CheckRunning(DomainConfiguration written, PlannedDomain domain, LoadedImage kernel, GuestImages placed, ulong ramdiskSize)
    {
        if (kernel.Head is not { RunSize: > 0 and var size } || kernel.Image.IsAssumed) return;
        var bank = domain.Banks.Count > 0 ? domain.Banks[0] : XenGuestMap.Ram[0] with { Size = domain.Memory };
        var use = new AddressRange(placed.Kernel, size);
        var (at, path) = (written.Memory?.At ?? written.At, written.Path("memory"));
        if (!use.IsWithin(bank) || use.Overlaps(new AddressRange(placed.Tree, (ulong)XenProfile.DomainTreeSize)) || use.Overlaps(new AddressRange(placed.Ramdisk, ramdiskSize)))
        {
            _findings.Error(
                Rules.PlanSmall, at, path,
                $"{domain.Name}: its kernel takes {size} bytes when it runs, and with ramdisk ({ramdiskSize} bytes) and tree that does not fit into {(domain.Banks.Count > 1 ? "its first bank of " : "its ")}{ByteSize.Text(bank.Size)}");
            return;
        }

        var left = domain.Memory - size - ramdiskSize;
        if (left < LeastLeft)
        {
            _findings.Warn(
                Rules.PlanSmall, at, path,
                $"{domain.Name}: its kernel ({size} bytes when it runs) and ramdisk ({ramdiskSize} bytes) leave {left} bytes of its {ByteSize.Text(domain.Memory)}, with which Linux will hardly come up (\"System is deadlocked on memory\")",
                "give it 64MiB or more");
        }
    }

    // In front of the kernel: at the start of RAM QEMU puts a tree of its own when it loads no kernel. A compressed kernel is
    // unpacked by QEMU's loader, which edits the tree.
    private ulong? StubAddress(LoadedImage kernel) => kernel.Head is { Is64Bit: true, CompressedSize: null } ? _host.Memory.Address + _machine.KernelOffset - Page : null;

    private (AddressRange Region, uint Interrupt)? UartOf(string console, bool direct)
    {
        if (console is not ("vpl011" or "uart")) return null;
        // A direct-mapped domain finds the emulated UART where the host has its own.
        return console == "vpl011" && !direct
            ? (XenGuestMap.Uart, XenGuestMap.UartInterrupt - FirstShared)
            : (_machine.Uarts[0].Registers, _machine.Uarts[0].Interrupt);
    }

    private string DefaultBootargs(string console) => console switch
    {
        "hvc" => "console=hvc0",
        "vpl011" => $"console={XenGuestMap.Console}",
        "uart" => $"console={_machine.Uarts[0].Console}",
        _ => "",
    };

    private static List<AddressRange> BanksOf(ulong memory, IReadOnlyList<AddressRange> places)
    {
        var banks = new List<AddressRange>();
        foreach (var place in places)
        {
            var size = Math.Min(memory, place.Size);
            if (size > 0) banks.Add(new AddressRange(place.Address, size));
            memory -= size;
        }

        return banks;
    }

    private void CheckBanks(DomainConfiguration written, IReadOnlyList<AddressRange> banks, ulong memory)
    {
        UInt128 placed = 0;
        foreach (var bank in banks) placed += bank.Size;
        if (banks.Count > 0 && placed < memory && written.DirectMap?.Value != true)
        {
            _findings.Error(
                Rules.PlanMemory, written.Memory!.Value.At, written.Path("memory"),
                $"{written.Name.Value}: a domain has room for {ByteSize.Text((ulong)placed)}, and {ByteSize.Text(memory)} are wanted");
        }

        if (written.Banks.Count == 0) return;
        if (banks.Count == 0)
        {
            NotHere(written.Banks[0].At, written.Path("memory"), "Xen places the memory of dom0 at boot; give its size");
            return;
        }

        if (written.Banks.Count == banks.Count && written.Banks.Zip(banks).All(pair => pair.First.Address == pair.Second.Address && pair.First.Size == pair.Second.Size)) return;
        _findings.Error(
            Rules.PlanBanks, written.Banks[0].At, written.Path("memory"),
            $"{written.Name.Value}: {ByteSize.Text(memory)} will be at {string.Join(" and ", banks.Select(bank => ByteSize.Range(bank.Address, bank.Size)))}",
            $"write 'memory: {ByteSize.Text(memory)}', or the banks as they will be");
    }
}
