using System.Text;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Decompiling;

/// <summary>
/// Labels for nodes that something refers to: those of <c>/__symbols__</c>, and made from names and addresses for others,
/// the same in every run.
/// </summary>
internal sealed class LabelNames
{
    private readonly Dictionary<Node, string> _made = [];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _nextNumbers = [];

    /// <summary>Takes note of the labels that the tree has.</summary>
    public LabelNames(Node root) => Collect(root);

    /// <summary>The label made for a node; null when none was.</summary>
    public string? Made(Node node) => _made.GetValueOrDefault(node);

    /// <summary>Makes labels for the targets of references that have none.</summary>
    public void Make(IEnumerable<Node> targets)
    {
        foreach (var target in targets)
        {
            if (First(target) is null && target.Parent is not null && !_made.ContainsKey(target)) _made.Add(target, Unique(target));
        }
    }

    /// <summary>The first live label that source can hold.</summary>
    public static Name? First(Node node)
    {
        for (var label = node.Labels; label is not null; label = label.Next)
        {
            if (!label.Deleted && SourceNames.IsLabel(label.Name.Utf8)) return label.Name;
        }

        return null;
    }

    // i2c@12340000 becomes i2c_12340000; what several nodes are called gets the parent's name in front, then a number.
    private string Unique(Node node)
    {
        var name = Cleaned(node.Name);
        if (_taken.Add(name)) return name;
        if (node.Parent is { Parent: not null } parent)
        {
            name = $"{Cleaned(parent.Name)}_{name}";
            if (_taken.Add(name)) return name;
        }

        // Counting from the start for each of many nodes of one name would take forever.
        for (var number = _nextNumbers.GetValueOrDefault(name, 2); ; number++)
        {
            var numbered = $"{name}_{number}";
            if (!_taken.Add(numbered)) continue;
            _nextNumbers[name] = number + 1;
            return numbered;
        }
    }

    private static string Cleaned(Name name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name.Utf8[..Math.Min(name.Length, 100)])
        {
            var letter = char.IsAsciiLetterOrDigit((char)c) ? (char)c : '_';
            if (text.Length == 0 && char.IsAsciiDigit(letter)) text.Append('_');
            text.Append(letter);
        }

        return text.Length == 0 ? "_" : text.ToString();
    }

    private void Collect(Node node)
    {
        for (var label = node.Labels; label is not null; label = label.Next) _taken.Add(label.Name.ToString());
        foreach (var child in node.Children) Collect(child);
    }
}
