using System.Text;
using Dtc.Fdt;

namespace Emulator.Proof;

/// <summary>A blob as nodes by path and properties by name, both in the order in which they stand.</summary>
internal sealed class TreeSnapshot
{
    private readonly Dictionary<string, int> _repeated = new(StringComparer.Ordinal);

    // Linux gives up at 64.
    private const int MaxDepth = 64;

    private TreeSnapshot()
    {
    }

    /// <summary>One node.</summary>
    public sealed class Node
    {
        /// <summary>Values by name, and the names in their order.</summary>
        public Dictionary<string, byte[]> Properties { get; } = new(StringComparer.Ordinal);

        /// <summary>Names of the properties.</summary>
        public List<string> Order { get; } = [];

        /// <summary>Paths of the children.</summary>
        public List<string> Children { get; } = [];
    }

    /// <summary>The nodes by path.</summary>
    public Dictionary<string, Node> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>The memory reservations.</summary>
    public List<(ulong Address, ulong Size)> Reservations { get; } = [];

    /// <summary>The boot CPU.</summary>
    public uint BootCpu { get; private set; }

    /// <summary>Takes a blob apart.</summary>
    /// <returns>Null when it is damaged.</returns>
    public static TreeSnapshot? Of(ReadOnlySpan<byte> blob, out string fault)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out var error) || (error = FdtVerifier.Check(blob)) != FdtError.None)
        {
            fault = $"it is no sound blob ({error})";
            return null;
        }

        var snapshot = new TreeSnapshot { BootCpu = reader.Header.BootCpu };
        foreach (var entry in reader.Reservations) snapshot.Reservations.Add((entry.Address, entry.Size));
        fault = snapshot.Add(reader.Root, "/", 0) ? "" : $"its nodes are nested more than {MaxDepth} deep";
        return fault.Length == 0 ? snapshot : null;
    }

    private bool Add(FdtNode node, string path, int depth)
    {
        if (depth > MaxDepth) return false;
        var own = new Node();
        Nodes.Add(path, own);
        foreach (var property in node.Properties)
        {
            var name = Unique(Text(property.Name), own.Properties.ContainsKey);
            own.Properties.Add(name, property.Value.ToArray());
            own.Order.Add(name);
        }

        foreach (var child in node.Children)
        {
            var below = Unique((depth == 0 ? "/" : path + "/") + Text(child.Name), Nodes.ContainsKey);
            own.Children.Add(below);
            if (!Add(child, below, depth + 1)) return false;
        }

        return true;
    }

    // What stands twice is another thing than what stands once.
    private string Unique(string name, Func<string, bool> isTaken)
    {
        if (!isTaken(name)) return name;
        var count = _repeated.GetValueOrDefault(name, 1) + 1;
        _repeated[name] = count;
        return $"{name} ({count})";
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);
}
