using Dtc.Bindings.Caching;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>
/// A processed set of schemas in the form that trees are checked with. Schemas are read and compiled when a node first
/// needs them, so that one board pays for what it uses; the program can be shared by threads and kept for many trees.
/// </summary>
public sealed class BindingProgram
{
    /// <summary>The generated schema that knows all documented compatibles.</summary>
    public const string CompatiblesId = ProcessedSchema.CompatiblesId;

    private readonly ProgramContext _context;
    private readonly Lazy<string[]> _typedNames;

    internal BindingProgram(ProgramImage image)
    {
        _context = new ProgramContext(image);
        _typedNames = new Lazy<string[]>(() => [.. image.TypedNames().Order(StringComparer.Ordinal)]);
        Types = new DecodingTypes(image.FindTypes, Find(ProcessedSchema.PatternTypesId));
        Selection = new Selection(_context);
    }

    internal SymbolTable Symbols => _context.Symbols;

    internal DecodingTypes Types { get; }

    /// <summary>The properties that have a type of their own, by name.</summary>
    internal IReadOnlyList<string> TypedNames => _typedNames.Value;

    internal Selection Selection { get; }

    /// <summary>Makes a program.</summary>
    /// <param name="processed">
    /// The processed schemas: an object of schemas by <c>$id</c>, among them the generated tables of property types
    /// and of compatibles (what <c>dt-mk-schema</c> writes).
    /// </param>
    /// <returns>The program.</returns>
    /// <exception cref="ArgumentException">It is no object.</exception>
    public static BindingProgram Compile(SchemaValue processed)
    {
        ArgumentNullException.ThrowIfNull(processed);
        if (!processed.IsObject) throw new ArgumentException("processed schemas are an object", nameof(processed));
        return Open(ImageWriter.Write(processed, isSorted: false, []));
    }

    /// <summary>Makes a program of a set of bindings.</summary>
    public static BindingProgram Compile(BindingSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Open(WriteImage(set, []));
    }

    /// <summary>A schema of the set by its <c>$id</c> without a final <c>#</c>; null when there is none.</summary>
    public SchemaValue? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _context.FindDocument(id)?.Source;
    }

    /// <summary>The same, compiled as far as it was needed.</summary>
    internal SchemaDocument? FindDocument(string id) => _context.FindDocument(id);

    // A processed schema is sorted by name at every level, and findings come in that order.
    internal static byte[] WriteImage(BindingSet set, IReadOnlyCollection<LoadFinding> findings) =>
        ImageWriter.Write(set.ToProcessed("dtc-sharp"), isSorted: set.Version is null, findings);

    /// <summary>The schema of a compatible; null when none is for it alone.</summary>
    internal SchemaDocument? FindByCompatible(string compatible) =>
        _context.Image.FindCompatible(compatible) is var at and >= 0 ? _context.Document(at) : null;

    private static BindingProgram Open(byte[] image) =>
        new(ProgramImage.Open(image) ?? throw new InvalidOperationException("an image does not hold what was written to it"));
}
