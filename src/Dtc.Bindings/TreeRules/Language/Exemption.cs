using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// A finding of a schema that is wrong to follow: no schema can take back what another one says, so a rule file says it.
/// </summary>
public sealed class Exemption
{
    private NodeSelector _for = NodeSelector.Any;
    private string? _schema;
    private Regex? _message;

    /// <summary>Name of the binding it belongs to, and its own.</summary>
    public required string Id { get; init; }

    /// <summary>Why the finding is wrong.</summary>
    public required string Reason { get; init; }

    /// <summary>Where that is from.</summary>
    public required string Source { get; init; }

    internal static Exemption Read(SchemaValue value, string binding, RuleNames names) => new()
    {
        Id = $"{binding}/{value["id"]!.String}",
        Reason = value["reason"]!.String,
        Source = value["source"]!.String,
        _for = NodeSelector.Read(value["for"]!, names),
        _schema = value["schema"]?.String,
        _message = value["message"] is { } message ? RuleText.Pattern(message) : null,
    };

    /// <summary>The nodes it is about.</summary>
    internal IEnumerable<RuleNode> Nodes(RuleRun run) => run.FindAll(_for);

    /// <summary>Whether a finding in one of those nodes is meant.</summary>
    /// <param name="schemaId"><c>$id</c> of the schema; null for what decoding found.</param>
    /// <param name="message">The finding in dt-validate's words.</param>
    internal bool Takes(string? schemaId, string message) =>
        (_schema is null || schemaId?.EndsWith(_schema, StringComparison.Ordinal) == true) && (_message is null || _message.IsMatch(message));
}
