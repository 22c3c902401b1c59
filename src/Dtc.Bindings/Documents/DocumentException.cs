namespace Dtc.Bindings.Documents;

/// <summary>A document that cannot be read: the first thing wrong with it, and where.</summary>
/// <param name="message">One sentence without a final full stop.</param>
/// <param name="position">The place.</param>
public sealed class DocumentException(string message, SchemaPosition position) : Exception(message)
{
    /// <summary>Where in the document.</summary>
    public SchemaPosition Position { get; } = position;
}
