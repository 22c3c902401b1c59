using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>One value of a node that is compared with those of others.</summary>
/// <param name="Node">The node.</param>
/// <param name="Property">The property; null for the node itself.</param>
/// <param name="Offset">First byte of the value.</param>
/// <param name="Length">Its length; -1 for all.</param>
/// <param name="Text">The value as it is shown and compared.</param>
internal sealed record KeyValue(RuleNode Node, string? Property, int Offset, int Length, string Text)
{
    private const int MaximumShown = 80;

    /// <summary>The value for people, cut off when it is long.</summary>
    public string Shown => Text.Length <= MaximumShown ? Text : Text[..(MaximumShown - 3)] + "...";
}

/// <summary>Says which values of a node are compared: a property, a cell, a string, its name, its interrupts, its regions.</summary>
internal sealed class KeyTerm
{
    private readonly Func<RuleRun, RuleNode, IEnumerable<KeyValue>> _find;

    private KeyTerm(string text, Func<RuleRun, RuleNode, IEnumerable<KeyValue>> find)
    {
        Text = text;
        _find = find;
    }

    /// <summary>What it is called in messages.</summary>
    public string Text { get; }

    public static KeyTerm Read(SchemaValue value, RuleNames names)
    {
        if (value.IsArray) return ReadSeveral(value, names);
        if (value.IsString)
        {
            return value.String switch
            {
                "name" => new KeyTerm("name", (_, node) => [new KeyValue(node, null, 0, -1, node.Name)]),
                "interrupts" => new KeyTerm("interrupt", (run, node) => run.Interrupts.Of(node)
                    .Where(interrupt => interrupt.Controller is not null)
                    .Select(interrupt => new KeyValue(node, interrupt.Property, interrupt.Offset, interrupt.Length, run.Describe(interrupt)))),
                _ => throw new RuleFormatException("'name', 'interrupts' or a mapping is expected", value.Position),
            };
        }

        if (value["regions"] is { } regions)
        {
            var term = RegionTerm.Read(regions, names);
            var onlySize = value["part"]?.String == "size";
            return new KeyTerm(onlySize ? $"the size of {term.Text}" : term.Text, (run, node) => term.Find(run, node)
                .Select(region => new KeyValue(region.Node, region.Property, region.Offset, region.Length, onlySize ? $"0x{region.Size:x}" : region.ToString())));
        }

        var name = value["property"]!.String;
        if (value["cell"] is { } index)
        {
            var cell = RuleText.Small(index);
            var mask = value["mask"] is { } bits ? RuleText.Number(bits) : uint.MaxValue;
            var masked = value["mask"] is not null;
            return new KeyTerm($"'{name}'", (_, node) => node[name]?.Cell(cell) is { } whole && (whole & mask) is var found && (found != 0 || !masked)
                ? [new KeyValue(node, name, cell * 4, 4, $"<{found}>")]
                : []);
        }

        if (value["cells"] is { IsTrue: true })
            return new KeyTerm($"'{name}'", (_, node) => Cells(node, name));
        if (value["strings"] is { IsTrue: true })
            return new KeyTerm($"'{name}'", (_, node) => Strings(node, name));
        return new KeyTerm($"'{name}'", (_, node) => node[name] is { } property ? [new KeyValue(node, name, 0, -1, Show(property))] : []);
    }

    public IEnumerable<KeyValue> Find(RuleRun run, RuleNode node) => _find(run, node);

    /// <summary>For each value the first node that has it.</summary>
    public Dictionary<string, KeyValue> FirstOf(RuleRun run, NodeSet set) => set.Derive(this, () =>
    {
        var first = new Dictionary<string, KeyValue>(StringComparer.Ordinal);
        foreach (var value in set.Nodes.SelectMany(node => Find(run, node))) first.TryAdd(value.Text, value);
        return first;
    });

    // Equal when all are; a node that lacks one of them has none.
    private static KeyTerm ReadSeveral(SchemaValue value, RuleNames names)
    {
        KeyTerm[] parts = [.. value.Items.Select(item => Read(item, names))];
        return new KeyTerm(string.Join(" and ", parts.Select(part => part.Text)), (run, node) =>
        {
            var found = Array.ConvertAll(parts, part => part.Find(run, node).FirstOrDefault());
            return Array.TrueForAll(found, item => item is not null)
                ? [found[0]! with { Text = string.Join(" and ", found.Select(item => item!.Text)) }]
                : [];
        });
    }

    private static IEnumerable<KeyValue> Cells(RuleNode node, string name)
    {
        if (node[name] is not { } property) yield break;
        for (var at = 0; at < property.CellCount; at++) yield return new KeyValue(node, name, at * 4, 4, $"<{property.Cell(at)}>");
    }

    private static IEnumerable<KeyValue> Strings(RuleNode node, string name)
    {
        var offset = 0;
        foreach (var text in node[name]?.Strings ?? [])
        {
            yield return new KeyValue(node, name, offset, text.Length + 1, $"\"{text}\"");
            offset += text.Length + 1;
        }
    }

    private static string Show(RuleProperty property) =>
        property.Strings.Count > 0 && property.Strings.All(text => text.Length > 0) ? string.Join(", ", property.Strings.Select(text => $"\"{text}\""))
        : property.Value.Length % 4 == 0 ? $"<{string.Join(' ', Enumerable.Range(0, property.CellCount).Select(i => $"0x{property.Cell(i):x}"))}>"
        : $"[{Convert.ToHexStringLower(property.Value.Span)}]";
}
