namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>A finding that a tree must have, a line <c>@expect SCHEMA | NODE | PROPERTY | MESSAGE</c>.</summary>
/// <param name="Schema">Path of the binding below <c>bindings/</c>, without its extension.</param>
/// <param name="Node">Path of the node that is checked.</param>
/// <param name="Property">Path below the node with colons between; one that ends in <c>*</c> may go on.</param>
/// <param name="Message">Part of the message, or of that of an alternative.</param>
internal sealed record ExpectedFinding(string Schema, string Node, string Property, string Message)
{
    public static ExpectedFinding Parse(string text)
    {
        var parts = text.Split('|', 4, StringSplitOptions.TrimEntries);
        return parts is [var schema, var node, var property, var message]
            ? new ExpectedFinding(schema, node, property, message)
            : throw new FormatException($"an @expect of four parts was expected: {text}");
    }
}

/// <summary>A tree and all that the shipped bindings of hypervisors find in it. <c>FORMAT.md</c> describes the files.</summary>
internal sealed record TreeCase(string Name, string Source, IReadOnlyList<ExpectedFinding> Expected)
{
    /// <summary>What rules across nodes find, lines <c>@breaks RULE | NODE | PROPERTY | MESSAGE</c>.</summary>
    public IReadOnlyList<ExpectedFinding> Breaks { get; private init; } = [];

    /// <summary>Trees that are checked together with this one, behind a line <c>@other</c>: the same frame, other source.</summary>
    public IReadOnlyList<string> Others { get; private init; } = [];

    /// <summary>Versions of hypervisors that are given, lines <c>@version BINDING VERSION</c>.</summary>
    public IReadOnlyDictionary<string, Version> Versions { get; private init; } = new Dictionary<string, Version>();

    /// <summary>Reads the cases of a file.</summary>
    public static IEnumerable<TreeCase> Read(string path)
    {
        var frames = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var lines = new List<string>();
        var frame = new List<string>();
        var expected = new List<ExpectedFinding>();
        var breaks = new List<ExpectedFinding>();
        var versions = new Dictionary<string, Version>(StringComparer.Ordinal);
        var others = new List<List<string>>();
        string? name = null;
        foreach (var line in File.ReadLines(path).Append("@case "))
        {
            if (line.StartsWith('#')) continue;
            var end = line == "@other" ? line.Length : line.StartsWith('@') ? line.IndexOf(' ') : 0;
            var value = line[end..].Trim();
            switch (line[..end])
            {
                case "":
                    (others.Count > 0 ? others[^1] : lines).Add(line);
                    break;
                case "@other":
                    others.Add([]);
                    break;
                case "@frame":
                    frame = frames[value];
                    break;
                case "@expect":
                    expected.Add(ExpectedFinding.Parse(value));
                    break;
                case "@breaks":
                    breaks.Add(ExpectedFinding.Parse(value));
                    break;
                case "@version" when value.Split(' ') is [var binding, var version]:
                    versions.Add(binding, Version.Parse(version));
                    break;
                case "@define" or "@case":
                    if (name is not null)
                    {
                        yield return new TreeCase(name, Text(frame, lines), expected)
                        {
                            Breaks = breaks,
                            Versions = versions,
                            Others = [.. others.Select(other => Text(frame, other))],
                        };
                    }

                    (name, lines, frame, expected, breaks) = (null, [], [], [], []);
                    (versions, others) = (new Dictionary<string, Version>(StringComparer.Ordinal), []);
                    if (line.StartsWith("@define", StringComparison.Ordinal)) frames.Add(value, lines);
                    else name = value;
                    break;
                default:
                    throw new FormatException($"{path}: {line}");
            }
        }
    }

    private static string Text(IEnumerable<string> frame, IEnumerable<string> lines) => string.Join('\n', ["/dts-v1/;", .. frame, .. lines, ""]);
}
