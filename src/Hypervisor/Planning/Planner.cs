using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Planning.Checks;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Decides what a configuration leaves open, and finds what cannot work. Nothing is written.</summary>
public sealed partial class Planner
{
    private readonly GuestsConfiguration _configuration;
    private readonly IPlanInputs _inputs;
    private readonly FindingList _findings;
    private readonly ChoiceBook _choices;
    private readonly string _directory;
    private readonly Func<string, IReadOnlyList<string>>? _includePaths;
    private PlatformFacts _platform = null!;
    private XenProfile _profile = XenProfile.For(XenProfile.Last);
    private MachineMap _machine = null!;
    private PlannedHost _host = null!;
    private HostTree _tree = null!;
    private MemoryMap _map = null!;
    private string _version = "";
    private ulong _xenMemory;

    private Planner(GuestsConfiguration configuration, IPlanInputs inputs, PlanLock? earlier, bool update, FindingList findings, Func<string, IReadOnlyList<string>>? includePaths)
    {
        _includePaths = includePaths;
        _configuration = configuration;
        _inputs = inputs;
        _findings = findings;
        _choices = new ChoiceBook(earlier, update, findings);
        _directory = Path.GetDirectoryName(Path.GetFullPath(configuration.File)) ?? "/";
    }

    private bool HasXen => _platform.HasXen;

    /// <summary>Makes a plan.</summary>
    /// <param name="configuration">What is wanted.</param>
    /// <param name="inputs">Files, boot media, QEMU.</param>
    /// <param name="earlier">The numbers of an earlier plan; null for none.</param>
    /// <param name="update">Where the earlier numbers do not fit, choose others.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <param name="includePaths">The directories in which the includes of a source are searched, by its path; null for none beside its own.</param>
    /// <returns>The plan; null when errors leave none. Errors that can be forced come with a plan.</returns>
    public static Plan? Make(
        GuestsConfiguration configuration, IPlanInputs inputs, PlanLock? earlier, bool update, FindingList findings,
        Func<string, IReadOnlyList<string>>? includePaths = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(findings);
        return new Planner(configuration, inputs, earlier, update, findings, includePaths).Run(earlier);
    }

    private Plan? Run(PlanLock? earlier)
    {
        if (!FindPlatform()) return null;
        if (earlier is not null && earlier.Platform != _platform.Name)
        {
            _findings.Add(new GuestFinding(Rules.LockUnreadable, default, "", $"the lock is for the platform {earlier.Platform}, and this is {_platform.Name}") { File = earlier.File });
        }

        CheckDomains();
        if (!PlanMachine() || _findings.IsFatal) return null;
        if (!LoadTree()) return null;
        _host = _host with { TreeFile = _treeFile };
        _map = new MemoryMap(_host.Memory, _host.Banks);
        HostChecks.Run(_configuration, _host, _machine, _tree, HasXen ? _profile : null, _findings);
        var domains = PlanDomains();
        if (_findings.IsFatal) return null;
        _choices.Finish();
        var plan = new Plan
        {
            Configuration = _configuration.File,
            Platform = _platform.Name,
            Host = _host,
            Xen = HasXen ? _xen : null,
            Domains = domains,
            Memory = _map.Uses,
            Choices = _choices.Choices,
            HostTree = _tree,
        };
        _map.Check(_findings);
        PlanChecks.Run(plan, _configuration, _machine, _profile, _findings);
        if (!_findings.HasErrors) CheckEdited(plan);
        return _findings.IsFatal ? null : plan;
    }

    private bool FindPlatform()
    {
        var (name, at) = _configuration.Platform;
        _platform = PlatformFacts.All.First(platform => platform.Name == name);
        if (_platform.IsLater)
        {
            _findings.Error(
                Rules.GuestsPlatformLater, at, "platform", $"the platform {name} is not supported yet", $"there are {string.Join(", ", PlatformFacts.Supported)}");
            return false;
        }

        var hypervisor = _configuration.Hypervisor;
        if (!HasXen)
        {
            if (hypervisor is not null) NotHere(hypervisor.At, "hypervisor", $"{name} has no hypervisor");
            if (_configuration.Xen is { } xen) NotHere(xen.At, "xen", $"{name} has no Xen");
            return true;
        }

        string[] versions = [.. XenProfile.Versions.Select(version => version.ToString())];
        _version = _choices.Text(
            "hypervisor/version", hypervisor?.Version, at, () => versions[0], v => versions.Contains(v) ? null : "it is not known");
        if (versions.Contains(_version))
        {
            _profile = XenProfile.For(XenVersion.Parse(_version));
            return true;
        }

        _findings.Error(
            Rules.GuestsXenVersion, hypervisor!.Version!.Value.At, "hypervisor/version", $"Xen {_version} is not known",
            Suggestions.DidYouMean(_version, versions) ?? $"known are {string.Join(", ", versions)}");
        return false;
    }

    private void NotHere(SchemaPosition at, string path, string message, string? help = null) =>
        _findings.Error(Rules.GuestsNotHere, at, path, message, help);

    // A path with a NUL is none; whoever opens it says so.
    private string FullPath(string written) => written.Contains('\0', StringComparison.Ordinal) ? written : Path.GetFullPath(Path.Combine(_directory, written));
}
