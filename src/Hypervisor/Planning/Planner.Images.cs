using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning;

/// <summary>Kernels, ramdisks, Xen: their sizes, and their places in the host's memory.</summary>
public sealed partial class Planner
{
    /// <summary>What the first page of RAM is used for before a system starts; Xen does not know of it.</summary>
    internal const string BootStub = "QEMU's boot stub";

    private const string MediaSource = "debian";

    // Images stay where they are while they grow from one version to the next.
    private const ulong KernelStep = 64UL << 20;
    private const ulong RamdiskStep = 16UL << 20;

    // Without a head the loader knows nothing of the file but its size.
    private sealed record LoadedImage(PlannedImage Image, KernelImage? Head, ulong RunSize = 0);

    private sealed record Request(string Key, ImageConfiguration Written, string Path, string What, string Owner, LoadedImage Image, ulong Step);

    private Dictionary<string, LoadedImage> PlanImages()
    {
        var requests = new List<Request>();
        foreach (var domain in _configuration.Domains)
        {
            Request? Wanted(string kind, ImageConfiguration? written, ulong step) =>
                written is not null && Probe(written, kind, domain.Path(kind)) is { } image
                    ? new Request($"domains/{domain.Name.Value}/{kind}", written, domain.Path(kind), $"{kind} of {domain.Name.Value}", domain.Name.Value, image, step)
                    : null;
            if (Wanted("kernel", domain.Kernel, KernelStep) is { } kernel) requests.Add(kernel);
            if (Wanted("ramdisk", domain.Ramdisk, RamdiskStep) is { } ramdisk) requests.Add(ramdisk);
        }

        if (!HasXen)
        {
            foreach (var request in requests)
            {
                if (request.Written.Address is { } address) NotHere(address.At, request.Path + "/address", $"QEMU decides where it loads the {request.What}");
            }

            return requests.ToDictionary(request => request.Key, request => request.Image);
        }

        CheckModules(requests.Count);
        var images = new Dictionary<string, LoadedImage>();
        foreach (var request in requests.OrderBy(request => request.Written.Address is not null ? 0 : _choices.IsLocked(request.Key + "/address") ? 1 : 2))
        {
            var address = PlaceModule(request);
            images[request.Key] = request.Image with { Image = request.Image.Image with { Address = address } };
            _map.Add(new AddressRange(address, request.Image.Image.Size), request.What, request.Owner, request.Written.Address?.At ?? request.Written.File.At, request.Path);
        }

        return images;
    }

    private ulong PlaceModule(Request request)
    {
        var size = request.Image.Image.Size;
        var from = _map.Ram.Address + Math.Min(256UL << 20, _map.Ram.Size / 4);
        return _choices.Address(
            request.Key + "/address", request.Written.Address?.Value, request.Written.File.At,
            () =>
            {
                if (_map.Free(size, request.Step, from) is { } aligned) return aligned;
                if (_map.Free(size, Page, _map.Ram.Address) is { } anywhere) return anywhere;
                _findings.Error(Rules.PlanMemory, request.Written.File.At, request.Path, $"there is no room for the {request.What} ({size} bytes) in the host's RAM");
                return from;
            },
            value => value % Page != 0 ? "it is not at a page" : _map.Misfit(new AddressRange(value, size)));
    }

    private void CheckModules(int count)
    {
        // The tree and Xen itself have entries too.
        var limit = (int)XenProfile.Limit("modules") - 2;
        if (count <= limit) return;
        _findings.Error(
            Rules.PlanModules, _configuration.Domains[0].At, "domains", $"there are {count} kernels and ramdisks, and Xen has room for {limit}");
    }

    private LoadedImage? Probe(ImageConfiguration written, string kind, string path)
    {
        var (source, at) = written.File;
        var file = source == MediaSource ? _inputs.Media(_host.Architecture, kind, kind == "hypervisor" ? _version : "") : FullPath(source);
        if (file is null)
        {
            var room = MediaFacts.Room(_host.Architecture, kind);
            return new LoadedImage(new PlannedImage(source, null, room, 0, null), new KernelImage(Is64Bit, room) { RunSize = room });
        }

        if (_inputs.Probe(file, out var trouble) is not { } probe)
        {
            _findings.Error(Rules.GuestsMissingFile, at, path, $"'{source}' cannot be read: {trouble}", "paths are relative to the configuration");
            return null;
        }

        if (probe.Length == 0)
        {
            _findings.Error(Rules.GuestsMissingFile, at, path, $"'{source}' is empty");
            return null;
        }

        var inner = kind != "ramdisk" && KernelImage.IsCompressed(probe.Head) ? _inputs.Unpack(file) : null;
        CheckContents(probe, inner, kind, source, at, path);
        var image = new PlannedImage(source, file, probe.Length, 0, null);
        if (kind == "ramdisk") return new LoadedImage(image, null);
        if (kind == "hypervisor")
        {
            var memory = KernelImage.MemorySize((inner ?? probe).Head);
            return new LoadedImage(image with { MemorySize = memory }, null, memory ?? 0);
        }

        var head = KernelImage.Parse(probe.Head, probe.Length);
        var isCompressed = KernelImage.IsCompressed(probe.Head);
        CheckKernel(head, isCompressed, source, at, path);
        if (inner is not null && KernelImage.Parse(inner.Head, inner.Length) is { } packed) head = packed with { CompressedSize = probe.Length };
        return new LoadedImage(image with { Kernel = head }, head, head?.RunSize ?? 0);
    }

    private bool Is64Bit => _host.Architecture == "arm64";

    private void CheckKernel(KernelImage? head, bool isCompressed, string source, SchemaPosition at, string path)
    {
        var wanted = Is64Bit ? "an arm64 Image" : "an arm zImage";
        if (head is not null ? head.Is64Bit == Is64Bit : isCompressed && (HasXen || Is64Bit)) return;
        var found = head switch
        {
            { Is64Bit: true } => "an arm64 Image",
            { Is64Bit: false } => "an arm zImage",
            null => isCompressed ? "compressed" : "no kernel that its loader knows",
        };
        _findings.Error(Rules.PlanKernel, at, path, $"'{source}' is {found}, and {_host.Machine} starts {wanted}");
    }

    // What is there before any image of ours.
    private void ReserveHostMemory()
    {
        foreach (var (path, region) in _tree.Reserved)
        {
            if (_host.Banks.Any(region.Overlaps)) _map.Add(region, path == "/memreserve/" ? "memory reserved by the host's tree" : $"memory of {path}", "host");
        }

        if (!HasXen) return;
        if (_machine.IsEmulated) _map.Add(new AddressRange(_map.Ram.Address, Page), BootStub, "host");
        _map.Add(new AddressRange(_host.TreeAddress, _machine.TreeSize), "host's tree", "host");
        _map.Add(new AddressRange(_xen.Image.Address, _xenMemory), "image of Xen", "xen");
        foreach (var (range, index) in (_configuration.Xen?.StaticHeap ?? []).Select((range, index) => (range, index)))
            _map.Add(new AddressRange(range.Address, range.Size), "static heap", "xen", range.At, $"xen/static-heap/{index}");
        foreach (var domain in _configuration.Domains)
        {
            foreach (var (range, index) in domain.StaticMemory.Select((range, index) => (range, index)))
            {
                _map.Add(
                    new AddressRange(range.Address, range.Size), $"static memory of {domain.Name.Value}", domain.Name.Value, range.At, domain.Path($"static-memory/{index}"));
            }
        }

        AddPinnedImages();
    }

    // Nothing that is chosen later may take the place of what is written.
    private void AddPinnedImages()
    {
        foreach (var share in _configuration.Domains.SelectMany(domain => domain.SharedMemory).Where(share => share.Host is not null).DistinctBy(share => share.Id.Value))
            _map.Add(new AddressRange(share.Host!.Value.Value, share.Size.Value), $"shared memory '{share.Id.Value}'", "xen", share.At, "");
    }
}
