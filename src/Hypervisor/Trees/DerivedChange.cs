namespace Hypervisor.Trees;

/// <summary>What became of something in the host's tree.</summary>
public enum DerivedChangeKind
{
    /// <summary>A node and all below it are not in the tree.</summary>
    Hidden,

    /// <summary>A node of the hypervisor's stands in its place.</summary>
    Replaced,

    /// <summary>A property is not in the tree.</summary>
    PropertyRemoved,

    /// <summary>A property has another value.</summary>
    PropertyChanged,

    /// <summary>A node or property that the host's tree does not have.</summary>
    Added,

    /// <summary>A reference to something hidden was kept.</summary>
    Dangling,
}

/// <summary>One difference between the host's tree and the one derived from it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">Path of the node: in the derived tree for what was added, else in the host's.</param>
/// <param name="Property">The property; null when the node as a whole is meant.</param>
/// <param name="Rule">The rule that did it, short and stable: <c>compatible</c>, <c>path</c>, <c>device-type</c>, <c>board</c>, <c>console</c>, …</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Source">Where the rule is to be found in the hypervisor; null when the configuration made it.</param>
public sealed record DerivedChange(DerivedChangeKind Kind, string Path, string? Property, string Rule, string Reason, string? Source = null);

/// <summary>A number that the hypervisor chooses when it boots and that cannot be told for certain.</summary>
/// <param name="Path">Path of the node in the derived tree.</param>
/// <param name="Property">The property; null when the node's own address is meant too.</param>
/// <param name="Reason">Why it is not certain.</param>
public sealed record OpenNumber(string Path, string? Property, string Reason);
