using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning.Checks;

/// <summary>Whether a device of the host can be given to a domain, and what it would leave behind.</summary>
internal sealed class PassthroughChecks(GuestsConfiguration configuration, HostTree tree, XenProfile xen, PlannedXen planned, FindingList findings)
{
    private const string Dom0OrXen = "the host";

    // Who gets a node, or one that it is part of.
    private readonly Dictionary<string, string> _owners = configuration.Domains
        .SelectMany(domain => domain.Passthrough.Select(device => (tree.Resolve(device.Path.Value)?.Path ?? device.Path.Value, domain.Name.Value)))
        .GroupBy(pair => pair.Item1, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First().Item2, StringComparer.Ordinal);

    private readonly string _console = planned.Console;
    private Dictionary<Node, List<(Node User, string Property)>>? _users;

    /// <summary>The device at the path that is written; null when it cannot be given away.</summary>
    public HostDevice? Find(DomainConfiguration domain, int index)
    {
        var (path, at) = domain.Passthrough[index].Path;
        if (tree.Resolve(path) is not { } node)
        {
            findings.Error(
                Rules.PlanNoNode, at, domain.Path($"passthrough/{index}"), $"{tree.Name} has no node {path}",
                findings.IsFull ? null : Suggestions.DidYouMean(path, tree.Nodes.Select(other => other.Path)) ?? LastNameHint(path));
            return null;
        }

        if (Reason(node) is { } reason)
        {
            findings.Error(Rules.PlanNotPassable, at, domain.Path($"passthrough/{index}"), $"{path} cannot be given to '{domain.Name.Value}': {reason}", "take it out of 'passthrough'; what is given away is a device with registers of its own");
            return null;
        }

        if (OwnerOf(node) is { } owner && owner != domain.Name.Value)
        {
            findings.Error(Rules.PlanPage, at, domain.Path($"passthrough/{index}"), $"{path} goes to '{owner}' and to '{domain.Name.Value}'", "give it to one of them");
            return null;
        }

        if (domain.Passthrough.Take(index).Any(other => tree.Resolve(other.Path.Value) == node))
        {
            findings.Error(Rules.GuestsDuplicate, at, domain.Path($"passthrough/{index}"), $"'{domain.Name.Value}' is given {path} twice", "remove one of the two");
            return null;
        }

        return tree.Device(node.Path);
    }

    /// <summary>Checks pages, interrupts, what the device refers to, and its IOMMU.</summary>
    /// <returns>Nodes that go along as copies.</returns>
    public List<string> Check(DomainConfiguration domain, int index, HostDevice device)
    {
        CheckPages(domain, index, device);
        CheckInterrupts(domain, index, device);
        CheckIommu(domain, index, device);
        CheckUsers(domain, index, device);
        var copies = new SortedSet<string>(StringComparer.Ordinal);
        var deleted = domain.Tree.Edits.Where(edit => edit.Path.Value == device.Path).SelectMany(edit => edit.Delete.Select(name => name.Value)).ToHashSet();
        foreach (var property in device.Node.Properties)
        {
            var name = property.Name.ToString();
            if (deleted.Contains(name) || !DeviceFacts.Instance.IsDependency(name, out var cells) || property.Length % 4 != 0) continue;
            var values = property.Cells();
            for (var i = 0; i < values.Length;)
            {
                var provider = tree.Find(values[i]);
                var width = provider is null || cells.Length == 0 ? 0 : (int)Math.Min(provider.Cell(cells) ?? 0, 16);
                if (provider is not null) Follow(domain, index, device, name, provider, copies);
                i += 1 + width;
            }
        }

        return [.. copies];
    }

    private string? Reason(Node node)
    {
        if (tree.FindConsole(_console) == node) return "it is the console that Xen keeps";
        if (node.IsCompatible(DeviceFacts.Instance.Controllers)) return "it is the interrupt controller, which Xen emulates for each domain";
        if (node.IsCompatible(xen.HiddenCompatible.Select(entry => entry.Value)) || node.IsCompatible(xen.Timers)) return "it belongs to the CPUs, and Xen provides it for each domain";
        if (node.IsCompatible(xen.Iommus) || node.IsCompatible(xen.OptionalIommus)) return "it is an IOMMU, which Xen drives itself";
        if (node.Text("device_type") == "pci" || node.Strings("compatible").Any(name => name.StartsWith("pci-host-", StringComparison.Ordinal)))
            return "it is a PCI host: its configuration space alone would be mapped, without its windows for memory and ports (ranges), its interrupt-map, and an IOMMU for what is behind it";
        if (node.Text("device_type") is "memory" or "cpu" || node.Path is "/" or "/cpus" or "/chosen" or "/aliases") return "it is no device";
        return tree.Device(node.Path) is { Regions.Count: > 0 } ? null : "it has no registers that could be mapped";
    }

    private static string? LastNameHint(string path) => path.Contains('@', StringComparison.Ordinal) ? null : "a node's name includes its unit address, as in /serial@9000000";

    private string? OwnerOf(Node node)
    {
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (_owners.TryGetValue(at.Path, out var owner)) return owner;
        }

        return null;
    }

    private void CheckPages(DomainConfiguration domain, int index, HostDevice device)
    {
        foreach (var region in device.Regions)
        {
            if (region.Size > 0 && region.Size - 1 > ulong.MaxValue - region.Address)
            {
                findings.Error(
                    Rules.PlanWidth, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
                    $"{device.Path}: {ByteSize.Range(region.Address, region.Size)} goes beyond 64 bits", "correct 'reg' of the node in the host's tree");
                continue;
            }

            var pages = region.Pages;
            var neighbours = tree.Devices.Where(other => other != device && OwnerOf(other.Node) != domain.Name.Value && other.Regions.Any(r => r.Overlaps(pages))).ToList();
            if (neighbours.Count > 0)
            {
                var first = neighbours[0];
                findings.Error(
                    Rules.PlanPage, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
                    $"{device.Path} is in the page {ByteSize.Hex(pages.Address)} together with {first.Path}"
                    + $"{(neighbours.Count > 1 ? $" and {neighbours.Count - 1} more" : "")}, which stays with {OwnerOf(first.Node) ?? Dom0OrXen}",
                    "give all that is in the page to one domain, or leave the device with the host");
            }
            else if (pages != region)
            {
                findings.Error(
                    Rules.PlanPage, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
                    $"{device.Path}: {ByteSize.Range(region.Address, region.Size)} are not whole pages of 4KiB, and Xen gives away nothing less",
                    "leave the device with the host, or widen its 'reg' in the host's tree when nothing else is in the page");
            }
        }
    }

    private void CheckInterrupts(DomainConfiguration domain, int index, HostDevice device)
    {
        if (!domain.Passthrough[index].Interrupts) return;
        void Refuse(Rule rule, string message) => findings.Error(
            rule, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"), message, "'interrupts: none' gives it away without interrupts");
        foreach (var interrupt in device.Interrupts)
        {
            if (interrupt.Controller is null) Refuse(Rules.PlanInterruptParent, $"an interrupt of {device.Path} leads to no controller");
            else if (tree.Resolve(interrupt.Controller) is { } controller && !controller.IsCompatible(DeviceFacts.Instance.Controllers))
            {
                if (OwnerOf(controller) != domain.Name.Value)
                    Refuse(Rules.PlanInterruptParent, $"an interrupt of {device.Path} goes to {interrupt.Controller}, which stays with {OwnerOf(controller) ?? Dom0OrXen}");
            }
            else if (!interrupt.IsShared) Refuse(Rules.PlanInterruptParent, $"{device.Path} has a private interrupt ({interrupt.Number}), which only Xen can have");
            else
            {
                var other = tree.Devices.FirstOrDefault(d => d != device && OwnerOf(d.Node) != domain.Name.Value && d.Interrupts.Any(i => i.IsShared && i.Number == interrupt.Number && i.Controller == interrupt.Controller));
                if (other is not null) Refuse(Rules.PlanInterrupt, $"{device.Path} has the shared interrupt {interrupt.Number} together with {other.Path}, which stays with {OwnerOf(other.Node) ?? Dom0OrXen}");
            }
        }
    }

    private void CheckIommu(DomainConfiguration domain, int index, HostDevice device)
    {
        var withoutIommu = domain.Passthrough[index].WithoutIommu;
        var guard = device.Node.Cells("iommus") is [var phandle, ..] ? tree.Find(phandle) : null;
        var isOff = !new XenCommandLine(planned.Bootargs).Iommu;
        if (guard is not null && guard.IsCompatible(xen.Iommus) && guard.IsAvailable() && !isOff)
        {
            // xen,force-assign-without-iommu matters to Xen only for devices that no IOMMU protects (handle_passthrough_prop).
            if (withoutIommu)
            {
                findings.Warn(
                    Rules.PlanNoIommu, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
                    $"{device.Path} is behind {guard.Path}, and Xen makes use of it all the same: 'without-iommu' changes nothing", "leave 'without-iommu' out");
            }

            CheckStreams(domain, index, device);
            return;
        }

        if (withoutIommu) return;

        findings.Error(
            Rules.PlanNoIommu, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
            guard is null ? $"no IOMMU guards {device.Path}"
                : isOff ? $"{device.Path} is behind {guard.Path}, and Xen's command line turns IOMMUs off"
                : !guard.IsAvailable() ? $"{device.Path} is behind {guard.Path}, which is disabled"
                : $"{device.Path} is behind {guard.Path}, which Xen has no driver for",
            "'without-iommu: true' when it does not access memory by itself, or the domain is trusted");
    }

    // Devices of one stream are one to the IOMMU.
    private void CheckStreams(DomainConfiguration domain, int index, HostDevice device)
    {
        var streams = device.Node.Find("iommus")!.Value.ToArray();
        foreach (var other in tree.Nodes)
        {
            if (other == device.Node || OwnerOf(other) == domain.Name.Value || other.Find("iommus") is not { } theirs || !theirs.Value.SequenceEqual(streams)) continue;
            findings.Error(
                Rules.PlanDependency, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
                $"{device.Path} and {other.Path} are one stream to their IOMMU, and the latter stays with {OwnerOf(other) ?? Dom0OrXen}");
            return;
        }
    }

    // What stays behind and needs the device: its driver waits for ever then.
    private void CheckUsers(DomainConfiguration domain, int index, HostDevice device)
    {
        if (!configuration.Domains.Any(other => other.IsDom0?.Value == true)) return;
        _users ??= FindUsers();
        var users = new List<string>();
        foreach (var (provider, list) in _users)
        {
            if (!IsPartOf(provider, device.Node)) continue;
            users.AddRange(list.Where(use => OwnerOf(use.User) is null && !IsPartOf(use.User, device.Node)).Select(use => $"{use.User.Path} ('{use.Property}')"));
        }

        if (users.Count == 0) return;
        const int shown = 3;
        findings.Warn(
            Rules.PlanDependency, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
            $"{device.Path} goes to '{domain.Name.Value}', and what stays with dom0 needs it: {string.Join(", ", users.Take(shown))}{(users.Count > shown ? $" and {users.Count - shown} more" : "")}",
            "pass those through as well, hide them from dom0 ('tree.hide'), or leave the device with dom0");
    }

    private Dictionary<Node, List<(Node User, string Property)>> FindUsers()
    {
        var users = new Dictionary<Node, List<(Node, string)>>();
        void Add(Node? provider, Node user, string property)
        {
            if (provider is null) return;
            if (!users.TryGetValue(provider, out var list)) users[provider] = list = [];
            if (!list.Contains((user, property))) list.Add((user, property));
        }

        var hidden = configuration.Domains.Where(domain => domain.IsDom0?.Value == true).SelectMany(domain => domain.Tree.Hide)
            .Select(path => tree.Resolve(path.Value)).OfType<Node>().ToList();
        foreach (var node in tree.Nodes)
        {
            if (!IsUsed(node) || hidden.Exists(top => IsPartOf(node, top))) continue;
            foreach (var property in node.Properties)
            {
                var name = property.Name.ToString();
                if (!DeviceFacts.Instance.IsDependency(name, out var cells)) continue;
                var values = property.Cells();
                for (var i = 0; i < values.Length;)
                {
                    var provider = tree.Find(values[i]);
                    Add(provider, node, name);
                    i += 1 + (provider is null || cells.Length == 0 ? 0 : (int)Math.Min(provider.Cell(cells) ?? 0, 16));
                }
            }

            if (tree.Device(node.Path) is not { } device) continue;
            foreach (var interrupt in device.Interrupts)
            {
                if (interrupt.Controller is { } controller && tree.Resolve(controller) is { } end && !end.IsCompatible(DeviceFacts.Instance.Controllers)) Add(end, node, "interrupts");
            }
        }

        return users;
    }

    // Disabled devices, and what is in them, have no drivers.
    private static bool IsUsed(Node node)
    {
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (!at.IsAvailable()) return false;
        }

        return true;
    }

    private static bool IsPartOf(Node node, Node whole)
    {
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (at == whole) return true;
        }

        return false;
    }

    private void Follow(DomainConfiguration domain, int index, HostDevice device, string property, Node provider, SortedSet<string> copies)
    {
        if (OwnerOf(provider) == domain.Name.Value) return;
        if (provider.IsCompatible(DeviceFacts.Instance.Copyable) && provider.Find("gpio") is null && provider.Find("gpios") is null)
        {
            // A copy refers to what the original refers to.
            if (!copies.Add(provider.Path)) return;
            foreach (var further in provider.Properties)
            {
                if (!DeviceFacts.Instance.IsDependency(further.Name.ToString(), out _) || further.Cells() is not [var phandle, ..]) continue;
                if (tree.Find(phandle) is { } next) Follow(domain, index, device, property, next, copies);
            }

            return;
        }

        findings.Error(
            Rules.PlanDependency, domain.Passthrough[index].Path.At, domain.Path($"passthrough/{index}"),
            $"{device.Path} needs {provider.Path} ('{property}'), which stays with {OwnerOf(provider) ?? Dom0OrXen}",
            $"pass it through too, or delete '{property}' by an edit of {device.Path}");
    }
}
