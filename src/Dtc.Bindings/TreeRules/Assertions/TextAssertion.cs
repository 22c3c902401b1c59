using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>text: { property, string: N, matches: PATTERN, one-of: [...], called: TEXT, of: NODES }</c>: strings of a property; without
/// <c>string</c> one of them has to fit. A property that is not there breaks nothing.
/// </summary>
internal sealed class TextAssertion : Assertion
{
    private string _property = string.Empty;
    private int _string = -1;
    private Regex? _matches;
    private string[] _oneOf = [];
    private string? _called;
    private NodeSelector _of = NodeSelector.This;

    public static Assertion Read(SchemaValue value, RuleNames names) => new TextAssertion
    {
        _property = value["property"]!.String,
        _string = value["string"] is { } place ? RuleText.Small(place) : -1,
        _matches = value["matches"] is { } pattern ? RuleText.Pattern(pattern) : null,
        _oneOf = value["one-of"] is { } list ? [.. list.Items.Select(item => item.String)] : [],
        _called = value["called"]?.String,
        _of = value["of"] is { } of ? NodeSelector.Read(of, names) : NodeSelector.This,
    };

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        foreach (var at in _of.Find(run, node))
        {
            if (at[_property] is not { } property) continue;
            var strings = property.Strings;
            if (_string < 0 ? strings.Any(Fits) : _string < strings.Count && Fits(strings[_string])) continue;
            var offset = _string < 0 ? 0 : strings.Take(_string).Sum(text => text.Length + 1);
            yield return new Fault(Rules.WrongText, at, _property, offset, _string < 0 || _string >= strings.Count ? -1 : strings[_string].Length + 1,
                _string < 0 ? $"no string of '{_property}' is {_called ?? Wanted}"
                : _string < strings.Count ? $"string {_string + 1} of '{_property}', \"{strings[_string]}\", is not {_called ?? Wanted}"
                : $"'{_property}' has no string {_string + 1}");
        }
    }

    private string Wanted => _oneOf.Length > 0 ? string.Join(" or ", _oneOf.Select(text => $"\"{text}\"")) : $"like /{_matches}/";

    private bool Fits(string text) => (_matches is not null && _matches.IsMatch(text)) || _oneOf.Contains(text);
}
