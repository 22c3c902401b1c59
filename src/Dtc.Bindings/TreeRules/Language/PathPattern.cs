using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// A path in which <c>*</c> stands for a name or a part of one, and <c>**</c> for any number of names. It is held against
/// a node and those above it, so that no paths are put together for it.
/// </summary>
internal sealed class PathPattern
{
    private const string AnyNames = "**";

    // From the node up to the root.
    private readonly string[] _names;

    private PathPattern(string[] names)
    {
        _names = names;
    }

    public static PathPattern Read(SchemaValue value)
    {
        var text = value.String;
        if (text is not ['/', ..]) throw new RuleFormatException("a path begins with '/'", value.Position);
        string[] names = text.Length == 1 ? [] : text[1..].Split('/');
        if (Array.Exists(names, name => name.Length == 0 || (name.Contains(AnyNames, StringComparison.Ordinal) && name != AnyNames)))
            throw new RuleFormatException($"'{text}' is no path: names between single slashes are expected, '**' as a whole name", value.Position);
        Array.Reverse(names);
        return new PathPattern(names);
    }

    public bool Matches(RuleNode node)
    {
        // The last "**" is tried with more and more names; earlier ones have found what they need by then.
        var (name, at) = (0, node);
        var (afterAny, retry) = (-1, node);
        while (true)
        {
            if (name < _names.Length && _names[name] == AnyNames)
            {
                (afterAny, retry) = (++name, at);
                continue;
            }

            if (name == _names.Length && at.Parent is null) return true;
            if (name < _names.Length && at.Parent is { } above && Fits(_names[name], at.Name))
            {
                (name, at) = (name + 1, above);
                continue;
            }

            if (afterAny < 0 || retry.Parent is null) return false;
            retry = retry.Parent;
            (name, at) = (afterAny, retry);
        }
    }

    // The same, for the characters of a name.
    private static bool Fits(string pattern, string name)
    {
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, n);
            else if (p < pattern.Length && pattern[p] == name[n]) (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, n) = (star + 1, ++mark);
            else return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
