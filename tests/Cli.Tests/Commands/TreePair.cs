using System.Text;

namespace Cli.Tests.Commands;

/// <summary>A random tree, and what becomes of it by adding and changing; as source.</summary>
internal sealed class TreePair
{
    private readonly Random _random;
    private readonly List<Item> _labelled = [];
    private int _serial;

    public TreePair(int seed)
    {
        _random = new Random(seed);
        var root = new Item("", null);
        Grow(root, 0);
        while (_labelled.Count < 2) root.Children.Add(NewNode(0));
        Refer(root);
        Before = Source(root);
        Change(root);
        Refer(root);
        After = Source(root);
        var children = root.Children.Where(c => !IsReferred(root, c)).ToList();
        if (children.Count > 0) root.Children.Remove(children[_random.Next(children.Count)]);
        AfterRemoval = children.Count > 0 ? Source(root) : null;
    }

    public string Before { get; }

    public string After { get; }

    /// <summary><see cref="After"/> without one node; null when all are referred to.</summary>
    public string? AfterRemoval { get; }

    private static bool IsReferred(Item root, Item item)
    {
        var labels = Labels(item).ToList();
        return root.Properties.Concat(root.Children.SelectMany(All)).Any(v => labels.Any(l => v.Contains($"&{l} ", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Labels(Item item) =>
        item.Children.SelectMany(Labels).Concat(item.Label is { } label ? [label] : []);

    private static IEnumerable<string> All(Item item) => item.Properties.Concat(item.Children.SelectMany(All));

    private void Grow(Item item, int depth)
    {
        for (var count = _random.Next(4); count > 0; count--) item.Set(PlainProperty());
        if (depth == 4) return;
        for (var count = _random.Next(depth == 0 ? 2 : 0, 4); count > 0; count--) item.Children.Add(NewNode(depth));
    }

    private Item NewNode(int depth)
    {
        var serial = _serial++;
        var item = new Item($"n{serial}@{serial:x}", _random.Next(2) == 0 ? $"label{serial}" : null);
        if (item.Label is not null)
        {
            item.Set("#clock-cells = <1>");
            _labelled.Add(item);
        }

        Grow(item, depth + 1);
        return item;
    }

    private string PlainProperty()
    {
        var name = $"p{_random.Next(12)}";
        return _random.Next(5) switch
        {
            0 => name,
            1 => $"{name} = \"text {_random.Next(9)}\", \"more \\\"quoted\\\"\"",
            2 => $"{name} = [0{_random.Next(9)} ff 00]",
            3 => $"{name} = <{_random.Next(5)} 0x{_random.Next():x}>",
            _ => $"{name} = \"mixed\", <{_random.Next(5)}>",
        };
    }

    // References to whatever has a label, in properties known to hold them and in others.
    private void Refer(Item item)
    {
        if (_random.Next(3) == 0)
        {
            string To() => $"&{_labelled[_random.Next(_labelled.Count)].Label} ";
            item.Set(_random.Next(3) switch
            {
                0 => $"clocks = <{To()}{_random.Next(4)} {To()}1>",
                1 => $"interrupt-parent = <{To()}>",
                _ => $"power-supply = <{To()}>",
            });
        }

        foreach (var child in item.Children) Refer(child);
    }

    private void Change(Item item)
    {
        if (_random.Next(3) == 0) item.Set(PlainProperty());
        foreach (var child in item.Children.ToArray()) Change(child);
        if (_random.Next(4) == 0) item.Children.Insert(_random.Next(item.Children.Count + 1), NewNode(2));
    }

    private static string Source(Item root)
    {
        var text = new StringBuilder("/dts-v1/;\n");
        Append(text, root);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Item item)
    {
        if (item.Label is not null) text.Append(item.Label).Append(": ");
        text.Append(item.Name.Length == 0 ? "/" : item.Name).Append(" {\n");
        foreach (var property in item.Properties) text.Append(property).Append(";\n");
        foreach (var child in item.Children) Append(text, child);
        text.Append("};\n");
    }

    private sealed class Item(string name, string? label)
    {
        public string Name { get; } = name;

        public string? Label { get; } = label;

        public List<string> Properties { get; } = [];

        public List<Item> Children { get; } = [];

        public void Set(string property)
        {
            var name = property.Split(' ')[0];
            var at = Properties.FindIndex(p => p.Split(' ')[0] == name);
            if (at < 0) Properties.Add(property);
            else Properties[at] = property;
        }
    }
}
