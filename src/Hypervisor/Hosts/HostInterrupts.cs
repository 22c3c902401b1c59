using Dtc.Tree;

namespace Hypervisor.Hosts;

/// <summary>One interrupt of a device where it arrives.</summary>
/// <param name="Controller">The controller that it arrives at.</param>
/// <param name="Specifier">What it is called there.</param>
internal sealed record InterruptArrival(Node Controller, uint[] Specifier)
{
    /// <summary>The number that a GIC gives it; null when the specifier is none of a GIC's.</summary>
    public uint? GicNumber => Specifier is [var kind, var number, _, ..] ? unchecked(number + (kind == 0 ? 32u : 16u)) : null;
}

/// <summary>Finds where the interrupts of devices arrive, through parents and <c>interrupt-map</c>s, as Xen does.</summary>
internal sealed class HostInterrupts(HostTree host)
{
    // Beyond this many steps the chain of parents goes round in circles.
    private const int MaximumSteps = 64;
    private const int MaximumCells = 16;

    private readonly Dictionary<Node, uint[]?> _maps = [];

    // Entries of interrupt maps that are looked at in all, lest a tree of maps takes for ever.
    private long _entriesLeft = 10_000_000;

    /// <summary>
    /// The interrupts of a device, one entry each: null for one that leads nowhere. False when the list as a whole cannot be cut:
    /// no parent, or a parent without a useful <c>#interrupt-cells</c>.
    /// </summary>
    public bool Of(Node device, out List<InterruptArrival?> interrupts)
    {
        interrupts = [];
        if (device.Find("interrupts-extended") is { } extended) return Extended(device, extended, interrupts);
        if (device.Find("interrupts") is not { } property) return true;
        if (ParentOf(device) is not { } parent || parent.Cell("#interrupt-cells") is not (> 0 and <= MaximumCells and var size)) return false;
        var cells = property.Cells();
        for (var at = 0; at + size <= cells.Length; at += (int)size) interrupts.Add(Follow(device, parent, cells.AsSpan(at, (int)size)));
        return true;
    }

    /// <summary>The parent that interrupts go to; null when there is none or it cannot be found.</summary>
    public Node? ParentOf(Node? node)
    {
        for (var steps = 0; node is not null && steps < MaximumSteps * 4; steps++)
        {
            node = node.Cell("interrupt-parent") is { } phandle ? host.Find(phandle) : node.Parent;
            if (node is not null && node.Find("#interrupt-cells") is not null) return node;
        }

        return null;
    }

    private bool Extended(Node device, Property property, List<InterruptArrival?> interrupts)
    {
        var cells = property.Cells();
        for (var at = 0; at < cells.Length;)
        {
            var phandle = cells[at++];
            if (phandle == 0)
            {
                interrupts.Add(null);
                continue;
            }

            if (host.Find(phandle) is not { } parent || parent.Cell("#interrupt-cells") is not (<= MaximumCells and var size)
                || at + size > cells.Length) return false;
            interrupts.Add(Follow(device, parent, cells.AsSpan(at, (int)size)));
            at += (int)size;
        }

        return true;
    }

    private InterruptArrival? Follow(Node device, Node parent, ReadOnlySpan<uint> specifier)
    {
        ReadOnlySpan<uint> address = device.Cells("reg") ?? [];
        Node? at = parent;
        for (var steps = 0; at is not null && steps < MaximumSteps; steps++)
        {
            if (at.Find("interrupt-controller") is not null) return new InterruptArrival(at, specifier.ToArray());
            if (MapOf(at) is not { } map)
            {
                at = ParentOf(at);
                continue;
            }

            var addressCells = (int)Math.Min(steps == 0 ? AddressCells(at) : at.Cell("#address-cells") ?? 0, MaximumCells);
            if (addressCells > address.Length) return null;
            if (!Lookup(map, at.Cells("interrupt-map-mask") ?? [], address[..addressCells], specifier, out var next, out var newAddress, out var newSpecifier)) return null;
            at = next;
            address = newAddress;
            specifier = newSpecifier;
        }

        return null;
    }

    // Maps are asked once for each interrupt, and can be long.
    private uint[]? MapOf(Node node)
    {
        if (!_maps.TryGetValue(node, out var map)) _maps[node] = map = node.Cells("interrupt-map");
        return map;
    }

    private static uint AddressCells(Node node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.Cell("#address-cells") is { } cells) return cells;
        }

        return 2;
    }

    private bool Lookup(uint[] cells, uint[] mask, ReadOnlySpan<uint> address, ReadOnlySpan<uint> specifier,
        out Node? parent, out uint[] parentAddress, out uint[] parentSpecifier)
    {
        (parent, parentAddress, parentSpecifier) = (null, [], []);
        var width = address.Length + specifier.Length;
        for (var at = 0; at + width + 1 < cells.Length;)
        {
            if (--_entriesLeft < 0) return false;
            var matches = true;
            for (var i = 0; i < width; i++)
            {
                var have = i < address.Length ? address[i] : specifier[i - address.Length];
                matches &= ((have ^ cells[at + i]) & (i < mask.Length ? mask[i] : uint.MaxValue)) == 0;
            }

            at += width;
            var next = host.Find(cells[at++]);
            if (next is null || next.Cell("#interrupt-cells") is not (<= MaximumCells and var size)) return false;
            var addressSize = next.Cell("#address-cells") ?? 0;
            if (addressSize > MaximumCells || at + addressSize + size > cells.Length) return false;
            if (matches)
            {
                parent = next;
                parentAddress = cells[at..(at + (int)addressSize)];
                parentSpecifier = cells[(at + (int)addressSize)..(at + (int)(addressSize + size))];
                return true;
            }

            at += (int)(addressSize + size);
        }

        return false;
    }
}
