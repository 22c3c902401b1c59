using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Dtc.Bindings.Types;

/// <summary>
/// Regular expressions of bindings. They are written for Python, whose syntax is ours but for one form: <c>{,n}</c> means 0
/// to n there and itself here.
/// </summary>
public static partial class PatternText
{
    // An expression that backtracks without end must not hang a check; names and strings are short.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Makes a matcher.</summary>
    /// <param name="pattern">The expression as the binding has it.</param>
    /// <param name="expression">The matcher.</param>
    /// <returns>False when it is no regular expression.</returns>
    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? expression)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            expression = new Regex(
                Translate(pattern),
                RegexOptions.CultureInvariant,
                Patience);
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

    private static string Translate(string pattern) =>
        pattern.Contains("{,", StringComparison.Ordinal) ? OpenRange.Replace(pattern, "{0,") : pattern;

    // UnterminatedBracket as "unterminated bracket"
    private static string Spell(RegexParseError error) =>
        WordStart.Replace(error.ToString(), " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordStart { get; }

    [GeneratedRegex(@"(?<!\\)\{,(?=\d+\})")]
    private static partial Regex OpenRange { get; }
}
