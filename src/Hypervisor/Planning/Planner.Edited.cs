using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Planning.Checks;

namespace Hypervisor.Planning;

/// <summary>The machine's tree after the changes that the configuration asks for: it must still start, with what is configured.</summary>
public sealed partial class Planner
{
    private void CheckEdited(Plan plan)
    {
        // What dom0 is not to see is taken from Xen's boot tree; a guest without Xen has the machine's tree.
        var changing = _configuration.Domains.Where(domain => (IsDom0(domain) || !HasXen) && (domain.Tree.Hide.Count > 0 || domain.Tree.Edits.Count > 0)).ToList();
        if (changing.Count == 0) return;
        var tree = plan.ChangedTree;
        var written = changing[0];
        var at = written.Tree.Edits.Select(edit => edit.Path.At).Concat(written.Tree.Hide.Select(path => path.At)).First();
        var path = written.Path(written.Tree.Edits.Count > 0 ? "tree/edit" : "tree/hide");
        var edited = new HostTree(TreeCopy.Make(tree, changing.Select(domain => domain.Tree), new TreeLoading()).Tree, tree.Name);

        FindingList before = new(), after = new();
        HostChecks.Run(_configuration, _host, _machine, tree, HasXen ? _profile : null, before, isChanged: true);
        HostChecks.Run(_configuration, _host, _machine, edited, HasXen ? _profile : null, after, isChanged: true);
        var known = before.Items.Select(finding => finding.Message).ToHashSet(StringComparer.Ordinal);
        foreach (var finding in after.Items.Where(finding => !known.Contains(finding.Message)))
            _findings.Add(finding with { Position = at, Path = path, Message = $"with the changes of '{written.Name.Value}', {finding.Message}", Help = "change something else, or nothing" });
        CheckEditedConsole(plan, edited, at, path);
        CheckEditedDevices(plan, edited, at, path);
    }

    private void CheckEditedConsole(Plan plan, HostTree edited, SchemaPosition at, string path)
    {
        if (plan.Xen is { } xen)
        {
            if (_tree.FindConsole(xen.Console) is { } own && edited.FindConsole(xen.Console)?.IsAvailable() != true)
                _findings.Error(Rules.PlanHostConsole, at, path, $"Xen's console {own.Path} is not there any more, so that it says nothing", "dom0 does not see it anyway: Xen keeps it");
            return;
        }

        if (plan.Domains[0].Console != "uart") return;
        foreach (var device in plan.ChangedTree.Devices.Where(device => device.Node.IsAvailable() && device.Regions.Any(region => region.Address == _machine.Uarts[0].Registers.Address)))
        {
            if (edited.Find(device.Path)?.IsAvailable() != true)
                _findings.Error(Rules.PlanHiddenConsole, at, path, $"the console {device.Path} is not there any more, so that '{plan.Domains[0].Name}' says nothing", "'console: none' when it is to say nothing");
        }
    }

    // Transports that the tree has; QEMU adds some itself.
    private void CheckEditedDevices(Plan plan, HostTree edited, SchemaPosition at, string path)
    {
        foreach (var device in plan.Domains.SelectMany(domain => domain.Devices))
        {
            bool Carries(HostDevice candidate) => device.Region is { } region
                ? candidate.Regions.Any(own => own.Address == region.Address) : candidate.Node.IsCompatible("pci-host-ecam-generic");
            if (plan.ChangedTree.Devices.FirstOrDefault(candidate => candidate.Node.IsAvailable() && Carries(candidate)) is { } carrier
                && !edited.Devices.Any(candidate => candidate.Node.IsAvailable() && Carries(candidate)))
                _findings.Error(Rules.PlanTreeChange, at, path, $"{carrier.Path} is not there any more, and a device of type '{device.Type}' in slot {device.Slot} is behind it", "take one of the two out of the configuration");
        }
    }
}
