using Dtc.Tree;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.DomZero;

/// <content>Numbers that Xen chooses when it boots.</content>
public sealed partial class DomZeroTree
{

    private void CheckHost()
    {
        if (_facts.FirstCpu is not { } cpu || cpu.Find("compatible") is null)
            Report(Rules.NoHostCpu, _host.Find("/cpus"), "the host's tree has no CPU below /cpus from which Xen could take the compatible");
        if (_facts.Gic is null) Report(Rules.NoHostInterruptController, null, "the host's tree has no interrupt controller that Xen can use");
        if (TimerInterrupts().Length < 3)
            Report(Rules.NoHostTimer, _facts.Timer, _facts.Timer is null ? "the host's tree has no timer that Xen can use" : $"{_facts.Timer.Path} does not have the three interrupts that Xen needs");
        if (_facts.ConsoleFault is { } fault) Report(Rules.NoConsole, _facts.Chosen, $"Xen has no console: {fault}");
        foreach (var (node, reason) in _facts.Memory.BadCells) Report(Rules.UnreadableHostNode, node, $"{node.Path}: {reason}");
    }

    private MemoryPlacementResult PlaceMemory()
    {
        if (_facts.Memory.Ram.Count == 0)
        {
            Report(Rules.NoHostMemory, _host.Root, "the host's tree describes no RAM");
            _open.Add(new OpenNumber("/memory", null, "the host's tree describes no RAM"));
            return new MemoryPlacementResult([], 0, null);
        }

        var size = _facts.Arguments.DomZeroMemory is { } told and not 0 ? told : XenProfile.Placement("dom0-memory");
        var result = MemoryPlacement.Find(new MemoryDemand
        {
            Is64BitXen = _options.Is64BitXen,
            Is64BitDomain = _is64Bit,
            Ram = _facts.Memory.Ram,
            Used = Used(),
            StaticHeap = _facts.Memory.StaticHeap,
            Size = size,
            DmaBits = _facts.Board?.DmaBits ?? 32,
            Scrubs = _facts.Arguments.Scrubs,
            Cpus = _options.OnlineCpus ?? _facts.Cpus.Count,
            TreeSize = _options.BootBlob.Size,
            Kernel = _options.Kernel,
            KernelModule = _facts.DomZeroKernel?.Range ?? default,
            HeapMegabytes = _facts.Arguments.HeapMegabytes,
        });
        if (result.Missing > 0)
        {
            Report(Rules.DomainMemoryNotFound, _facts.Chosen,
                $"Xen will not find {result.Missing >> 20} of the {size >> 20} MiB that dom0 is to have", "move modules to the end of RAM, or ask for a power of two");
        }

        if (result.Doubt is { } doubt)
        {
            if (result.Banks.Count > 0) _open.Add(new OpenNumber($"/memory@{result.Banks[0].Address:x}", null, doubt));
            _open.Add(new OpenNumber("/hypervisor", "reg", doubt));
            if (_facts.DomZeroRamdisk is not null)
            {
                _open.Add(new OpenNumber("/chosen", "linux,initrd-start", doubt));
                _open.Add(new OpenNumber("/chosen", "linux,initrd-end", doubt));
            }

            Report(Rules.NumberChosenAtBoot, _facts.Chosen, $"where dom0's memory lies is not certain: {doubt}");
        }

        return result;
    }

    // In Xen's order: itself, its tree, modules, the reservation map, reserved memory.
    private List<AddressRange> Used()
    {
        var used = new List<AddressRange> { _options.XenImage, _options.BootBlob };
        used.AddRange(_facts.Modules.Select(module => module.Range));
        used.AddRange(_host.Tree.Reservations.Select(entry => new AddressRange(entry.Address, entry.Size)));
        used.AddRange(_facts.Memory.Reserved);
        used.AddRange(_facts.Memory.Static);
        return used;
    }

    private List<AddressRange> Extended(IReadOnlyList<AddressRange> banks, AddressRange grants)
    {
        if (!_is64Bit || !_facts.Arguments.ExtendedRegions || _facts.Memory.Ram.Count == 0) return [];
        if (!_facts.HasIommu) return ExtendedRegions.OfRam(_facts.Memory.Ram, [.. banks, .. _facts.Memory.Reserved, .. _facts.Memory.StaticHeap, .. _facts.Memory.Static, grants]);
        if (_options.AddressBits is not { } bits)
        {
            const string reason = "with an IOMMU, extended regions depend on the width of the CPU's addresses";
            _open.Add(new OpenNumber("/hypervisor", "reg", reason));
            Report(Rules.NumberChosenAtBoot, _facts.Chosen, $"the extended regions of dom0 are not known: {reason}");
            bits = 40;
        }

        return ExtendedRegions.OfHoles(Math.Clamp(bits, 32, 52), DeviceRanges());
    }

    private IEnumerable<AddressRange> DeviceRanges()
    {
        foreach (var node in _host.Nodes)
        {
            foreach (var range in _host.Addresses.Of(node))
            {
                if (range is { } known) yield return known;
            }

            if (!string.Equals(node.Text("device_type"), "pci", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var window in _host.Addresses.Windows(node)) yield return window;
        }
    }

    private GuestImages? PlaceImages(GeneratedTree tree, MemoryPlacementResult memory)
    {
        var size = tree.ToBlob().Length;
        if ((ulong)size > _options.BootBlob.Size + (ulong)XenProfile.ExtraTreeSize)
        {
            Report(Rules.DerivedTreeTooLarge, null, $"dom0's tree takes {size} bytes, and Xen has room for {_options.BootBlob.Size + (ulong)XenProfile.ExtraTreeSize}",
                $"give the boot tree {(ulong)size - _options.BootBlob.Size} bytes of padding");
        }

        var ramdisk = _facts.DomZeroRamdisk?.Range.Size ?? 0;
        if (_options.Kernel is not { } kernel || memory.Banks.Count == 0)
        {
            if (ramdisk == 0) return null;
            const string reason = "Xen's choice follows from the kernel's size, which is not known";
            _open.Add(new OpenNumber("/chosen", "linux,initrd-start", reason));
            _open.Add(new OpenNumber("/chosen", "linux,initrd-end", reason));
            return null;
        }

        if (GuestImages.Place(memory.Banks[0], kernel, (ulong)size, ramdisk) is not { } images)
        {
            Report(Rules.ImagesDoNotFit, _facts.Chosen, $"dom0's kernel ({kernel.Size} bytes) and ramdisk ({ramdisk} bytes) do not fit into its first bank, {memory.Banks[0]}");
            return null;
        }

        if (ramdisk > 0 && tree.Tree.FindByPath("/chosen"u8) is { } chosen)
        {
            Patch(chosen, "linux,initrd-start"u8, images.Ramdisk);
            Patch(chosen, "linux,initrd-end"u8, images.Ramdisk + ramdisk);
        }

        return images;

        void Patch(Node node, ReadOnlySpan<byte> name, ulong value)
        {
            if (node.Find(tree.Tree.Names.Intern(name)) is not { Length: 8 } property) return;
            property.PatchCell(0, (uint)(value >> 32));
            property.PatchCell(4, (uint)value);
        }
    }
}
