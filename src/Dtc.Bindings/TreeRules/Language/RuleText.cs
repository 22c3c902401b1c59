using System.Globalization;
using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Types;

namespace Dtc.Bindings.TreeRules;

/// <summary>Reads the small things that rules are made of.</summary>
internal static class RuleText
{
    // A pattern is for one string of a tree.
    private const int MaximumPattern = 1000;

    private static readonly (string Unit, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)];

    /// <summary>A pattern, which is searched for unless it has anchors. Its time grows with the text and no faster.</summary>
    public static Regex Pattern(SchemaValue value)
    {
        if (value.String.Length > MaximumPattern) throw new RuleFormatException($"the regular expression is longer than {MaximumPattern} characters", value.Position);
        try
        {
            return new Regex(value.String, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            throw new RuleFormatException($"'{value.String}' looks around or back (or is too large), which patterns here cannot do", value.Position);
        }
        catch (ArgumentException)
        {
            throw new RuleFormatException($"'{value.String}' is not a regular expression{PatternText.Explain(value.String)}", value.Position);
        }
    }

    /// <summary>A text itself, or a pattern between slashes.</summary>
    public static Func<string, bool> Matcher(SchemaValue value)
    {
        var text = value.String;
        if (text is not ['/', .., '/'] || text.Length < 3) return other => other == text;
        var pattern = Pattern(SchemaValue.Of(text[1..^1], value.Position));
        return pattern.IsMatch;
    }

    /// <summary>A list, or the one thing that stands for a list.</summary>
    public static IReadOnlyList<SchemaValue> List(SchemaValue value) => value.IsArray ? value.Items : [value];

    /// <summary>A number: an integer, or a text such as 64MiB or 0x38000000.</summary>
    public static ulong Number(SchemaValue value)
    {
        if (value.Kind == SchemaKind.Integer && value.Integer >= 0 && value.Integer <= ulong.MaxValue) return (ulong)value.Integer;
        if (value.IsString && TryNumber(value.String, out var number)) return number;
        throw new RuleFormatException("a number is expected, such as 16, 0x1000 or 64MiB", value.Position);
    }

    /// <summary>A number that counts cells, strings, nodes or places: at most 65535.</summary>
    public static int Small(SchemaValue value) => Number(value) is <= ushort.MaxValue and var number
        ? (int)number
        : throw new RuleFormatException("a number up to 65535 is expected", value.Position);

    /// <summary>Which entries: a number, <c>1-</c>, <c>2-4</c>; null stands for all.</summary>
    public static (int First, int Last) Entries(SchemaValue? value)
    {
        if (value is null) return (0, int.MaxValue);
        if (value.Kind == SchemaKind.Integer && value.Integer >= 0 && value.Integer < int.MaxValue) return ((int)value.Integer, (int)value.Integer);
        if (value.IsString && value.String.Split('-') is [var first, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            if (last.Length == 0) return (from, int.MaxValue);
            if (int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && to >= from) return (from, to);
        }

        throw new RuleFormatException("entries are a number from 0, or a range such as '1-' or '0-3'", value.Position);
    }

    /// <summary>A version as a list of numbers; null when it is none.</summary>
    public static Version? TryVersion(string text) => Version.TryParse(text, out var version) ? version : null;

    /// <summary>The release a version belongs to: 4.17 for 4.17.5.</summary>
    public static Version Release(Version version) => new(version.Major, version.Minor);

    /// <summary>A version such as 4.17, which YAML would take for a real number, hence the quotes.</summary>
    public static Version ReadVersion(SchemaValue value) => (value.IsString ? TryVersion(value.String) : null)
        ?? throw new RuleFormatException("a version is expected, in quotes, such as \"4.17\"", value.Position);

    private static bool TryNumber(string text, out ulong number)
    {
        var shift = 0;
        foreach (var (unit, bits) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            (text, shift) = (text[..^3].TrimEnd(), bits);
            break;
        }

        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var good = ulong.TryParse(hex ? text.AsSpan(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= ulong.MaxValue >> shift;
        number <<= shift;
        return good;
    }
}
