using Dtc.Bindings.Documents;

namespace Emulator.Proof;

/// <summary>A kind of difference that an entry of an allow-list accepts.</summary>
public enum AllowedKind
{
    /// <summary>A node or property that was not promised.</summary>
    Added,

    /// <summary>A node or property that is missing.</summary>
    Removed,

    /// <summary>Another value.</summary>
    Changed,
}

/// <summary>An entry of an allow-list.</summary>
/// <param name="Path">Path of the node; <c>*</c> stands for any characters of one name, <c>**</c> for any path.</param>
/// <param name="Property">Name of the property, likewise with <c>*</c>; null for the node itself.</param>
/// <param name="Kind">What is accepted.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seen">The only value that may be seen, as source; null for any.</param>
public sealed record Allowance(string Path, string? Property, AllowedKind Kind, string Reason, string? Seen = null)
{
    /// <summary>True when it accepts a difference.</summary>
    public bool Covers(TreeDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        AllowedKind? kind = difference.Kind switch
        {
            DifferenceKind.NodeAdded or DifferenceKind.PropertyAdded => AllowedKind.Added,
            DifferenceKind.NodeRemoved or DifferenceKind.PropertyRemoved => AllowedKind.Removed,
            DifferenceKind.PropertyChanged => AllowedKind.Changed,
            _ => null,
        };
        if (kind != Kind || (Property is null) != (difference.Property is null) || (Seen is not null && Seen != difference.Seen)) return false;
        return (Property is null || WildcardText.Matches(Property, difference.Property)) && MatchesPath(Path, difference.Path);
    }

    /// <summary>True when it says something of a promised tree: what is not promised can neither be missing nor be another.</summary>
    internal bool Concerns(TreeSnapshot promised) => Kind == AllowedKind.Added || promised.Nodes.Any(node =>
        MatchesPath(Path, node.Key) && (Property is null || node.Value.Order.Exists(name => WildcardText.Matches(Property, name))));

    private static bool MatchesPath(string pattern, string path)
    {
        if (pattern == "/" || path == "/") return pattern == path || pattern == "/**";
        return MatchesNames(pattern.Split('/').AsSpan(1), path.Split('/').AsSpan(1));
    }

    private static bool MatchesNames(ReadOnlySpan<string> patterns, ReadOnlySpan<string> names)
    {
        if (patterns.IsEmpty) return names.IsEmpty;
        if (patterns[0] != "**") return !names.IsEmpty && WildcardText.Matches(patterns[0], names[0]) && MatchesNames(patterns[1..], names[1..]);
        for (var skip = 0; skip <= names.Length; skip++)
        {
            if (MatchesNames(patterns[1..], names[skip..])) return true;
        }

        return false;
    }
}

/// <summary>Something wrong with an allow-list.</summary>
/// <param name="File">The file.</param>
/// <param name="Position">Where in it.</param>
/// <param name="Message">One sentence without a final full stop.</param>
public sealed record AllowListFault(string File, SchemaPosition Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Position.Line}:{Position.Column}: {Message}";
}

/// <summary>
/// The differences between promised and seen trees that are accepted, by platform, each with its reason. A document in YAML:
/// <c>version: 1</c> and <c>platforms</c>, a list of entries for each name; <c>everywhere</c> has entries for all of them.
/// </summary>
public sealed class AllowList
{
    private static readonly string[] EntryKeys = ["path", "property", "kind", "seen", "reason"];
    private static readonly Lazy<AllowList> ShippedList = new(static () =>
    {
        var faults = new List<AllowListFault>();
        var list = Read("allow-list.yaml", EmbeddedFile.Read("allow-list.yaml"), faults);
        return faults.Count == 0 ? list! : throw new InvalidOperationException(string.Join('\n', faults));
    });

    private readonly Dictionary<string, IReadOnlyList<Allowance>> _platforms = new(StringComparer.Ordinal);

    /// <summary>The list that is part of the program.</summary>
    public static AllowList Shipped => ShippedList.Value;

    /// <summary>Names of the platforms it knows.</summary>
    public IEnumerable<string> Platforms => _platforms.Keys;

    /// <summary>The entries of a platform; none for one that it does not know.</summary>
    public IReadOnlyList<Allowance> Of(string platform) => _platforms.GetValueOrDefault(platform) ?? [];

    /// <summary>Reads a list.</summary>
    /// <param name="file">Its name, for faults.</param>
    /// <param name="text">Its text.</param>
    /// <param name="faults">Gets what is wrong with it.</param>
    /// <returns>The list; null when anything is wrong.</returns>
    public static AllowList? Read(string file, ReadOnlySpan<byte> text, ICollection<AllowListFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        SchemaValue document;
        try
        {
            document = YamlReader.Read(text);
        }
        catch (DocumentException e)
        {
            faults.Add(new AllowListFault(file, e.Position, e.Message));
            return null;
        }

        var list = new AllowList();
        var reader = new Reader(file, faults);
        reader.Document(document, list._platforms);
        return reader.Found == 0 ? list : null;
    }

    private sealed class Reader(string file, ICollection<AllowListFault> faults)
    {
        public int Found { get; private set; }

        public void Document(SchemaValue document, Dictionary<string, IReadOnlyList<Allowance>> platforms)
        {
            if (!document.IsObject)
            {
                Fault(document.Position, "an allow-list has a version and platforms");
                return;
            }

            foreach (var (key, at) in Keys(document, "version", "everywhere", "platforms")) Fault(at, $"'{key}' is not known here; there are version, everywhere and platforms");
            if (document["version"] is not { Kind: SchemaKind.Integer } version || version.Integer != 1)
                Fault(document["version"]?.Position ?? document.Position, "the version must be 1");
            if (document["platforms"] is not { IsObject: true } all)
            {
                Fault(document["platforms"]?.Position ?? document.Position, "'platforms' must be a mapping from names to lists");
                return;
            }

            var everywhere = new List<Allowance>();
            if (document["everywhere"] is { IsArray: false } none) Fault(none.Position, "'everywhere' must be a list");
            foreach (var item in document["everywhere"] is { IsArray: true } shared ? shared.Items : []) if (Entry(item) is { } entry) everywhere.Add(entry);
            for (var i = 0; i < all.Members.Count; i++)
            {
                var entries = new List<Allowance>();
                if (!all.Members[i].Value.IsArray) Fault(all.Members[i].Position, $"the platform '{all.Members[i].Key}' must have a list, which may be empty");
                else foreach (var item in all.Members[i].Value.Items) if (Entry(item) is { } entry) entries.Add(entry);
                platforms[all.Members[i].Key] = [.. entries, .. everywhere];
            }
        }

        private Allowance? Entry(SchemaValue item)
        {
            if (!item.IsObject)
            {
                Fault(item.Position, "an entry has a path, a kind and a reason, and may have a property");
                return null;
            }

            foreach (var (key, at) in Keys(item, EntryKeys)) Fault(at, $"'{key}' is not known here; there are {string.Join(", ", EntryKeys)}");
            var path = Text(item, "path");
            var reason = Text(item, "reason");
            var property = item["property"] is null ? null : Text(item, "property");
            var seen = item["seen"] is null ? null : Text(item, "seen");
            AllowedKind? kind = Text(item, "kind") switch
            {
                "added" => AllowedKind.Added,
                "removed" => AllowedKind.Removed,
                "changed" => AllowedKind.Changed,
                _ => null,
            };
            if (kind is null && item["kind"] is { IsString: true } other) Fault(other.Position, $"the kind must be added, removed or changed, not '{other.String}'");
            if (path is not null && !path.StartsWith('/')) Fault(item["path"]!.Position, "the path must begin with '/'");
            if (kind == AllowedKind.Changed && property is null) Fault(item.Position, "what may change is a property; name one");
            if (item["seen"] is not null && (property is null || kind == AllowedKind.Removed)) Fault(item["seen"]!.Position, "'seen' is the value of a property that is added or changed");
            if ((item["property"] is not null && property is null) || (item["seen"] is not null && seen is null)) return null;
            return path is null || reason is null || kind is null ? null : new Allowance(path, property, kind.Value, reason, seen);
        }

        private string? Text(SchemaValue item, string key)
        {
            if (item[key] is { IsString: true } value && value.String.Trim().Length > 0) return value.String.Trim();
            Fault(item[key]?.Position ?? item.Position, item[key] is null ? $"'{key}' is missing" : $"'{key}' must be a text that is not empty");
            return null;
        }

        private static IEnumerable<(string Key, SchemaPosition At)> Keys(SchemaValue item, params string[] known)
        {
            for (var i = 0; i < item.Members.Count; i++)
            {
                if (!known.Contains(item.Members[i].Key)) yield return (item.Members[i].Key, item.Members[i].Position);
            }
        }

        private void Fault(SchemaPosition position, string message)
        {
            Found++;
            faults.Add(new AllowListFault(file, position, message));
        }
    }
}
