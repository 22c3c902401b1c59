using System.Globalization;

namespace Cli.Rendering;

/// <summary>A number of things in words, "1 error" or "2 errors".</summary>
internal static class Counted
{
    /// <summary>The number and the word, which takes an s unless there is one.</summary>
    public static string Of(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    /// <summary>The same, with words for none.</summary>
    public static string Of(long count, string what, string none) => count == 0 ? none : Of(count, what);
}
