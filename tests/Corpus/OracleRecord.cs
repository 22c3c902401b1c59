namespace Corpus.Tests;

/// <summary>What the oracle makes of one board: hashes, or null where it refuses.</summary>
/// <param name="Board">Path in the corpus.</param>
/// <param name="Text">The normalized expansion.</param>
/// <param name="Plain">The blob.</param>
/// <param name="Symbols">The blob with <c>-@</c>.</param>
public sealed record OracleRecord(string Board, string? Text, string? Plain, string? Symbols)
{
    /// <summary>The hash of one of the blobs.</summary>
    public string? Blob(bool symbols) => symbols ? Symbols : Plain;

    /// <summary>One line of the cache.</summary>
    public string ToLine() => string.Join('\t', Board, Text ?? "-", Plain ?? "-", Symbols ?? "-");

    /// <summary>Reads a line of the cache.</summary>
    public static OracleRecord Parse(string line)
    {
        var fields = line.Split('\t');
        string? Field(int i) => fields[i] == "-" ? null : fields[i];
        return new OracleRecord(fields[0], Field(1), Field(2), Field(3));
    }
}
