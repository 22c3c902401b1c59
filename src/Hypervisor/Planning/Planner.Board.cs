using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>A machine of which nothing is known but its tree.</summary>
public sealed partial class Planner
{
    private const ulong XenAlignment = 2UL << 20;
    private const ulong XenRoom = 16UL << 20;

    // Where a boot loader puts Xen; null where QEMU does.
    private ulong? _xenAddress;

    private bool PlanBoard()
    {
        var host = _configuration.Host;
        if (_tree is null)
        {
            _findings.Error(
                Rules.GuestsHostTree, host.Tree?.At ?? host.At, "host/tree", "a board is known by its tree, and there is none", "name its .dts or .dtb as 'tree' of 'host'");
            return false;
        }

        var board = BoardMap.Of(_tree, _profile);
        _machine = board;
        if (host.Gic is { } gic && gic.Value != board.DefaultGic && board.GicRegions(gic.Value).Count > 0)
            _findings.Error(Rules.PlanGic, gic.At, "host/gic", $"the interrupt controller of {_tree.Name} is a GICv{board.DefaultGic}", "leave 'gic' out: the tree says it");
        var cpus = board.DefaultCpus;
        if (host.Cpus is { } count && count.Value != cpus)
            _findings.Warn(Rules.PlanHostCpus, count.At, "host/cpus", $"{_tree.Name} has {cpus} CPUs, and Xen brings up all of them, not {count.Value}", "leave 'cpus' out, or disable CPUs in the tree");
        var banks = BanksOfBoard(board);
        if (banks is null) return false;
        var bank = BoardMap.BootBank(banks);
        var total = banks.Aggregate(0UL, (sum, one) => unchecked(sum + one.Size));
        if (host.Memory is { } memory && memory.Value != total)
            _findings.Warn(Rules.PlanHostMemory, memory.At, "host/memory", $"{_tree.Name} has {ByteSize.Text(total)} of RAM, which is what Xen sees, not {ByteSize.Text(memory.Value)}", "leave 'memory' out, or change the tree");
        var (xen, tree) = PlacesOnBoard(board, bank, banks);
        _xenAddress = xen;
        _host = new PlannedHost(board.Name, board.Architecture, board.DefaultGic, cpus, board.CpuModel, bank, null, tree)
        {
            Banks = banks,
            IsEmulated = false,
            IsMemoryWritten = board.Banks.Count == 0,
        };
        return true;
    }

    // Boot loaders write the RAM into many trees, whose nodes have an address and no size, or which have no node.
    private IReadOnlyList<AddressRange>? BanksOfBoard(BoardMap board)
    {
        if (board.Banks.Count > 0) return board.Banks;
        var host = _configuration.Host;
        if (BoardMap.EmptyMemory(_tree) is { } address)
        {
            if (host.Memory is { } written && written.Value <= ulong.MaxValue - address) return [new AddressRange(address, written.Value)];
            _findings.Error(
                Rules.PlanHostMemory, host.Tree?.At ?? host.At, "host/tree", $"{_tree.Name}: its memory at {ByteSize.Hex(address)} has no size, which the board's boot loader writes", "say how much there is as 'memory' of 'host'");
            return null;
        }

        _findings.Error(
            Rules.PlanHostMemory, host.Tree?.At ?? host.At, "host/tree", $"{_tree.Name}: it has no memory, which the board's boot loader writes",
            "include the source in one of your own that adds it: / { memory@40000000 { device_type = \"memory\"; reg = <0x0 0x40000000 0x0 0x80000000>; }; };");
        return null;
    }

    // Apart from what the tree reserves, and from memory that the configuration gives an address.
    private (ulong Xen, ulong Tree) PlacesOnBoard(BoardMap board, AddressRange bank, IReadOnlyList<AddressRange> banks)
    {
        var places = new MemoryMap(bank, banks);
        foreach (var (path, region) in _tree.Reserved) places.Add(region, path, "host");
        foreach (var range in (_configuration.Xen?.StaticHeap ?? []).Concat(_configuration.Domains.SelectMany(domain => domain.StaticMemory)))
            places.Add(new AddressRange(range.Address, range.Size), "static memory", "");
        foreach (var domain in _configuration.Domains)
        {
            foreach (var share in domain.SharedMemory)
            {
                if (share.Host is { } host) places.Add(new AddressRange(host.Value, share.Size.Value), "shared memory", "");
            }
        }

        var written = _configuration.Hypervisor?.Image?.Address;
        var at = written?.At ?? _configuration.Host.At;
        string? Misfit(ulong value, ulong room) => value % XenAlignment != 0 ? "it is no multiple of 2MiB" : places.Misfit(new AddressRange(value, room));
        ulong Free(ulong room, ulong distance) => places.Free(room, XenAlignment, bank.Address + Math.Min(distance, bank.Size / 2)) ?? bank.Address + Math.Min(distance, bank.Size / 2);
        var xen = _choices.Address("hypervisor/image/address", written?.Value, at, () => Free(XenRoom, board.KernelOffset), value => Misfit(value, XenRoom));
        places.Add(new AddressRange(xen, XenRoom), "Xen", "");
        var tree = _choices.Address("host/tree-address", null, at, () => Free(board.TreeSize, board.TreeOffset), value => Misfit(value, board.TreeSize));
        return (xen, tree);
    }
}
