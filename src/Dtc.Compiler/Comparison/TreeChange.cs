using Dtc.Tree;

namespace Dtc.Compiler.Comparison;

/// <summary>What differs between two trees, seen from the left one.</summary>
public enum ChangeKind
{
    /// <summary>Only the right tree has the node, with all below it.</summary>
    NodeAdded,

    /// <summary>Only the left tree has the node, with all below it.</summary>
    NodeRemoved,

    /// <summary>Only the right tree has the property.</summary>
    PropertyAdded,

    /// <summary>Only the left tree has the property.</summary>
    PropertyRemoved,

    /// <summary>The values differ in what they mean.</summary>
    PropertyChanged,

    /// <summary>The properties or the children that both have stand in another order.</summary>
    Order,

    /// <summary>The memory reservations differ.</summary>
    Reservations,

    /// <summary>The boot CPU differs.</summary>
    BootCpu,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Path">Path of the node concerned.</param>
/// <param name="LeftNode">The node in the left tree; null when it has none.</param>
/// <param name="RightNode">The node in the right tree; null when it has none.</param>
/// <param name="Left">The property in the left tree, if it is about one and the tree has it.</param>
/// <param name="Right">The property in the right tree, likewise.</param>
public sealed record TreeChange(
    ChangeKind Kind, string Path, Node? LeftNode = null, Node? RightNode = null, Property? Left = null, Property? Right = null);
