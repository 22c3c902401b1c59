using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Dtc.Compiler.Comparison;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>
/// Differences of two trees as people read them: like a unified diff, with the path of a node in place of line numbers.
/// </summary>
internal sealed class DiffText(LoadedTree left, LoadedTree right, bool color)
{
    private readonly StringBuilder _text = new();
    private readonly TreeLines _left = new(left);
    private readonly TreeLines _right = new(right);

    /// <summary>Writes the differences to standard output.</summary>
    public void Write(IReadOnlyList<TreeChange> changes, Host host)
    {
        Line("\e[1m", $"--- {left.Path}");
        Line("\e[1m", $"+++ {right.Path}");
        string? path = null;
        foreach (var change in changes)
        {
            var at = change.Kind is ChangeKind.NodeAdded or ChangeKind.NodeRemoved ? Parent(change.Path) : change.Path;
            if (at != path) Line("\e[36m", $"@@ {at} @@");
            path = at;
            Append(change);
        }

        host.Print(_text.ToString());
    }

    private void Append(TreeChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.NodeAdded:
                _right.Subtree(change.RightNode!, 0, Added);
                break;
            case ChangeKind.NodeRemoved:
                _left.Subtree(change.LeftNode!, 0, Removed);
                break;
            case ChangeKind.Order:
                Line("\e[33m", " (properties or children in another order)");
                break;
            case ChangeKind.BootCpu:
                Removed(0, $"boot CPU 0x{left.Tree.BootCpu:x}");
                Added(0, $"boot CPU 0x{right.Tree.BootCpu:x}");
                break;
            case ChangeKind.Reservations:
                foreach (var entry in left.Tree.Reservations) Removed(0, Reservation(entry));
                foreach (var entry in right.Tree.Reservations) Added(0, Reservation(entry));
                break;
            default:
                if (change.Left is { } was) Removed(0, _left.Line(change.LeftNode!, was));
                if (change.Right is { } becomes) Added(0, _right.Line(change.RightNode!, becomes));
                break;
        }
    }

    private static string Reservation(MemoryReservation entry) => $"/memreserve/ 0x{entry.Address:x} 0x{entry.Size:x};";

    private static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    private void Added(int depth, string line) => Line("\e[32m", $"+{new string('\t', depth)}{line}");

    private void Removed(int depth, string line) => Line("\e[31m", $"-{new string('\t', depth)}{line}");

    private void Line(string style, string line)
    {
        // Tabs are ours; everything else may come from anybody.
        var safe = string.Join('\t', line.Split('\t').Select(Printable.Escape));
        _text.Append(color ? style : "").Append(safe).Append(color ? "\e[0m" : "").Append('\n');
    }
}
