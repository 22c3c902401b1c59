namespace Dtc.Bindings.Documents;

/// <summary>
/// Keeps one instance of the words that stand in thousands of bindings. A plain table of the last word for each hash:
/// threads may overwrite each other's entries, and then a word is merely kept twice.
/// </summary>
internal static class StringPool
{
    private const int LongestWord = 32;
    private static readonly string?[] Words = new string?[1 << 13];

    /// <summary>The instance to keep for a word.</summary>
    public static string Share(string word)
    {
        if (word.Length > LongestWord) return word;
        ref var slot = ref Words[(uint)string.GetHashCode(word.AsSpan()) % (uint)Words.Length];
        if (slot is { } known && known == word) return known;
        slot = word;
        return word;
    }
}
