namespace Emulator.Proof;

/// <summary>What differs between the promised tree and the one that a guest saw.</summary>
public enum DifferenceKind
{
    /// <summary>The guest saw a node that was not promised, with all below it.</summary>
    NodeAdded,

    /// <summary>The guest did not see a node that was promised, with all below it.</summary>
    NodeRemoved,

    /// <summary>The guest saw a property that was not promised.</summary>
    PropertyAdded,

    /// <summary>The guest did not see a property that was promised.</summary>
    PropertyRemoved,

    /// <summary>The values differ.</summary>
    PropertyChanged,

    /// <summary>The memory reservations of the blobs differ.</summary>
    Reservations,

    /// <summary>The boot CPUs of the blobs differ.</summary>
    BootCpu,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Path">Path of the node.</param>
/// <param name="Property">The property, when it is about one.</param>
/// <param name="Promised">The promised value as source, when there is one.</param>
/// <param name="Seen">The value that the guest saw, as source, when there is one.</param>
public sealed record TreeDifference(DifferenceKind Kind, string Path, string? Property = null, string? Promised = null, string? Seen = null)
{
    /// <summary>The difference in a line.</summary>
    public override string ToString() => Kind switch
    {
        DifferenceKind.NodeAdded => $"{Path}: a node that was not promised",
        DifferenceKind.NodeRemoved => $"{Path}: the node is missing",
        DifferenceKind.PropertyAdded => $"{Path}: '{Property}' was not promised; seen: {Shown(Seen)}",
        DifferenceKind.PropertyRemoved => $"{Path}: '{Property}' is missing; promised: {Shown(Promised)}",
        DifferenceKind.PropertyChanged => $"{Path}: '{Property}' is another; promised: {Shown(Promised)}, seen: {Shown(Seen)}",
        DifferenceKind.Reservations => $"memory reservations are others; promised: {Shown(Promised)}, seen: {Shown(Seen)}",
        _ => $"the boot CPU is another; promised: {Promised}, seen: {Seen}",
    };

    private static string Shown(string? value) => value switch
    {
        null or "" => "(empty)",
        { Length: > 400 } => value[..400] + " …",
        _ => value,
    };
}

/// <summary>A difference that the allow-list accepts.</summary>
/// <param name="Difference">The difference.</param>
/// <param name="Allowance">The entry that accepts it.</param>
public sealed record AllowedDifference(TreeDifference Difference, Allowance Allowance);

/// <summary>
/// A value that is promised with a reservation, because the hypervisor chooses it when it boots. It is known by its place, before
/// anything was compared.
/// </summary>
/// <param name="Path">The node.</param>
/// <param name="Property">The property; null for the node as a whole, its unit address too.</param>
/// <param name="Reason">Why it cannot be told.</param>
public sealed record OpenValue(string Path, string? Property, string Reason)
{
    /// <summary>True when a difference is about this value and nothing else.</summary>
    public bool Covers(TreeDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        if (difference.Kind is DifferenceKind.Reservations or DifferenceKind.BootCpu) return false;
        if (Property is not null) return difference.Path == Path && difference.Property == Property;
        if (difference.Path == Path) return true;
        // The same node at another address.
        return difference.Kind == DifferenceKind.NodeAdded && WithoutAddress(difference.Path) == WithoutAddress(Path);
    }

    private static string WithoutAddress(string path)
    {
        var name = path.LastIndexOf('/');
        var address = path.IndexOf('@', Math.Max(name, 0));
        return address < 0 ? path : path[..address];
    }
}

/// <summary>A difference in a value that was promised with a reservation.</summary>
/// <param name="Difference">The difference.</param>
/// <param name="Value">The reservation.</param>
public sealed record OpenDifference(TreeDifference Difference, OpenValue Value);

/// <summary>What came of comparing the promised tree with the one that a guest saw.</summary>
public sealed record ProofResult
{
    /// <summary>Nodes in one tree or the other.</summary>
    public required int Nodes { get; init; }

    /// <summary>Properties in one tree or the other.</summary>
    public required int Properties { get; init; }

    /// <summary>Properties that both have with the same bytes.</summary>
    public required int Equal { get; init; }

    /// <summary>Differences that are accepted, with the reason.</summary>
    public required IReadOnlyList<AllowedDifference> Allowed { get; init; }

    /// <summary>Differences in what the hypervisor chooses when it boots.</summary>
    public IReadOnlyList<OpenDifference> Open { get; init; } = [];

    /// <summary>Differences that are neither.</summary>
    public required IReadOnlyList<TreeDifference> Unexplained { get; init; }

    /// <summary>Entries of the allow-list that no difference needed, though they say something of what was promised.</summary>
    public required IReadOnlyList<Allowance> Unused { get; init; }

    /// <summary>Nodes whose properties or children stand in another order than promised. That means nothing to a guest.</summary>
    public required IReadOnlyList<string> Reordered { get; init; }

    /// <summary>True when nothing is unexplained.</summary>
    public bool Holds => Unexplained.Count == 0;
}
