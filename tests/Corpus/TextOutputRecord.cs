using Dtc.Compiler;

namespace Corpus.Tests;

/// <summary>Hashes of the texts that dtc 1.8.1 makes of one board, in the order of <see cref="Forms"/>; null where it refuses.</summary>
/// <param name="Board">Path in the corpus.</param>
/// <param name="Text">Hash of what was compiled.</param>
/// <param name="Hashes">One for each form.</param>
public sealed record TextOutputRecord(string Board, string Text, IReadOnlyList<string?> Hashes)
{
    /// <summary>What is compared: the name, dtc's options, and the same for us.</summary>
    public static IReadOnlyList<(string Name, string[] Options, CompileOptions Settings)> Forms { get; } =
    [
        ("dts", ["-O", "dts"], new() { OutputFormat = OutputFormat.Source }),
        ("asm", ["-O", "asm"], new() { OutputFormat = OutputFormat.Assembler }),
        ("yaml", ["-O", "yaml"], new() { OutputFormat = OutputFormat.Yaml }),
        ("-T", ["-O", "dts", "-T"], new() { OutputFormat = OutputFormat.Source, Annotate = 1 }),
        ("-T -T", ["-O", "dts", "-T", "-T"], new() { OutputFormat = OutputFormat.Source, Annotate = 2 }),
    ];

    /// <summary>One line of the cache.</summary>
    public string ToLine() => string.Join('\t', [Board, Text, .. Hashes.Select(hash => hash ?? "-")]);

    /// <summary>Reads a line of the cache.</summary>
    public static TextOutputRecord Parse(string line)
    {
        var fields = line.Split('\t');
        return new TextOutputRecord(fields[0], fields[1], [.. fields[2..].Select(hash => hash == "-" ? null : hash)]);
    }
}
