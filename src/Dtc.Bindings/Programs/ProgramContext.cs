using System.Collections.Concurrent;
using Dtc.Bindings.Caching;
using Dtc.Bindings.Documents;
using Dtc.Bindings.References;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>What all schemas of a program share: names, and the documents that references lead to.</summary>
internal sealed class ProgramContext(ProgramImage image)
{
    private readonly SchemaDocument?[] _documents = new SchemaDocument?[image.DocumentCount];
    private readonly ConcurrentDictionary<(SchemaDocument, string), Schema> _byReference = new();
    private readonly ConcurrentDictionary<(SchemaDocument, string), Schema> _byPlace = new();

    public SymbolTable Symbols { get; } = new();

    /// <summary>Where the documents are kept.</summary>
    public ProgramImage Image { get; } = image;

    /// <summary>A document by its place in the set.</summary>
    public SchemaDocument Document(int index)
    {
        if (_documents[index] is { } known) return known;

        // Documents are told apart by reference: there is one only.
        var made = new SchemaDocument(Image.IdOf(index), Image.Document(index), this);
        return Interlocked.CompareExchange(ref _documents[index], made, null) ?? made;
    }

    /// <summary>A document by its id without a final <c>#</c>; null when there is none.</summary>
    public SchemaDocument? FindDocument(string id) => Image.FindId(id) is var at and >= 0 ? Document(at) : null;

    /// <summary>Finds the schema that a reference names.</summary>
    /// <param name="reference">The text of <c>$ref</c>.</param>
    /// <param name="from">The document it stands in, which relative references start from.</param>
    /// <returns>The schema; false when there is none, as in dt-validate.</returns>
    public Schema Resolve(string reference, SchemaDocument from)
    {
        if (_byReference.TryGetValue((from, reference), out var known)) return known;
        var (id, fragment) = SchemaReference.Split(reference, from.Id);
        var document = id == from.Id ? from : FindDocument(id);
        return _byReference.GetOrAdd((from, reference), document is null ? False(from) : At(document, fragment, from));
    }

    // One schema for all who refer to it, so that it is compiled once.
    private Schema At(SchemaDocument document, string fragment, SchemaDocument from)
    {
        if (_byPlace.TryGetValue((document, fragment), out var known)) return known;
        if (fragment.Length == 0) return _byPlace.GetOrAdd((document, fragment), document.Root);
        return SchemaReference.Follow(document.Source, fragment) is { } target
            ? _byPlace.GetOrAdd((document, fragment), new Schema(target, document))
            : False(from);
    }

    private static Schema False(SchemaDocument from) => new(SchemaValue.Of(false), from);
}
