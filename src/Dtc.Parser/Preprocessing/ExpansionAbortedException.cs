using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Unwinds an expansion that outgrew its limits; never leaves <see cref="PreprocessRun"/>.</summary>
internal sealed class ExpansionAbortedException(Rule rule, string message, string help) : Exception(message)
{
    public Rule Rule { get; } = rule;

    public string Help { get; } = help;
}
