using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>One binding of a set.</summary>
/// <param name="Id">Its <c>$id</c> without a final <c>#</c>; the base of the references in it.</param>
/// <param name="File">The file it was read from; in a processed schema, the file its maker read.</param>
/// <param name="Schema">
/// The schema after all fix-ups, with positions in <paramref name="File"/> (line 0 for what no line asks for, and throughout
/// a processed schema). Not to be changed.
/// </param>
public sealed record Binding(string Id, string File, SchemaValue Schema);
