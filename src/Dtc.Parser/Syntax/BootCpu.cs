using System.Buffers.Binary;
using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <summary>The boot CPU that the tree suggests.</summary>
public static class BootCpu
{
    /// <summary>
    /// The one-cell <c>reg</c> of the first child of <c>/cpus</c>, else 0. As in dtc the first child counts
    /// even when it was deleted, and references are not resolved yet.
    /// </summary>
    public static uint Guess(DeviceTree tree)
    {
        if (tree.Root.FindChild(tree.Names.Cpus)?.FirstChild is not { } cpu) return 0;
        return cpu.Find(tree.Names.Reg) is { Length: 4 } reg ? BinaryPrimitives.ReadUInt32BigEndian(reg.Value) : 0;
    }
}
