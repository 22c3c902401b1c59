using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>number: { of: NUMBER, equals: NUMBER, least: NUMBER, most: NUMBER, below: NUMBER, multiple-of: N }</c>. What is not there breaks nothing.</summary>
internal sealed class NumberAssertion : Assertion
{
    private NumberTerm _of = null!;
    private NumberTerm? _equals;
    private NumberTerm? _least;
    private NumberTerm? _most;
    private NumberTerm? _below;
    private ulong _multiple = 1;

    public static Assertion Read(SchemaValue value, RuleNames names)
    {
        NumberTerm? Bound(string key) => value[key] is { } bound ? NumberTerm.Read(bound, names) : null;
        return new NumberAssertion
        {
            _of = Bound("of")!,
            _equals = Bound("equals"),
            _least = Bound("least"),
            _most = Bound("most"),
            _below = Bound("below"),
            _multiple = value["multiple-of"] is { } multiple ? Math.Max(1, RuleText.Number(multiple)) : 1,
        };
    }

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (_of.Find(run, node) is not { } number) yield break;
        var text = Break(run, node, number);
        if (text is not null)
        {
            yield return new Fault(_equals is null ? Rules.NumberOutOfRule : Rules.SumDiffers, node, _of.Property, _of.Offset, _of.Length,
                $"{_of.Text} is {Show(number)}, {text}");
        }
    }

    private string? Break(RuleRun run, RuleNode node, UInt128 number)
    {
        if (_equals?.Find(run, node) is { } equal && number != equal) return $"{_equals.Text}{Value(_equals, equal)} expected";
        if (_least?.Find(run, node) is { } least && number < least) return $"at least {_least.Text}{Value(_least, least)} expected";
        if (_most?.Find(run, node) is { } most && number > most) return $"at most {_most.Text}{Value(_most, most)} expected";
        if (_below?.Find(run, node) is { } bound && number >= bound) return $"less than {_below.Text}{Value(_below, bound)} expected";
        return number % _multiple != 0 ? $"a multiple of 0x{_multiple:x} expected" : null;
    }

    private static string Value(NumberTerm term, UInt128 value) => term.Text.Length > 0 && char.IsAsciiDigit(term.Text[0]) ? string.Empty : $" ({Show(value)})";

    private static string Show(UInt128 number) => number > 9 ? $"0x{number:x}" : $"{number}";
}
