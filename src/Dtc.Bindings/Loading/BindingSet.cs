using Dtc.Bindings.Documents;
using Dtc.Bindings.Types;

namespace Dtc.Bindings.Loading;

/// <summary>
/// A set of bindings, ready to be evaluated: every schema by its <c>$id</c>, the types of all properties, and which binding
/// describes which compatible string.
/// </summary>
/// <example><code>
/// var findings = new List&lt;LoadFinding&gt;();
/// var set = BindingSet.Load(["Documentation/devicetree/bindings"], "dtschema/schemas", findings);
/// var uart = set.ByCompatible["arm,pl011"];
/// </code></example>
public sealed class BindingSet
{
    private readonly Dictionary<string, Binding> _byId;

    private BindingSet(List<Binding> bindings, Binding compatibles, PropertyTypes types, string? version, List<LoadFinding>? findings)
    {
        Bindings = bindings;
        Compatibles = compatibles;
        Types = types;
        Version = version;
        bindings.Sort(static (x, y) => CodePointOrder.Instance.Compare(x.Id, y.Id));
        _byId = bindings.ToDictionary(binding => binding.Id, StringComparer.Ordinal);
        ByCompatible = MapCompatibles(bindings, findings);
    }

    /// <summary>All bindings, ids by code point: the order in which dt-validate goes through a processed schema.</summary>
    public IReadOnlyList<Binding> Bindings { get; }

    /// <summary>The generated binding that every documented compatible string meets; it selects every node.</summary>
    public Binding Compatibles { get; }

    /// <summary>The types of all properties.</summary>
    public PropertyTypes Types { get; }

    /// <summary>
    /// The binding of each compatible string (or pattern: dt-schema puts those in as they are), for bindings without a
    /// <c>select</c>. Of several the last one by id counts.
    /// </summary>
    public IReadOnlyDictionary<string, Binding> ByCompatible { get; }

    /// <summary>For a processed schema: the version of the dt-schema that made it; null otherwise.</summary>
    public string? Version { get; }

    /// <summary>The binding of an id without a final <c>#</c>; null when there is none.</summary>
    public Binding? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Loads a set.</summary>
    /// <param name="paths">
    /// Files and directories with bindings. One file alone may also be a schema that dt-mk-schema processed (JSON or YAML);
    /// then it is the whole set.
    /// </param>
    /// <param name="coreDirectory">The core schemas; they yield to those of <paramref name="paths"/>. May be null.</param>
    /// <param name="findings">Receives what is wrong. Files at fault are left out, the set holds all others.</param>
    public static BindingSet Load(IEnumerable<string> paths, string? coreDirectory, List<LoadFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(findings);
        return Load(new SchemaInputs { Paths = [.. paths], CoreDirectory = coreDirectory }, findings, []);
    }

    /// <summary>The same, with more to choose.</summary>
    /// <param name="inputs">Where it comes from.</param>
    /// <param name="findings">Receives what is wrong.</param>
    /// <param name="searched">Receives every directory that was searched.</param>
    internal static BindingSet Load(SchemaInputs inputs, List<LoadFinding> findings, List<string> searched)
    {
        if (inputs.Paths is [var single] && File.Exists(single)
            && ProcessedSchema.TryRead(Path.GetFullPath(single), inputs.Read) is { } document)
        {
            // It holds its core schemas.
            var named = inputs.Shipped.Where(file => !ShippedBindings.IsCore(file)).ToList();
            return named.Count == 0 ? FromProcessed(document) : FromProcessedAnd(document, named, inputs.Read, findings);
        }

        var groups = SchemaFiles.Find(inputs, findings, searched);
        var files = groups.SelectMany(group => group.Files).Distinct(StringComparer.Ordinal).ToList();
        return FromBindings(Order(groups, ReadAll(files, inputs.Read), findings), findings);
    }

    /// <summary>Takes a schema that dt-mk-schema processed.</summary>
    public static BindingSet FromProcessed(SchemaValue document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var bindings = ProcessedSchema.Bindings(document);
        var compatibles = document[ProcessedSchema.CompatiblesId] is { IsObject: true } known
            ? new Binding(ProcessedSchema.CompatiblesId, "", known)
            : ProcessedSchema.Compatibles([]);
        var types = PropertyTypes.FromProcessed(document[ProcessedSchema.TypesId], document[ProcessedSchema.PatternTypesId]);
        return new BindingSet(bindings, compatibles, types, document["version"] is { IsString: true } version ? version.String : null, null);
    }

    // Those that are shipped come last, as they do beside files.
    private static BindingSet FromProcessedAnd(
        SchemaValue document, List<string> files, Func<string, byte[]> read, List<LoadFinding> findings)
    {
        var bindings = ProcessedSchema.Bindings(document);
        var known = bindings.Select(binding => binding.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (BindingFile.Read(file, read, findings) is { } binding && known.Add(binding.Id)) bindings.Add(binding);
        }

        return FromBindings(bindings, findings);
    }

    /// <summary>The set as the document that dt-mk-schema writes, with that version in it.</summary>
    public SchemaValue ToProcessed(string version) => ProcessedSchema.Write(this, version);

    private static BindingSet FromBindings(List<Binding> bindings, List<LoadFinding> findings)
    {
        var collector = new TypeCollector();
        foreach (var binding in bindings) collector.Add(binding);
        var types = TypeTable.Build(collector, findings);
        return new BindingSet(bindings, ProcessedSchema.Compatibles(bindings), types, null, findings);
    }

    private static Dictionary<string, (Binding? Binding, List<LoadFinding> Findings)> ReadAll(
        List<string> files, Func<string, byte[]> read)
    {
        var bindings = new (Binding?, List<LoadFinding>)[files.Count];
        Parallel.For(0, files.Count, i =>
        {
            var findings = new List<LoadFinding>();
            bindings[i] = (BindingFile.Read(files[i], read, findings), findings);
        });

        var byFile = new Dictionary<string, (Binding?, List<LoadFinding>)>(files.Count, StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++) byFile.Add(files[i], bindings[i]);
        return byFile;
    }

    // The first of an id counts, so that a user's file replaces a core schema.
    private static List<Binding> Order(
        List<SchemaFiles.Group> groups, Dictionary<string, (Binding? Binding, List<LoadFinding> Findings)> read, List<LoadFinding> findings)
    {
        var bindings = new List<Binding>();
        var known = new Dictionary<string, Binding>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var count = 0;
            foreach (var file in group.Files)
            {
                findings.AddRange(read[file].Findings);
                read[file].Findings.Clear();
                if (read[file].Binding is not { } binding) continue;
                if (known.TryAdd(binding.Id, binding))
                {
                    bindings.Add(binding);
                    count++;
                    continue;
                }

                findings.Add(new LoadFinding(
                    LoadFault.DuplicateId, file, binding.Schema.Members.PositionOf("$id"), $"ignoring duplicate '$id' value '{binding.Id}'"));
            }

            if (count == 0 && group.IsDirectory)
            {
                findings.Add(new LoadFinding(LoadFault.EmptyDirectory, group.Path, default, $"no schema found in path: {group.Path}"));
            }
        }

        return bindings;
    }

    private static Dictionary<string, Binding> MapCompatibles(List<Binding> bindings, List<LoadFinding>? findings)
    {
        var map = new Dictionary<string, Binding>(StringComparer.Ordinal);
        foreach (var binding in bindings)
        {
            if (binding.Schema["select"] is not null || binding.Schema["properties"]?["compatible"] is not { } schema) continue;
            var compatibles = Loading.Compatibles.Of(schema);
            foreach (var compatible in compatibles)
            {
                // They say what else a device is, and stand in many bindings.
                if (compatibles.Count > 1 && compatible is "syscon" or "simple-mfd" or "simple-bus") continue;
                if (map.TryGetValue(compatible, out var other) && other != binding)
                {
                    findings?.Add(new LoadFinding(
                        LoadFault.DuplicateCompatible,
                        binding.File,
                        schema.Position,
                        $"Duplicate compatible \"{compatible}\" found in schemas matching \"$id\": {other.Id}, {binding.Id}"));
                }

                map[compatible] = binding;
            }
        }

        return map;
    }
}
