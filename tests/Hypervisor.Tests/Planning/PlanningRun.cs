using System.Text;
using Hypervisor.Configuration;
using Hypervisor.Planning;

namespace Hypervisor.Tests.Planning;

/// <summary>A configuration, planned.</summary>
internal sealed record PlanningRun(Plan? Plan, FindingList Findings)
{
    public const string File = "guests.yaml";

    public string[] Rules => [.. Findings.Items.Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal)];

    public string Messages => string.Join('\n', Findings.Items.Select(f => $"{f.Position.Line}:{f.Position.Column} {f.Rule.Id} {f.Message}"));

    public static PlanningRun Of(string yaml, FakeInputs? inputs = null, string? earlier = null, bool update = false)
    {
        var findings = new FindingList();
        var file = Path.Combine(FakeInputs.Directory(), File);
        if (GuestsReader.Read(file, Encoding.UTF8.GetBytes(yaml), findings) is not { } configuration || findings.IsFatal) return new PlanningRun(null, findings);
        var plock = earlier is null ? null : PlanLock.Read("guests.lock", Encoding.UTF8.GetBytes(earlier), findings);
        return new PlanningRun(Planner.Make(configuration, inputs ?? new FakeInputs(), plock, update, findings), findings);
    }
}
