using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>rows: { property, row: [address, size, cell], cells-of: parent|above, least: N, most: N }</c>: a value is so many whole
/// rows (one or more when nothing is said), each as wide as the cells of the parent, or of those above, make it.
/// </summary>
internal sealed class RowsAssertion(RowLayout layout, ulong least, ulong most) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new RowsAssertion(
        RowLayout.ReadRow(value),
        value["least"] is { } least ? RuleText.Number(least) : 1,
        value["most"] is { } most ? RuleText.Number(most) : ulong.MaxValue);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node[layout.Property] is not { } property) yield break;
        var (text, cells) = layout.Describe(node);
        var length = property.Value.Length;
        if (cells == 0)
        {
            if (length > 0) yield return At($"'{layout.Property}' has {length} bytes, and a row has none ({text})", 0, -1);
            yield break;
        }

        var (whole, rest) = Math.DivRem(length, cells * 4);
        if (rest > 0)
            yield return At($"'{layout.Property}' has {length} bytes, which are {Count(whole)} of {cells} cells ({text}) and {rest} bytes more", whole * cells * 4, rest);
        else if ((ulong)whole < least || (ulong)whole > most)
            yield return At($"'{layout.Property}' has {Count(whole)} of {cells} cells ({text}), {Expected()} expected", 0, -1);

        Fault At(string message, int offset, int size) => new(Rules.NumberOutOfRule, node, layout.Property, offset, size, message);
    }

    private static string Count(int rows) => rows == 1 ? "1 row" : $"{rows} rows";

    private string Expected() =>
        least == most ? $"{least}" : most == ulong.MaxValue ? $"{least} or more" : $"{least} to {most}";
}
