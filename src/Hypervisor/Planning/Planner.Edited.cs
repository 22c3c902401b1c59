using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Planning.Checks;

namespace Hypervisor.Planning;

/// <summary>The machine's tree after the changes that the configuration asks for: it must still start, with what is configured.</summary>
public sealed partial class Planner
{
    private HostTree? _xensTree;

    /// <summary>What dom0 is not to see, or to see otherwise, is so in Xen's boot tree already.</summary>
    private HostTree XensTree => _xensTree ??= Changing is { } dom0 ? Changed(_tree, dom0) : _tree;

    // Whose changes are made to the machine's tree; a guest without Xen has that.
    private DomainConfiguration? Changing => _configuration.Domains.FirstOrDefault(
        domain => (IsDom0(domain) || !HasXen) && (domain.Tree.Hide.Count > 0 || domain.Tree.Edits.Count > 0));

    private static HostTree Changed(HostTree tree, DomainConfiguration written) => new(TreeCopy.Make(tree, [written.Tree], new TreeLoading()).Tree, tree.Name);

    private void CheckEdited(Plan plan)
    {
        if (Changing is not { } written) return;
        var tree = plan.ChangedTree;
        var edited = HasXen ? XensTree : Changed(tree, written);
        FindingList before = new(), after = new();
        HostChecks.Run(_configuration, _host, _machine, tree, HasXen ? _profile : null, before, isChanged: true);
        HostChecks.Run(_configuration, _host, _machine, edited, HasXen ? _profile : null, after, isChanged: true);
        var known = before.Items.Select(finding => finding.Message).ToHashSet(StringComparer.Ordinal);
        foreach (var finding in after.Items.Where(finding => !known.Contains(finding.Message)))
        {
            var (at, path) = ChangeOf(written, tree, candidate => finding.Message.Contains($" {candidate}", StringComparison.Ordinal));
            _findings.Add(finding with { Position = at, Path = path, Message = $"with the changes of '{written.Name.Value}', {finding.Message}", Help = "take the change out of 'tree', or make another" });
        }

        CheckEditedConsole(plan, edited, written);
        CheckEditedDevices(plan, edited, written);
    }

    // The change that a finding is about: of a path that it names, or of one above; else the first.
    private static (SchemaPosition At, string Path) ChangeOf(DomainConfiguration written, HostTree tree, Func<string, bool> isMeant)
    {
        var edit = written.Path("tree/edit");
        List<(Written<string> Path, string Member)> changes =
            [.. written.Tree.Edits.Select(change => (change.Path, edit)), .. written.Tree.Hide.Select(path => (path, written.Path("tree/hide")))];
        var meant = changes.Where(change => tree.Resolve(change.Path.Value) is { Parent: not null } node && isMeant(node.Path));
        var (path, member) = meant.Append(changes[0]).First();
        return (path.At, member);
    }

    private static (SchemaPosition At, string Path) ChangeOf(DomainConfiguration written, HostTree tree, Node node) => ChangeOf(
        written, tree, path => node.Path == path || node.Path.StartsWith(path + "/", StringComparison.Ordinal));

    private void CheckEditedConsole(Plan plan, HostTree edited, DomainConfiguration written)
    {
        void Check(Node? console, Rule rule, string what, string whose, string help)
        {
            if (console is null || !IsUart(console) || (edited.Find(console.Path) is { } left && IsUart(left))) return;
            var (at, path) = ChangeOf(written, plan.ChangedTree, console);
            _findings.Error(rule, at, path, $"{what} {console.Path} is not there any more, or no UART, so that {whose} says nothing", help);
        }

        if (plan.Xen is { } xen) Check(_tree.FindConsole(xen.Console), Rules.PlanHostConsole, "Xen's console", "Xen", "dom0 does not see it anyway: Xen keeps it");
        var domain = plan.Domains.First(planned => planned.Name == written.Name.Value);
        foreach (var console in ConsolesOf(plan, domain))
            Check(console, Rules.PlanHiddenConsole, "the console", $"'{domain.Name}'", "'console: none' when it is to say nothing");
    }

    private bool IsUart(Node node) => IsUsed(node) && node.IsCompatible(_profile.Serial);

    // The machine's first, which a kernel has that is told of none, and those that it is told of by their aliases.
    private IEnumerable<Node> ConsolesOf(Plan plan, PlannedDomain domain)
    {
        if (domain.Console != "uart") return [];
        var tree = plan.ChangedTree;
        var named = domain.Bootargs.Split(' ').Where(word => word.StartsWith("console=tty", StringComparison.Ordinal))
            .Select(word => tree.Resolve("serial" + word.Split(',')[0]["console=tty".Length..].TrimStart('A', 'M', 'S'))).OfType<Node>();
        return plan.Xen is not null ? named
            : tree.Devices.Where(device => device.Regions.Any(region => region.Address == _machine.Uarts[0].Registers.Address)).Select(device => device.Node).Union(named);
    }

    // Transports that the tree has; QEMU adds some itself.
    private void CheckEditedDevices(Plan plan, HostTree edited, DomainConfiguration written)
    {
        foreach (var device in plan.Domains.SelectMany(domain => domain.Devices))
        {
            bool Carries(HostDevice candidate) => IsUsed(candidate.Node) && (device.Region is { } region
                ? candidate.Node.IsCompatible("virtio,mmio") && candidate.Regions.Any(own => own.Address == region.Address)
                : candidate.Node.IsCompatible("pci-host-ecam-generic"));
            if (plan.ChangedTree.Devices.FirstOrDefault(Carries) is not { } carrier || edited.Devices.Any(Carries)) continue;
            var (at, path) = ChangeOf(written, plan.ChangedTree, carrier.Node);
            _findings.Error(
                Rules.PlanTreeChange, at, path,
                $"{carrier.Path} is not there any more, or of another kind, and a device of type '{device.Type}' in slot {device.Slot} is behind it", "take one of the two out of the configuration");
        }
    }

    private static bool IsUsed(Node node)
    {
        for (Node? at = node; at is not null; at = at.Parent)
        {
            if (!at.IsAvailable()) return false;
        }

        return true;
    }
}
