using System.Text;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.Boot;

/// <content>Nodes of domains, and what Xen refuses.</content>
public sealed partial class BootTree
{
    private const int MaximumShareId = 15;

    private void Domain(DomainEntry domain)
    {
        _writer.Begin(domain.Name, domain.Origin ?? "domain of the configuration");
        _writer.Strings("compatible", "xen,domain");
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        _writer.Number64("memory", domain.MemoryKiB);
        _writer.Cells("cpus", domain.Cpus);
        if (domain.Uart) _writer.Flag("vpl011");
        if (domain.Enhanced is { Length: 0 }) _writer.Flag("xen,enhanced");
        else if (domain.Enhanced is { } enhanced) _writer.Strings("xen,enhanced", enhanced);
        if (domain.Interrupts is { } interrupts) _writer.Cells("nr_spis", interrupts);
        if (domain.DirectMap) _writer.Flag("direct-map");
        if (domain.StaticMemory.Count > 0) _writer.Ranges("xen,static-mem", 2, 2, [.. domain.StaticMemory]);
        if (domain.CpuPool is { } pool) _writer.Cells("domain-cpupool", PhandleOf($"/chosen/{pool}"));
        foreach (var property in domain.Properties)
        {
            var written = _writer.Bytes(property.Name, property.Value);
            if (property.Origin is { } origin) _writer.Origin(written, origin);
        }

        Modules(domain.Modules, domain.Name);
        Channels(domain.EventChannels, domain.Name);
        Shared(domain.SharedMemory);
        _writer.End();
    }

    private void Channels(IReadOnlyList<EventChannelEntry> channels, string? domain)
    {
        foreach (var channel in channels)
        {
            _writer.Begin("ec@" + channel.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "event channel of the configuration");
            _writer.Strings("compatible", "xen,evtchn-v1");
            _writer.Cells("phandle", PhandleOf(ChannelPath(domain, channel.Port)));
            _writer.Cells("xen,evtchn", channel.Port, PhandleOf(ChannelPath(channel.PeerDomain, channel.PeerPort)));
            _writer.End();
        }
    }

    private void Shared(IReadOnlyList<SharedMemoryEntry> regions)
    {
        foreach (var region in regions)
        {
            _writer.Begin("domU-shared-mem", region.HostAddress, "shared memory of the configuration");
            _writer.Strings("compatible", "xen,domain-shared-memory-v1");
            if (region.Role is { } role) _writer.Strings("role", role);
            _writer.Strings("xen,shm-id", region.Id);
            _writer.Cells("xen,shared-mem", (uint)(region.HostAddress >> 32), (uint)region.HostAddress,
                (uint)(region.GuestAddress >> 32), (uint)region.GuestAddress, (uint)(region.Size >> 32), (uint)region.Size);
            _writer.End();
        }
    }

    private void Check()
    {
        var xen = _options.Xen;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var domain in _options.Domains)
        {
            if (!names.Add(domain.Name)) Report(Rules.DomainName, $"two domains are called '{domain.Name}'");
            if (domain.Name.Contains('@', StringComparison.Ordinal)) Report(Rules.DomainName, $"'{domain.Name}': Xen finds no command line for a domain whose name has a unit address");
            if (domain.Name.Contains('/', StringComparison.Ordinal) || domain.Name.Length == 0) Report(Rules.DomainName, $"'{domain.Name}' cannot be the name of a node");
            if (domain.Enhanced is { Length: > 0 } value && !xen.EnhancedValues.Contains(value))
                Report(Rules.UnknownToVersion, $"{domain.Name}: Xen {xen.Version} does not know xen,enhanced = \"{value}\"");
            foreach (var property in domain.Properties)
            {
                if (!xen.DomainProperties.Contains(property.Name)) Report(Rules.UnknownToVersion, $"{domain.Name}: Xen {xen.Version} does not read {property.Name}");
            }

            if (domain.DirectMap && domain.StaticMemory.Count == 0)
                Report(Rules.UnknownToVersion, $"{domain.Name}: Xen stops when direct-map comes without xen,static-mem");
            if (domain.StaticMemory is { Count: > 0 } banks && (ulong)banks.Sum(bank => (decimal)bank.Size) != domain.MemoryKiB << 10)
                Report(Rules.BeyondLimit, $"{domain.Name}: its static memory is not as large as the {domain.MemoryKiB} KiB that it is to have");
            if (domain.Enhanced is "" or "enabled" or "legacy" && _options.Modules.All(module => module.Kind != BootModuleKind.Kernel))
                Report(Rules.UnknownToVersion, $"{domain.Name}: Xen stops at xen,enhanced when there is no dom0; \"no-xenstore\" does without");
            CheckModules(domain.Name, domain.Modules);
            foreach (var region in domain.SharedMemory) CheckShared(domain.Name, region);
        }

        CheckModules("dom0", _options.Modules);
        var modules = _options.Modules.Count + _options.Domains.Sum(domain => domain.Modules.Count) + 2;
        if (modules > (int)XenProfile.Limit("modules")) Report(Rules.BeyondLimit, $"Xen takes {XenProfile.Limit("modules")} modules, itself and its tree included; these are {modules}");
    }

    private void CheckModules(string domain, IReadOnlyList<ModuleEntry> modules)
    {
        foreach (var module in modules)
        {
            if (module.Arguments is { } text && Encoding.UTF8.GetByteCount(text) >= (int)XenProfile.Limit("command-line"))
                Report(Rules.BeyondLimit, $"{domain}: Xen takes command lines of less than {XenProfile.Limit("command-line")} bytes");
        }
    }

    private void CheckShared(string domain, SharedMemoryEntry region)
    {
        if (region.Id.Length is 0 or > MaximumShareId) Report(Rules.BeyondLimit, $"{domain}: the name of shared memory has 1 to {MaximumShareId} characters, unlike '{region.Id}'");
        if (((region.HostAddress | region.GuestAddress | region.Size) & 0xfff) != 0) Report(Rules.BeyondLimit, $"{domain}: shared memory '{region.Id}' is not on a border of 4 KiB");
    }

    private void Report(Rule rule, string message) => _diagnostics.Add(rule, SourceSpan.None, message);
}
