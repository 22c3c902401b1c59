using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Finds out whether two children of a node may share a unit address; its memory serves all nodes of a run.</summary>
internal sealed class AddressTable
{
    private readonly HashSet<ulong> _seen = [];

    /// <summary>False when no two live children share a unit address; true also for two that only hash alike.</summary>
    public bool HasRepeated(Node parent)
    {
        _seen.Clear();
        foreach (var child in parent.Children)
        {
            var address = child.Name.UnitAddress;
            if (!address.IsEmpty && !_seen.Add(Hash(address))) return true;
        }

        return false;
    }

    // Eight bytes tell most addresses apart by themselves.
    private static ulong Hash(ReadOnlySpan<byte> address)
    {
        var hash = 0UL;
        foreach (var c in address) hash = (ulong.RotateLeft(hash, 8) ^ c) * (address.Length > 8 ? 0x9E3779B97F4A7C15 : 1);
        return hash;
    }
}
