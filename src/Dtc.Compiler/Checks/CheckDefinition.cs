using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>What a check does with the node at an index of the run.</summary>
internal delegate void CheckFunction(CheckRun run, int at);

/// <summary>dtc's default levels.</summary>
internal enum CheckLevel
{
    /// <summary>Only runs when asked for, or as a prerequisite.</summary>
    Off,

    /// <summary>Prints a warning.</summary>
    Warning,

    /// <summary>Makes the run fail.</summary>
    Error,
}

/// <summary>One of dtc's checks.</summary>
/// <param name="Name">dtc's name.</param>
/// <param name="Level">The level without -W and -E.</param>
/// <param name="Rule">The rule its findings break; null when it cannot fail.</param>
/// <param name="Trigger">It only looks at nodes with one of these traits; none for all nodes.</param>
/// <param name="Function">What it does.</param>
/// <param name="Prerequisites">Places in the table of the checks that must have passed before.</param>
internal sealed record CheckDefinition(
    string Name, CheckLevel Level, Rule? Rule, Traits Trigger, CheckFunction Function, int[] Prerequisites)
{
    /// <summary>It changes the tree or gathers what other checks need: our flow runs it at every level.</summary>
    public bool IsPass { get; init; }
}
