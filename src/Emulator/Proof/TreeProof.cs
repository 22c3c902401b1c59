using System.Globalization;
using Dtc.Compiler.Comparison;

namespace Emulator.Proof;

/// <summary>
/// Compares the tree that was promised with the one that a guest saw: every node by its path, every property by the bytes of
/// its value. Phandles are compared as the numbers they are, since a guest may well know them.
/// </summary>
public static class TreeProof
{
    /// <summary>Compares two blobs.</summary>
    /// <param name="promised">The promised tree.</param>
    /// <param name="seen">The tree that the guest sent back.</param>
    /// <param name="allowed">Differences that are accepted.</param>
    /// <param name="fault">Why there is no result: one of the blobs is damaged.</param>
    /// <returns>Null when a blob is damaged.</returns>
    public static ProofResult? Compare(ReadOnlySpan<byte> promised, ReadOnlySpan<byte> seen, IReadOnlyList<Allowance> allowed, out string fault) =>
        Compare(promised, seen, allowed, [], out fault);

    /// <summary>Compares two blobs, the promised one with reservations.</summary>
    /// <param name="promised">The promised tree.</param>
    /// <param name="seen">The tree that the guest sent back.</param>
    /// <param name="allowed">Differences that are accepted.</param>
    /// <param name="open">Values that the hypervisor chooses when it boots.</param>
    /// <param name="fault">Why there is no result: one of the blobs is damaged.</param>
    /// <returns>Null when a blob is damaged.</returns>
    public static ProofResult? Compare(
        ReadOnlySpan<byte> promised, ReadOnlySpan<byte> seen, IReadOnlyList<Allowance> allowed, IReadOnlyList<OpenValue> open, out string fault)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(open);
        if (TreeSnapshot.Of(promised, out fault) is not { } left)
        {
            fault = $"the promised tree cannot be read: {fault}";
            return null;
        }

        if (TreeSnapshot.Of(seen, out fault) is not { } right)
        {
            fault = $"the tree that came back cannot be read: {fault}";
            return null;
        }

        return new Comparison(left, right).Result(allowed, open);
    }

    private sealed class Comparison(TreeSnapshot promised, TreeSnapshot seen)
    {
        private readonly List<TreeDifference> _differences = [];
        private readonly List<string> _reordered = [];
        private int _nodes;
        private int _properties;
        private int _equal;

        public ProofResult Result(IReadOnlyList<Allowance> allowed, IReadOnlyList<OpenValue> open)
        {
            if (promised.BootCpu != seen.BootCpu) _differences.Add(new(DifferenceKind.BootCpu, "/", null, Number(promised.BootCpu), Number(seen.BootCpu)));
            if (!promised.Reservations.SequenceEqual(seen.Reservations))
                _differences.Add(new(DifferenceKind.Reservations, "/", null, Text(promised.Reservations), Text(seen.Reservations)));
            Node("/");
            var accepted = new List<AllowedDifference>();
            var reserved = new List<OpenDifference>();
            var unexplained = new List<TreeDifference>();
            var used = new HashSet<Allowance>();
            foreach (var difference in _differences)
            {
                if (allowed.FirstOrDefault(entry => entry.Covers(difference)) is not { } allowance)
                {
                    if (open.FirstOrDefault(value => value.Covers(difference)) is { } value) reserved.Add(new OpenDifference(difference, value));
                    else unexplained.Add(difference);
                    continue;
                }

                accepted.Add(new AllowedDifference(difference, allowance));
                used.Add(allowance);
            }

            return new ProofResult
            {
                Nodes = _nodes,
                Properties = _properties,
                Equal = _equal,
                Allowed = accepted,
                Open = reserved,
                Unexplained = unexplained,
                Unused = [.. allowed.Where(entry => !used.Contains(entry) && entry.Concerns(promised))],
                Reordered = _reordered,
            };
        }

        // Both trees have it.
        private void Node(string path)
        {
            var (left, right) = (promised.Nodes[path], seen.Nodes[path]);
            _nodes++;
            foreach (var name in left.Order)
            {
                _properties++;
                var value = left.Properties[name];
                if (!right.Properties.TryGetValue(name, out var other))
                    _differences.Add(new(DifferenceKind.PropertyRemoved, path, name, Text(value)));
                else if (value.AsSpan().SequenceEqual(other)) _equal++;
                else _differences.Add(new(DifferenceKind.PropertyChanged, path, name, Text(value), Text(other)));
            }

            foreach (var name in right.Order)
            {
                if (left.Properties.ContainsKey(name)) continue;
                _properties++;
                _differences.Add(new(DifferenceKind.PropertyAdded, path, name, null, Text(right.Properties[name])));
            }

            if (!SameOrder(left.Order, right.Order) || !SameOrder(left.Children, right.Children)) _reordered.Add(path);
            foreach (var child in left.Children)
            {
                if (seen.Nodes.ContainsKey(child)) Node(child);
                else OnlyIn(promised, DifferenceKind.NodeRemoved, child);
            }

            foreach (var child in right.Children)
            {
                if (!promised.Nodes.ContainsKey(child)) OnlyIn(seen, DifferenceKind.NodeAdded, child);
            }
        }

        private void OnlyIn(TreeSnapshot tree, DifferenceKind kind, string path)
        {
            _differences.Add(new(kind, path));
            Count(tree, path);
        }

        private void Count(TreeSnapshot tree, string path)
        {
            _nodes++;
            _properties += tree.Nodes[path].Order.Count;
            foreach (var child in tree.Nodes[path].Children) Count(tree, child);
        }

        // Of what both have.
        private static bool SameOrder(List<string> left, List<string> right) =>
            left.SequenceEqual(right) || left.Intersect(right).SequenceEqual(right.Intersect(left));

        private static string Text(byte[] value) => ValueText.Of(value, [], static _ => "");

        private static string Number(uint number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");

        private static string Text(List<(ulong Address, ulong Size)> reservations) =>
            string.Join(", ", reservations.Select(static r => string.Create(CultureInfo.InvariantCulture, $"0x{r.Address:x} 0x{r.Size:x}")));
    }
}
