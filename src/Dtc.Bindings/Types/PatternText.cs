using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Dtc.Bindings.Types;

/// <summary>
/// Regular expressions of bindings. They are written for Python, whose syntax is .NET's but for a few forms, which are
/// rewritten: <c>{,n}</c> for 0 to n, <c>\Z</c> for the very end, <c>(?P…)</c> for named groups, and <c>[</c> within a
/// class, where it means itself.
/// </summary>
public static partial class PatternText
{
    // An expression that backtracks without end must not hang a check; names and strings are short.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Makes a matcher.</summary>
    /// <param name="pattern">The expression as the binding has it.</param>
    /// <param name="expression">The matcher.</param>
    /// <returns>False when it is no regular expression.</returns>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? expression)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            expression = new Regex(Translate(pattern), RegexOptions.CultureInvariant, Patience);
            return true;
        }
        catch (ArgumentException)
        {
            expression = null;
            return false;
        }
    }

    /// <summary>What is wrong with a pattern, as the end of a sentence; empty when nothing is.</summary>
    public static string Explain(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            _ = new Regex(Translate(pattern), RegexOptions.CultureInvariant, Patience);
            return "";
        }
        catch (RegexParseException fault)
        {
            return $": {Spell(fault.Error)} at character {fault.Offset}";
        }
    }

    /// <summary>True when the expression finds something in the text; false also when it never ends.</summary>
    public static bool Finds(Regex expression, string text)
    {
        ArgumentNullException.ThrowIfNull(expression);
        try
        {
            return expression.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Translate(string pattern)
    {
        // Nothing to rewrite in all but a handful.
        if (!pattern.Contains("{,", StringComparison.Ordinal) && !pattern.Contains("\\Z", StringComparison.Ordinal)
            && !pattern.Contains("(?P", StringComparison.Ordinal) && !pattern.Contains('[', StringComparison.Ordinal))
        {
            return pattern;
        }

        var text = new StringBuilder(pattern.Length + 8);
        for (var at = 0; at < pattern.Length;)
        {
            var rest = pattern.AsSpan(at);
            if (rest is ['[', ..])
            {
                at = AppendClass(text, pattern, at);
                continue;
            }

            var (read, written) = Rewrite(rest);
            if (written is null) text.Append(rest[..read]);
            else text.Append(written);
            at += read;
        }

        return text.ToString();
    }

    // How much of the text one form takes, and what stands for it if not itself.
    private static (int Read, string? Written) Rewrite(ReadOnlySpan<char> rest)
    {
        switch (rest)
        {
            case ['\\', 'Z', ..]:
                return (2, "\\z");
            case ['\\', _, ..]:
                return (2, null);
            case ['{', ',', ..] when IsOpenRange(rest):
                return (1, "{0");
            case ['(', '?', 'P', '<', ..]:
                return (3, "(?");
            case ['(', '?', 'P', '=', ..] when rest.IndexOf(')') is var end and > 0:
                return (end + 1, $"\\k<{rest[4..end]}>");
            default:
                return (1, null);
        }
    }

    // A class up to its closing bracket; one that stands first is a member.
    private static int AppendClass(StringBuilder text, string pattern, int at)
    {
        text.Append(pattern[at++]);
        if (at < pattern.Length && pattern[at] == '^') text.Append(pattern[at++]);
        if (at < pattern.Length && pattern[at] == ']') text.Append(pattern[at++]);
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (pattern[at] == '[') text.Append('\\');
            else if (pattern[at] == '\\' && at + 1 < pattern.Length) text.Append(pattern[at++]);
            text.Append(pattern[at++]);
        }

        if (at < pattern.Length) text.Append(pattern[at++]);
        return at;
    }

    private static bool IsOpenRange(ReadOnlySpan<char> rest) => rest.IndexOf('}') is var end and >= 2 && !rest[2..end].ContainsAnyExceptInRange('0', '9');

    // UnterminatedBracket as "unterminated bracket"
    private static string Spell(RegexParseError error) =>
        WordStart.Replace(error.ToString(), " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordStart { get; }
}
