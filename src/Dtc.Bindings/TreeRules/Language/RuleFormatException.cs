using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>A file of rules says something that cannot be understood.</summary>
internal sealed class RuleFormatException(string message, SchemaPosition position) : Exception(message)
{
    public SchemaPosition Position { get; } = position;
}
