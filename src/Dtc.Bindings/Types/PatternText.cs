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
                pattern.Contains("{,", StringComparison.Ordinal) ? OpenRange.Replace(pattern, "{0,") : pattern,
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

    [GeneratedRegex(@"(?<!\\)\{,(?=\d+\})")]
    private static partial Regex OpenRange { get; }
}
