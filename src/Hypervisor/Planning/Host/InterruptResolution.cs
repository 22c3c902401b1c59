using Dtc.Tree;

namespace Hypervisor.Planning.Host;

/// <summary>
/// From a node's interrupts to the controller they end at: interrupt-parent, interrupts-extended, and interrupt-map on the
/// way (Devicetree Specification 2.4, and what Linux does where that leaves room).
/// </summary>
internal sealed class InterruptResolution(Dictionary<uint, Node> phandles, IReadOnlyCollection<string> gics)
{
    // Maps that lead in a circle.
    private const int MaximumHops = 16;

    public List<HostInterrupt> Of(Node node)
    {
        var found = new List<HostInterrupt>();
        if (node.Cells("interrupts-extended") is { } extended)
        {
            for (var i = 0; i < extended.Length;)
            {
                if (!phandles.TryGetValue(extended[i], out var parent) || parent.Cell("#interrupt-cells") is not { } count || count > 8
                    || i + 1 + count > extended.Length)
                {
                    found.Add(new HostInterrupt(null, false, 0, 0));
                    break;
                }

                found.Add(Follow(parent, node, extended.AsSpan(i + 1, (int)count).ToArray()));
                i += 1 + (int)count;
            }

            return found;
        }

        if (node.Cells("interrupts") is not { Length: > 0 } cells) return found;
        if (ParentOf(node) is not { } controller || controller.Cell("#interrupt-cells") is not (> 0 and <= 8 and var width))
        {
            found.Add(new HostInterrupt(null, false, 0, 0));
            return found;
        }

        for (var i = 0; i + width <= cells.Length; i += (int)width) found.Add(Follow(controller, node, cells.AsSpan(i, (int)width).ToArray()));
        return found;
    }

    /// <summary>The node that a node's interrupts go to first.</summary>
    public Node? ParentOf(Node node)
    {
        for (Node? at = node; at is not null;)
        {
            Node? next = at.Parent;
            if (at.Cell("interrupt-parent") is { } phandle && !phandles.TryGetValue(phandle, out next)) return null;
            if (next?.Find("#interrupt-cells") is not null && next != node) return next;
            // A parent by phandle that is no controller is climbed from, and could lead back.
            if (next is not null && at.Find("interrupt-parent") is not null) return null;
            at = next;
        }

        return null;
    }

    private HostInterrupt Follow(Node controller, Node device, uint[] specifier)
    {
        for (var hop = 0; hop < MaximumHops; hop++)
        {
            if (controller.Cells("interrupt-map") is not { } map || controller.Find("interrupt-controller") is not null) return End(controller, specifier);
            if (Mapped(controller, device, map, specifier) is not var (next, mapped)) return new HostInterrupt(null, false, 0, 0);
            (controller, specifier) = (next, mapped);
        }

        return new HostInterrupt(null, false, 0, 0);
    }

    private HostInterrupt End(Node controller, uint[] specifier) =>
        controller.IsCompatible(gics) && specifier.Length >= 3
            ? new HostInterrupt(controller.Path, specifier[0] == 0, specifier[1], specifier[2])
            : new HostInterrupt(controller.Path, false, specifier.Length > 0 ? specifier[0] : 0, 0);

    private (Node Next, uint[] Specifier)? Mapped(Node nexus, Node device, uint[] map, uint[] specifier)
    {
        var addressCells = (int)Math.Min(nexus.Cell("#address-cells") ?? 0, 8);
        var width = addressCells + specifier.Length;
        var key = new uint[width];
        var reg = device.Cells("reg") ?? [];
        reg.AsSpan(0, Math.Min(addressCells, reg.Length)).CopyTo(key);
        specifier.CopyTo(key, addressCells);
        var mask = nexus.Cells("interrupt-map-mask") is { } given && given.Length == width ? given : null;
        for (var i = 0; i + width < map.Length;)
        {
            var matches = true;
            for (var k = 0; k < width; k++)
            {
                var bits = mask?[k] ?? uint.MaxValue;
                matches &= (map[i + k] & bits) == (key[k] & bits);
            }

            if (!phandles.TryGetValue(map[i + width], out var parent) || parent.Cell("#interrupt-cells") is not (<= 8 and var cells)) return null;
            var upper = (int)Math.Min(parent.Cell("#address-cells") ?? 0, 8);
            var at = i + width + 1 + upper;
            if (at + cells > map.Length) return null;
            if (matches) return (parent, map.AsSpan(at, (int)cells).ToArray());
            i = at + (int)cells;
        }

        return null;
    }
}
