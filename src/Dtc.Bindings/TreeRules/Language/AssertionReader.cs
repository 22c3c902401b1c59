using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>Reads assertions by their names. A new kind has its line here, its file beside the others, and its part of the JSON Schema.</summary>
internal static class AssertionReader
{
    private static readonly Dictionary<string, Func<SchemaValue, RuleNames, Assertion>> Kinds = new(StringComparer.Ordinal)
    {
        ["disjoint"] = DisjointAssertion.Read,
        ["within"] = WithinAssertion.Read,
        ["aligned"] = AlignedAssertion.Read,
        ["ascending"] = AscendingAssertion.Read,
        ["none"] = NoneAssertion.Read,
        ["count"] = CountAssertion.Read,
        ["interrupt"] = InterruptAssertion.Read,
        ["unique"] = UniqueAssertion.Read,
        ["refers"] = RefersAssertion.Read,
        ["found"] = FoundAssertion.Read,
        ["mutual"] = MutualAssertion.Read,
        ["number"] = NumberAssertion.Read,
        ["text"] = TextAssertion.Read,
        ["order"] = OrderAssertion.Read,
        ["slot"] = SlotAssertion.Read,
        ["resolves"] = ResolvesAssertion.Read,
        ["node"] = NodeAssertion.Read,
        ["has"] = HasAssertion.ReadHas,
        ["lacks"] = HasAssertion.ReadLacks,
        ["names"] = NamesAssertion.Read,
        ["ranges"] = RangesAssertion.Read,
        ["bytes"] = BytesAssertion.Read,
        ["rows"] = RowsAssertion.Read,
        ["cells"] = CellsAssertion.ReadCells,
        ["not-cells"] = CellsAssertion.ReadNotCells,
        ["interrupt-map"] = InterruptMapAssertion.Read,
        ["same"] = SameAssertion.Read,
        ["known-since"] = KnownSinceAssertion.Read,
        ["all"] = CombinedAssertion.ReadAll,
        ["any"] = CombinedAssertion.ReadAny,
        ["not"] = CombinedAssertion.ReadNot,
        ["if"] = CombinedAssertion.ReadIf,
    };

    /// <summary>What there is.</summary>
    public static IEnumerable<string> Names => Kinds.Keys;

    /// <summary>Reads one: a mapping of one key, which says what kind it is.</summary>
    public static Assertion Read(SchemaValue value, RuleNames names)
    {
        if (value is not { IsObject: true } || value.Members.Count == 0)
            throw new RuleFormatException("an assertion is a mapping that begins with what is asserted", value.Position);
        var key = value.Members[0].Key;
        if (!Kinds.TryGetValue(key, out var read))
            throw new RuleFormatException($"'{key}' is nothing that can be asserted; there are {string.Join(", ", Kinds.Keys)}", value.Members[0].Position);

        // "if" has its "then" beside it.
        return read(key == "if" ? value : value.Members[0].Value, names);
    }
}
