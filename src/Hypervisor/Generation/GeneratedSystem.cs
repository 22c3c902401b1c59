using Hypervisor.Planning;
using Hypervisor.Trees;

namespace Hypervisor.Generation;

/// <summary>The tree of one domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Tree">What it will see.</param>
/// <param name="Changes">What became of the host's nodes on the way; empty for a tree that is made anew.</param>
/// <param name="ChosenAtBoot">Numbers that may come out otherwise.</param>
public sealed record GeneratedDomain(
    PlannedDomain Domain, GeneratedTree Tree, IReadOnlyList<DerivedChange> Changes, IReadOnlyList<OpenNumber> ChosenAtBoot);

/// <summary>All trees of a plan.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Machine">The tree that the machine is started with: Xen's boot tree, or that of the only guest.</param>
/// <param name="Domains">The trees that are promised, in the order of the plan.</param>
public sealed record GeneratedSystem(Plan Plan, GeneratedTree Machine, IReadOnlyList<GeneratedDomain> Domains)
{
    /// <summary>What of the host's tree is not in that of the machine, or is there otherwise, and why.</summary>
    public IReadOnlyList<DerivedChange> HostChanges { get; init; } = [];
}
