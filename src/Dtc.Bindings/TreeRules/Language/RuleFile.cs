using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.TreeRules;

/// <summary>Something wrong with a file of rules.</summary>
/// <param name="File">The file.</param>
/// <param name="Position">Where; line 0 when it cannot be read.</param>
/// <param name="Message">What, without a full stop.</param>
/// <param name="Help">A way out; null when there is none.</param>
public sealed record RuleFileFault(string File, SchemaPosition Position, string Message, string? Help);

/// <summary>A file of rules, the companion of a binding: what a schema cannot say because it sees one node (docs/tree-rules.md).</summary>
public sealed class RuleFile
{
    private const string SchemaResource = "rules/rules.schema.json";
    private const int MaximumSize = 4 << 20;
    private const int MaximumValues = 100_000;

    /// <summary>What the names of such files end with.</summary>
    public const string Extension = ".rules.yaml";

    private static readonly Lazy<DocumentSchema> Form = new(() => new DocumentSchema(Resource(SchemaResource)));

    private RuleFile(string path, string binding, RuleNames names)
    {
        (Path, Binding, Names) = (path, binding, names);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The binding it belongs to.</summary>
    public string Binding { get; }

    /// <summary>Its rules.</summary>
    public IReadOnlyList<TreeRule> Rules { get; private init; } = [];

    /// <summary>The hypervisors it recognises.</summary>
    public IReadOnlyList<KnownHypervisor> Recognises { get; private init; } = [];

    /// <summary>The node that <see cref="Asks"/> is about; null when nothing is compared.</summary>
    public string? AskedNode { get; private init; }

    /// <summary>What the binding asks, property by property.</summary>
    public IReadOnlyList<PropertyAsk> Asks { get; private init; } = [];

    /// <summary>Findings of schemas that are wrong to follow in trees of this sort.</summary>
    public IReadOnlyList<Exemption> Exempts { get; private init; } = [];

    /// <summary>The nodes that the binding is about; null when the file does not say.</summary>
    internal NodeSelector? Concerns { get; private init; }

    internal RuleNames Names { get; }

    internal VersionSource? Version { get; private init; }

    /// <summary>The JSON Schema that files of rules follow.</summary>
    public static byte[] SchemaText => Resource(SchemaResource);

    /// <summary>Names of the bindings that have rules in this assembly.</summary>
    public static IReadOnlyList<string> ShippedNames { get; } =
        [.. typeof(RuleFile).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("rules/", StringComparison.Ordinal) && name.EndsWith(".rules.yaml", StringComparison.Ordinal))
            .Select(name => name["rules/".Length..^".rules.yaml".Length]).Order(StringComparer.Ordinal)];

    /// <summary>Reads the rules shipped with a binding; null when it has none.</summary>
    public static RuleFile? Shipped(string binding)
    {
        var name = binding == "epapr" ? "epapr-hypervisor" : binding;
        if (!ShippedNames.Contains(name)) return null;
        // Their form is a matter of tests.
        return Read(ShippedBindings.Root + name + Extension, YamlReader.Read(Resource($"rules/{name}{Extension}")), [])
            ?? throw new InvalidOperationException($"the rules of {name} are broken");
    }

    /// <summary>Reads a file; null when it cannot be used, which is then told.</summary>
    public static RuleFile? Open(string path, List<RuleFileFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        try
        {
            if (new FileInfo(path).Length > MaximumSize)
            {
                faults.Add(new RuleFileFault(path, default, "the file is larger than 4 MiB", null));
                return null;
            }

            return Read(path, File.ReadAllBytes(path), faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(new RuleFileFault(path, default, FileReason.Of(fault), null));
            return null;
        }
    }

    /// <summary>Reads the text of a file; null when it cannot be used, which is then told.</summary>
    public static RuleFile? Read(string path, byte[] text, List<RuleFileFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        try
        {
            var document = YamlReader.Read(text, MaximumValues);
            var before = faults.Count;
            faults.AddRange(Form.Value.Check(document).Select(fault => new RuleFileFault(
                path, fault.Position, fault.Path.Length == 0 ? fault.Message : $"{fault.Path}: {fault.Message}", fault.Hint)));
            return faults.Count > before ? null : Read(path, document, faults);
        }
        catch (DocumentException fault)
        {
            faults.Add(new RuleFileFault(path, fault.Position, fault.Message, null));
        }
        catch (RuleFormatException fault)
        {
            faults.Add(new RuleFileFault(path, fault.Position, fault.Message, null));
        }

        return null;
    }

    private static RuleFile? Read(string path, SchemaValue document, List<RuleFileFault> faults)
    {
        var names = RuleNames.Read(document);
        var binding = document["binding"]!.String;
        var file = new RuleFile(path, binding, names)
        {
            Rules = [.. document["rules"]?.Items.Select(item => TreeRule.Read(item, binding, path, names)) ?? []],
            Recognises = [.. document["recognise"]?.Items.Select(item => KnownHypervisor.Read(item, names)) ?? []],
            Exempts = [.. document["exempt"]?.Items.Select(item => Exemption.Read(item, binding, names)) ?? []],
            Concerns = document["concerns"] is { } concerns ? NodeSelector.Read(concerns, names) : null,
            Version = document["version"] is { } version ? VersionSource.Read(version, names) : null,
            AskedNode = document["asks"]?["node"]?.String,
            Asks = [.. document["asks"]?["properties"]?.Items.Select(PropertyAsk.Read) ?? []],
        };
        var twice = file.Rules.GroupBy(rule => rule.Id).FirstOrDefault(group => group.Count() > 1);
        if (twice is null) return file;
        faults.Add(new RuleFileFault(path, twice.Last().Position, $"a rule '{twice.Key}' was given already", "rules are referred to by their ids; give it another one"));
        return null;
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(RuleFile).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
