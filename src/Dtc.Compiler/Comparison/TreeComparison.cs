using System.Buffers.Binary;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Comparison;

/// <summary>
/// Compares two trees by what they mean: nodes and properties by name, whatever their order; cells that refer to nodes
/// by the nodes, whatever their phandles. Symbols and fix-up nodes count only when both trees have them, since one
/// that was compiled without them says nothing about labels.
/// </summary>
/// <remarks>Both trees take their names from one table, as two inputs of one <see cref="DtsCompiler"/> do.</remarks>
public sealed class TreeComparison
{
    private readonly DeviceTree _left;
    private readonly DeviceTree _right;
    private readonly TreeReferences _leftReferences;
    private readonly TreeReferences _rightReferences;
    private readonly List<TreeChange> _changes = [];

    private TreeComparison(DeviceTree left, DeviceTree right)
    {
        _left = left;
        _right = right;
        _leftReferences = new TreeReferences(left);
        _rightReferences = new TreeReferences(right);
    }

    /// <summary>Also report what stands in another order.</summary>
    private bool Ordered { get; init; }

    /// <summary>Also compare the numbers of phandles.</summary>
    private bool Numbers { get; init; }

    /// <summary>The differences, depth first, properties before children; none when the trees mean the same.</summary>
    /// <param name="left">The tree to start from.</param>
    /// <param name="right">The tree to get to.</param>
    /// <param name="ordered">Report what stands in another order.</param>
    /// <param name="numbers">Compare phandles as numbers, and so every value byte for byte.</param>
    public static IReadOnlyList<TreeChange> Of(DeviceTree left, DeviceTree right, bool ordered = false, bool numbers = false)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Names != right.Names) throw new ArgumentException("the trees take their names from different tables", nameof(right));
        var comparison = new TreeComparison(left, right) { Ordered = ordered, Numbers = numbers };
        comparison.Run();
        return comparison._changes;
    }

    private void Run()
    {
        if (_left.BootCpu != _right.BootCpu) _changes.Add(new TreeChange(ChangeKind.BootCpu, "/", _left.Root, _right.Root));
        var left = _left.Reservations.Select(r => (r.Address, r.Size));
        if (!left.SequenceEqual(_right.Reservations.Select(r => (r.Address, r.Size))))
            _changes.Add(new TreeChange(ChangeKind.Reservations, "/", _left.Root, _right.Root));
        Nodes(_left.Root, _right.Root);
    }

    private void Nodes(Node left, Node right)
    {
        foreach (var property in left.Properties)
        {
            if (!Numbers && TreeReferences.IsPhandle(_left, property)) continue;
            var other = right.Find(property.Name);
            if (other is null) Add(ChangeKind.PropertyRemoved, left, right, property, null);
            else if (!MeansTheSame(property, other)) Add(ChangeKind.PropertyChanged, left, right, property, other);
        }

        foreach (var property in right.Properties)
        {
            if (!Numbers && TreeReferences.IsPhandle(_right, property)) continue;
            if (left.Find(property.Name) is null) Add(ChangeKind.PropertyAdded, left, right, null, property);
        }

        if (Ordered && !SameOrder(left, right)) Add(ChangeKind.Order, left, right, null, null);

        foreach (var child in left.Children)
        {
            if (right.FindChild(child.Name) is { } other) Nodes(child, other);
            else if (!IsMetadata(child)) _changes.Add(new TreeChange(ChangeKind.NodeRemoved, child.Path, child));
        }

        foreach (var child in right.Children)
        {
            if (left.FindChild(child.Name) is null && !IsMetadata(child))
                _changes.Add(new TreeChange(ChangeKind.NodeAdded, child.Path, null, child));
        }
    }

    private void Add(ChangeKind kind, Node left, Node right, Property? was, Property? becomes) =>
        _changes.Add(new TreeChange(kind, left.Path, left, right, was, becomes));

    private bool IsMetadata(Node node)
    {
        var names = _left.Names;
        return node.Parent?.Parent is null
            && (node.Name == names.Symbols || node.Name == names.Fixups || node.Name == names.LocalFixups);
    }

    private bool MeansTheSame(Property left, Property right)
    {
        if (left.Length != right.Length) return false;
        if (Numbers) return left.Value.SequenceEqual(right.Value);
        var leftTargets = _leftReferences.Of(left);
        var rightTargets = _rightReferences.Of(right);
        // Arguments of references may be references too (mboxes), as may cells of properties that nobody knows.
        var unsure = leftTargets.Count > 0 || (_leftReferences.IsUnknown(left) && _rightReferences.IsUnknown(right));
        var (l, r) = (0, 0);
        for (var at = 0; at < left.Length;)
        {
            var inLeft = l < leftTargets.Count && leftTargets[l].Offset == at;
            var inRight = r < rightTargets.Count && rightTargets[r].Offset == at;
            if (!inLeft && !inRight)
            {
                if (left.Value[at] == right.Value[at])
                {
                    at++;
                    continue;
                }

                // Two numbers of unknown meaning that are the phandles of one node are hardly anything else.
                at -= at % 4;
                if (!unsure || left.Length % 4 != 0 || Resolve(_leftReferences, left, at) is not { } node
                    || node != Resolve(_rightReferences, right, at)) return false;
                at += 4;
                continue;
            }

            // Where only one side knows that this is a reference, the other side's number tells its node.
            var leftName = inLeft ? leftTargets[l++].Name : Resolve(_leftReferences, left, at);
            var rightName = inRight ? rightTargets[r++].Name : Resolve(_rightReferences, right, at);
            if (leftName != rightName) return false;
            at += 4;
        }

        return true;
    }

    private static string? Resolve(TreeReferences references, Property property, int offset) =>
        references.ByPhandle(BinaryPrimitives.ReadUInt32BigEndian(property.Value[offset..])) is { } node
            ? new CellReference(offset, node, null).Name
            : null;

    private bool SameOrder(Node left, Node right)
    {
        var leftNames = new List<Name>();
        var rightNames = new List<Name>();
        foreach (var p in left.Properties) if (Counts(_left, p) && right.Find(p.Name) is not null) leftNames.Add(p.Name);
        foreach (var p in right.Properties) if (Counts(_right, p) && left.Find(p.Name) is not null) rightNames.Add(p.Name);
        if (!leftNames.SequenceEqual(rightNames)) return false;
        leftNames.Clear();
        rightNames.Clear();
        foreach (var c in left.Children) if (right.FindChild(c.Name) is not null) leftNames.Add(c.Name);
        foreach (var c in right.Children) if (left.FindChild(c.Name) is not null) rightNames.Add(c.Name);
        return leftNames.SequenceEqual(rightNames);
    }

    private bool Counts(DeviceTree tree, Property property) => Numbers || !TreeReferences.IsPhandle(tree, property);
}
