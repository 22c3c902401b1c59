using System.Collections.Concurrent;
using System.Text;

namespace Dtc.Bindings.Findings;

/// <summary>
/// What bindings say of a property in words. Descriptions are dropped when bindings are loaded, so they are looked for in the
/// text of the file, near the line that a finding names. Safe for many threads.
/// </summary>
public sealed class BindingDescriptions
{
    private const int MaxLength = 120;
    private const int MaxFile = 4 << 20;

    private readonly ConcurrentDictionary<string, string[]> _files = new(StringComparer.Ordinal);

    /// <summary>The first sentence of the description of a property or child; null when there is none to be found.</summary>
    /// <param name="file">File of the binding.</param>
    /// <param name="name">The property or child.</param>
    /// <param name="line">1-based line near which it is described best; 0 when that is not known.</param>
    public string? Find(string file, string name, int line)
    {
        if (!file.EndsWith(".yaml", StringComparison.Ordinal)) return null;
        var lines = _files.GetOrAdd(file, Read);
        string? text = null;
        var nearest = int.MaxValue;
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = IndentOf(lines[i]);
            if (indent == 0 || !IsKey(lines[i].AsSpan(indent), name)) continue;
            if (Math.Abs(i + 1 - line) >= nearest || Below(lines, i, indent) is not { } found) continue;
            (text, nearest) = (found, Math.Abs(i + 1 - line));
        }

        return text;
    }

    private static string[] Read(string file)
    {
        try
        {
            return new FileInfo(file).Length > MaxFile ? [] : File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsKey(ReadOnlySpan<char> line, string name)
    {
        line = line.TrimEnd();
        if (!line.EndsWith(':')) return false;
        line = line[..^1];
        if (line.Length > 2 && line[0] is '"' or '\'' && line[^1] == line[0]) line = line[1..^1];
        return line.SequenceEqual(name);
    }

    // The description among the lines that are indented deeper than a key.
    private static string? Below(string[] lines, int key, int indent)
    {
        var inner = -1;
        for (var i = key + 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            var at = IndentOf(lines[i]);
            if (at <= indent) return null;
            if (inner < 0) inner = at;
            if (at == inner && lines[i].AsSpan(at).StartsWith("description:")) return Text(lines, i, at);
        }

        return null;
    }

    private static string? Text(string[] lines, int line, int indent)
    {
        var text = new StringBuilder(lines[line].AsSpan(indent + "description:".Length).Trim().TrimStart("|>-+").ToString());
        for (var i = line + 1; i < lines.Length && text.Length < MaxLength; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]) && text.Length == 0) continue;
            if (IndentOf(lines[i]) <= indent) break;
            text.Append(' ').Append(lines[i].AsSpan().Trim());
        }

        var all = text.ToString().Trim().Trim('"', '\'');
        var end = all.IndexOf(". ", StringComparison.Ordinal);
        if (end > 0) all = all[..end];
        if (all.Length > MaxLength) all = all[..MaxLength] + "...";
        return all.Length == 0 ? null : all.TrimEnd('.', ':');
    }

    private static int IndentOf(string line)
    {
        var indent = 0;
        while (indent < line.Length && line[indent] == ' ') indent++;
        return indent;
    }
}
