using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning.Checks;

/// <summary>Consoles that are not there, and channels without another end.</summary>
internal sealed partial class PlanChecks
{
    private const int XenstorePort = 1;

    private void CheckXenConsole()
    {
        var console = plan.Xen!.Console;
        var at = configuration.Xen?.Console?.At ?? configuration.Xen?.At ?? configuration.Host.At;
        void Refuse(string message, string? help = null) => findings.Error(Rules.PlanHostConsole, at, "xen/console", message, help);

        if (plan.HostTree.FindConsole(console) is not { } node)
        {
            var names = plan.HostTree.Devices.Where(device => device.Node.IsCompatible(xen.Serial)).Select(device => device.Path).ToList();
            Refuse($"{plan.HostTree.Name} has no node or alias '{console}'", Suggestions.DidYouMean(console, names) ?? $"its UARTs are {string.Join(", ", names)}");
        }
        else if (!node.IsCompatible(xen.Serial))
        {
            var message = $"Xen has no driver for {node.Path}: {string.Join(", ", node.Strings("compatible"))}";
            if (machine.IsEmulated) Refuse(message);
            else findings.Warn(Rules.PlanHostConsole, at, "xen/console", $"{message}; it starts, and says nothing", "name another UART as 'console' of 'xen', or use an image of Xen with a driver");
        }
        else if (!node.IsAvailable()) Refuse($"{node.Path} is disabled");
        else if (plan.HostTree.Device(node.Path)?.Regions is not [var registers, ..]) Refuse($"{node.Path} has no registers that can be reached");
        else if (machine.IsEmulated && !machine.Uarts.Any(uart => uart.Registers.Address == registers.Address)) Refuse($"{node.Path} is at {ByteSize.Hex(registers.Address)}, where {machine.Name} has no UART");
    }

    private void CheckConsole(DomainConfiguration written, PlannedDomain domain)
    {
        if (domain.Console == "none")
        {
            WarnOfSilence(written, domain);
            return;
        }

        var at = written.Bootargs?.At ?? written.Console?.At ?? written.At;
        var named = domain.Bootargs.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith("console=", StringComparison.Ordinal))
            .Select(word => word["console=".Length..].Split(',')[0]).ToList();
        void Refuse(string message, string? help = null) =>
            findings.Error(Rules.PlanHiddenConsole, at, written.Path(written.Bootargs is null ? "console" : "bootargs"), message, help);

        if (named.Count == 0)
        {
            // Linux takes hvc0 by itself in dom0, and what stdout-path says on a machine; a dom0less tree says nothing.
            if (plan.Xen is not null && !domain.IsDom0) Refuse($"the command line of '{domain.Name}' names no console, so it says nothing", Way(written, domain, "add ", ""));
            else if (plan.Xen is null && plan.HostTree.Root.Child("chosen")?.Text("stdout-path") is null && domain.Console == "uart" && plan.Host.TreeFile is not null)
                Refuse($"neither the command line of '{domain.Name}' nor stdout-path names a console", Way(written, domain, "add ", ""));
            return;
        }

        foreach (var name in named)
        {
            if (Missing(written, domain, name) is { } reason)
            {
                Refuse($"'{domain.Name}' is told to use {name}, and {reason}", Way(written, domain, "", " is there"));
                return;
            }
        }

        var wanted = domain.Console == "hvc" ? "hvc" : "tty";
        if (named.Exists(name => name.StartsWith(wanted, StringComparison.Ordinal))) WarnOfSilence(written, domain);
        else
            Refuse($"'{domain.Name}' has the console '{domain.Console}', and its command line names only {string.Join(", ", named)}", Way(written, domain, "add ", ""));
    }

    // Of what Xen starts, it shows the emulated UARTs.
    private void WarnOfSilence(DomainConfiguration written, PlannedDomain domain)
    {
        if (plan.Xen is null || domain.IsDom0 || domain.Console == "vpl011") return;
        // It may talk to a UART of the machine.
        if (domain.Passthrough.Any(device => plan.HostTree.Resolve(device.Path)?.IsCompatible(xen.Serial) == true)) return;
        findings.Warn(
            Rules.PlanHiddenConsole, written.Console?.At ?? written.At, written.Path("console"),
            $"nobody sees what '{domain.Name}' says, so that no boot shows whether it came up: {(domain.Console == "hvc" ? "a console over Xen needs a toolstack in dom0" : "it has no console")}",
            $"'console: vpl011' with console={XenGuestMap.Console} is shown by Xen");
    }

    // What to do about a console that is not there; never what is refused itself.
    private string Way(DomainConfiguration written, PlannedDomain domain, string before, string behind)
    {
        var name = domain.Console == "hvc" ? "hvc0" : domain.Console == "vpl011" ? XenGuestMap.Console : machine.Uarts[0].Console;
        if (Missing(written, domain, name) is null) return $"{before}console={name}{behind}";
        if (plan.Xen is not null)
        {
            return domain.IsDom0 ? "'console: hvc' with console=hvc0 is there"
                : $"'console: vpl011' with console={XenGuestMap.Console} is there";
        }

        var hidden = domain.Tree.Hide.Select(path => path.Value).FirstOrDefault(path => plan.HostTree.Resolve(path)?.IsCompatible(xen.Serial) == true);
        return hidden is not null ? $"take {hidden} out of 'tree.hide'" : "name a UART that it has, or 'console: none' when it is to say nothing";
    }

    // Why a console that a kernel is told to use is not there; null when it is, or nobody can know.
    private string? Missing(DomainConfiguration written, PlannedDomain domain, string name)
    {
        if (name.StartsWith("hvc", StringComparison.Ordinal))
        {
            if (plan.Xen is null) return domain.Devices.Any(device => device.Type == "console") ? null : "there is neither Xen nor a virtio console";
            return domain.IsDom0 || domain.Enhanced is not null ? null : "only dom0 and enhanced domains have Xen's console";
        }

        if (!name.StartsWith("ttyAMA", StringComparison.Ordinal) && !name.StartsWith("ttyS", StringComparison.Ordinal)) return null;
        if (plan.Xen is not null && !domain.IsDom0)
        {
            if (domain.Passthrough.Any(device => plan.HostTree.Resolve(device.Path)?.IsCompatible(xen.Serial) == true)) return null;
            if (domain.Uart is null) return $"without 'vpl011' it has no UART";
            return name == XenGuestMap.Console ? null : $"its only UART is {XenGuestMap.Console}";
        }

        return MissingOfHost(written, domain, name);
    }

    private string? MissingOfHost(DomainConfiguration written, PlannedDomain domain, string name)
    {
        if (!int.TryParse(name.AsSpan(name.StartsWith("ttyAMA", StringComparison.Ordinal) ? 6 : 4), out var number) || number < 0) return null;
        var kept = plan.Xen is null ? null : plan.HostTree.FindConsole(plan.Xen.Console);
        var uarts = plan.HostTree.Devices.Where(device => device.Node.IsCompatible(xen.Serial) && device.Node.IsAvailable()).Select(device => device.Node).ToList();
        // Numbers are those of the aliases serialN; UARTs without one are counted.
        if (plan.HostTree.Resolve($"serial{number}") is { } aliased)
        {
            if (aliased == kept) return $"Xen keeps {aliased.Path} for itself";
            if (domain.Tree.Hide.Any(path => path.Value == aliased.Path)) return $"{aliased.Path} is hidden from it";
            return written.Console?.Value == "none" || aliased.IsAvailable() ? null : $"{aliased.Path} is disabled";
        }

        var left = uarts.Count(node => node != kept && domain.Tree.Hide.All(path => path.Value != node.Path));
        return number < left ? null
            : kept is not null && uarts.Contains(kept) && number < uarts.Count ? $"Xen keeps {kept.Path} for itself"
            : uarts.Count == 0 ? "the host's tree has no UART" : $"only {left} UARTs are left";
    }

    private void CheckChannels()
    {
        var ends = new Dictionary<(string Domain, int Port), (EventChannelConfiguration End, DomainConfiguration Domain)>();
        foreach (var domain in configuration.Domains)
        {
            foreach (var (end, index) in domain.EventChannels.Select((end, index) => (end, index)))
            {
                var path = domain.Path($"event-channels/{index}");
                var most = (int)XenProfile.Limit(plan.Dom0?.Name == domain.Name.Value ? "ports" : "domain-ports");
                if (end.Port.Value > most)
                    findings.Error(Rules.PlanChannel, end.Port.At, path, $"port {end.Port.Value} is beyond {most}");
                if (!ends.TryAdd((domain.Name.Value, end.Port.Value), (end, domain)))
                    findings.Error(Rules.PlanChannel, end.Port.At, path, $"'{domain.Name.Value}' has the port {end.Port.Value} twice");
                // alloc_xenstore_evtchn takes the first that is free, before any channel of a tree is made.
                if (end.Port.Value == XenstorePort && domain.IsDom0?.Value != true && domain.Enhanced?.Value == "true")
                {
                    findings.Error(
                        Rules.PlanChannel, end.Port.At, path, $"port {XenstorePort} of '{domain.Name.Value}' is that of its xenstore: it is 'enhanced'",
                        "give it another 'port'; 'enhanced: no-xenstore' leaves this one free");
                }
            }
        }

        foreach (var domain in configuration.Domains)
        {
            foreach (var (end, index) in domain.EventChannels.Select((end, index) => (end, index)))
            {
                var path = domain.Path($"event-channels/{index}");
                if (configuration.Domains.All(other => other.Name.Value != end.Peer.Value))
                {
                    findings.Error(
                        Rules.GuestsUnknownName, end.Peer.At, path, $"there is no domain '{end.Peer.Value}'",
                        Suggestions.DidYouMean(end.Peer.Value, configuration.Domains.Select(other => other.Name.Value)));
                }
                else if (end.Peer.Value == domain.Name.Value && end.PeerPort.Value == end.Port.Value)
                    findings.Error(Rules.PlanChannel, end.At, path, $"port {end.Port.Value} of '{domain.Name.Value}' leads to itself", "a channel has two ends, which may be two ports of one domain");
                else if (!ends.TryGetValue((end.Peer.Value, end.PeerPort.Value), out var peer))
                    findings.Error(Rules.PlanChannel, end.PeerPort.At, path, $"'{end.Peer.Value}' has no port {end.PeerPort.Value}", $"give it 'port: {end.PeerPort.Value}, peer: {domain.Name.Value}, peer-port: {end.Port.Value}'");
                else if (peer.End.Peer.Value != domain.Name.Value || peer.End.PeerPort.Value != end.Port.Value)
                    findings.Error(Rules.PlanChannel, end.At, path, $"port {end.PeerPort.Value} of '{end.Peer.Value}' leads to port {peer.End.PeerPort.Value} of '{peer.End.Peer.Value}', not here");
            }
        }
    }
}
