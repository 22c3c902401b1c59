using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Which domains there are, and what each may have by its role.</summary>
public sealed partial class Planner
{
    /// <summary>Name of the files of the tree that the machine is started with, which no domain may have.</summary>
    public const string MachineName = "host";

    private void CheckDomains()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        DomainConfiguration? dom0 = null;
        foreach (var domain in _configuration.Domains)
        {
            if (!names.Add(domain.Name.Value))
                _findings.Error(Rules.GuestsDuplicate, domain.Name.At, domain.Path("name"), $"there are two domains of the name '{domain.Name.Value}'");
            if (domain.Name.Value == MachineName)
            {
                _findings.Error(
                    Rules.GuestsDuplicate, domain.Name.At, domain.Path("name"), $"'{MachineName}' is what the files of the machine's own tree are called", "give the domain another name");
            }

            if (domain.Epapr is { } epapr)
                NotHere(epapr.At, domain.Path("epapr"), "ePAPR's partitions are for Power, which is not supported yet");
            if (IsDom0(domain))
            {
                if (dom0 is not null) _findings.Error(Rules.GuestsDom0, domain.IsDom0!.Value.At, domain.Path("role"), $"'{dom0.Name.Value}' is dom0 already");
                dom0 ??= domain;
            }

            CheckComplete(domain);
            CheckRole(domain);
            if (HasXen) CheckFeatures(domain);
        }

        CheckDom0(dom0);
        if (_configuration.Domains.Count > _platform.MaximumDomains)
        {
            _findings.Error(
                Rules.GuestsDomainCount, _configuration.Domains[_platform.MaximumDomains].At, "domains",
                $"{_platform.Name} has at most {_platform.MaximumDomains} domain{(_platform.MaximumDomains == 1 ? "" : "s")}, and there are {_configuration.Domains.Count}");
        }
    }

    private void CheckDom0(DomainConfiguration? dom0)
    {
        if (dom0 is null && _platform.Dom0 == "required")
        {
            _findings.Error(
                Rules.GuestsDom0, _configuration.Domains[0].At, "domains", $"{_platform.Name} needs a dom0", "give the domain 'role: dom0', or take the platform xen-dom0less");
        }

        if (dom0 is not null && _platform.Dom0 == "never")
            _findings.Error(Rules.GuestsDom0, dom0.IsDom0!.Value.At, dom0.Path("role"), $"{_platform.Name} has no hypervisor, so there is no dom0");
        if (dom0 is not null || !HasXen) return;
        foreach (var domain in _configuration.Domains)
        {
            if (domain.Enhanced is { Value: "true" } enhanced)
            {
                _findings.Error(
                    Rules.GuestsEnhanced, enhanced.At, domain.Path("enhanced"), $"'{domain.Name.Value}' is enhanced, and there is no dom0",
                    "'enhanced: no-xenstore' gives it the node without xenstore");
            }
        }
    }

    private void CheckComplete(DomainConfiguration domain)
    {
        var name = domain.Name.Value;
        void Lacks(SchemaPosition? at, string member, string what) =>
            _findings.Error(Rules.GuestsIncomplete, at ?? domain.At, domain.Path(member), $"'{name}' has no {what}");

        if (domain.Memory is null && (HasXen || _configuration.Host.Memory is null)) Lacks(null, "memory", "memory");
        else if (domain.Memory is { Value: 0 } none) Lacks(none.At, "memory", "memory");
        if (domain.Vcpus is { Value: 0 } zero) Lacks(zero.At, "vcpus", "virtual CPU");
        if (domain.Kernel is null) Lacks(null, "kernel", "kernel");
    }

    private void CheckRole(DomainConfiguration domain)
    {
        var dom0 = IsDom0(domain);
        var where = !HasXen ? $"{_platform.Name} has no hypervisor" : dom0 ? "this is for other domains than dom0" : "";
        void Refuse(SchemaPosition? at, string member)
        {
            if (at is { } written) NotHere(written, domain.Path(member), $"'{domain.Name.Value}': '{member}' means nothing here: {where}");
        }

        if (!HasXen || dom0)
        {
            Refuse(domain.Enhanced?.At, "enhanced");
            Refuse(domain.DirectMap?.At, "direct-map");
            Refuse(First(domain.StaticMemory)?.At, "static-memory");
            Refuse(domain.Sve?.At, "sve");
            Refuse(domain.MaxGrantFrames?.At, "max-grant-frames");
            Refuse(domain.Spis?.At, "nr-spis");
            Refuse(domain.CpuPool?.At, "cpupool");
            Refuse(First(domain.Passthrough)?.Path.At, "passthrough");
        }

        if (!HasXen)
        {
            Refuse(First(domain.EventChannels)?.At, "event-channels");
            Refuse(First(domain.SharedMemory)?.At, "shared-memory");
        }
        else if (!dom0)
        {
            where = "Xen gives a domain that it starts at boot no virtio devices; a dom0 or the machine has them";
            Refuse(First(domain.Devices)?.At, "devices");
            where = "Xen makes the tree of such a domain; only devices that are passed through can be changed";
            Refuse((domain.Tree.Hide.Count > 0 ? domain.Tree.Hide[0] : domain.Tree.Keep.Count > 0 ? domain.Tree.Keep[0] : (Written<string>?)null)?.At, "tree");
            Refuse(domain.Tree.Edits.FirstOrDefault(edit => !IsPassedThrough(domain, edit.Path.Value))?.Path.At, "tree");
        }

        CheckConsole(domain, dom0);
        if (domain.DirectMap is { Value: true } direct && domain.StaticMemory.Count == 0)
            _findings.Error(Rules.GuestsContradiction, direct.At, domain.Path("direct-map"), $"'{domain.Name.Value}' can be direct-mapped only with static-memory");
    }

    private static T? First<T>(IReadOnlyList<T> list)
        where T : class => list.Count > 0 ? list[0] : null;

    private static bool IsPassedThrough(DomainConfiguration domain, string path) =>
        domain.Passthrough.Any(device => path == device.Path.Value || path.StartsWith(device.Path.Value + "/", StringComparison.Ordinal));

    private void CheckConsole(DomainConfiguration domain, bool dom0)
    {
        if (domain.Console is not { } console) return;
        string[] possible = !HasXen ? ["uart", "none"] : dom0 ? ["hvc", "uart", "none"] : ["vpl011", "hvc", "none"];
        if (possible.Contains(console.Value)) return;
        NotHere(
            console.At, domain.Path("console"), $"'{domain.Name.Value}' cannot have the console '{console.Value}' here", $"it can have {string.Join(", ", possible)}");
    }

    private void CheckFeatures(DomainConfiguration domain)
    {
        void Needs(string property, SchemaPosition? at, string member)
        {
            if (at is { } written && !_profile.DomainProperties.Contains(property))
                _findings.Error(Rules.GuestsFeature, written, domain.Path(member), $"Xen {_version} has no '{member}'; it came with {XenProfile.FirstWith(property)}");
        }

        Needs("sve", domain.Sve?.At, "sve");
        Needs("max_grant_frames", domain.MaxGrantFrames?.At, "max-grant-frames");
    }
}
