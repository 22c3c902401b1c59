using System.Collections.Concurrent;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>What all schemas of a program share: names, and the documents that references lead to.</summary>
internal sealed class ProgramContext
{
    private readonly ConcurrentDictionary<(SchemaDocument, string), Schema> _targets = new();

    public SymbolTable Symbols { get; } = new();

    /// <summary>Documents by <c>$id</c> without the trailing <c>#</c>.</summary>
    public Dictionary<string, SchemaDocument> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds the schema that a reference names.</summary>
    /// <param name="reference">The text of <c>$ref</c>.</param>
    /// <param name="from">The document it stands in, which relative references start from.</param>
    /// <returns>The schema; false when there is none, as in dt-validate.</returns>
    public Schema Resolve(string reference, SchemaDocument from)
    {
        if (_targets.TryGetValue((from, reference), out var known)) return known;
        var (uri, fragment) = Split(reference, from.Id);
        Schema? target = null;
        if (uri == from.Id) target = Find(from, fragment);
        else if (Documents.TryGetValue(uri, out var document)) target = Find(document, fragment);
        return _targets.GetOrAdd((from, reference), target ?? new Schema(SchemaValue.Of(false), from));
    }

    private static (string Uri, string Fragment) Split(string reference, string origin)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? string.Empty : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var path = hash < 0 ? reference : reference[..hash];
        if (path.Length == 0) return (origin, fragment);
        if (path.Contains("://", StringComparison.Ordinal)) return (path, fragment);
        return (Join(origin, path), fragment);
    }

    /// <summary>An absolute or relative path, taken from a base address.</summary>
    private static string Join(string origin, string path)
    {
        var scheme = origin.IndexOf("://", StringComparison.Ordinal);
        var root = scheme < 0 ? 0 : origin.IndexOf('/', scheme + 3);
        if (root < 0) root = origin.Length;
        var directory = string.Empty;
        if (!path.StartsWith('/')) directory = origin[root..(Math.Max(root, origin.LastIndexOf('/') + 1))];
        var parts = new List<string>();
        foreach (var part in (directory + path).Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 1) parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return origin[..root] + string.Join('/', parts);
    }

    private static Schema? Find(SchemaDocument document, string pointer)
    {
        if (pointer.Length == 0) return document.Root;
        if (pointer[0] != '/') return null;
        var value = document.Source;
        foreach (var part in pointer[1..].Split('/'))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = value.Kind switch
            {
                SchemaKind.Object => value.Members.Find(name),
                SchemaKind.Array => int.TryParse(name, out var index) && index >= 0 && index < value.Items.Count
                    ? value.Items[index]
                    : null,
                _ => null,
            };
            if (next is null) return null;
            value = next;
        }

        return new Schema(value, document);
    }
}
