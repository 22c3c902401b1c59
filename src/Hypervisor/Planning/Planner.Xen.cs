using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Xen itself: its image, console, command line and pools of CPUs.</summary>
public sealed partial class Planner
{
    private PlannedXen _xen = null!;

    private void PlanXen(PlannedDomain? dom0)
    {
        var written = _configuration.Hypervisor?.Image ?? new ImageConfiguration(new Written<string>(MediaSource, default), null);
        if (written.Address is { } address && _machine.IsEmulated) NotHere(address.At, "hypervisor/image/address", "QEMU decides where it loads Xen");
        var image = Probe(written, "hypervisor", "hypervisor/image");
        if (image is null) return;
        var at = _xenAddress ?? _host.Memory.Address + _machine.KernelOffset;
        var size = Math.Max(XenNeeds.Image, Math.Max(image.Image.Size, image.RunSize));

        // Behind the file is memory that Xen clears.
        _xenMemory = size;
        var console = PlanConsole();
        _xen = new PlannedXen(
            _version,
            image.Image with { Address = at, Size = image.Image.IsAssumed ? size : image.Image.Size },
            XenArguments(console, dom0),
            console,
            [.. (_configuration.Xen?.StaticHeap ?? []).Select(range => new AddressRange(range.Address, range.Size))],
            PlanPools(),
            XenNeeds.OfHost(Is64Bit, _host.TotalMemory));
    }

    private string PlanConsole()
    {
        var written = _configuration.Xen?.Console;
        var at = _configuration.Xen?.At ?? _configuration.Host.At;
        return _choices.Text("xen/console", written, at, DefaultConsole, value => _tree.FindConsole(value) is null ? "the host's tree has no such node" : null);
    }

    // What the tree says, else the UART that the machine has.
    private string DefaultConsole()
    {
        if (_tree.Root.Child("chosen")?.Text("stdout-path") is { } stdout && _tree.FindConsole(stdout) is not null) return stdout.Split(':')[0];
        return _tree.Devices.FirstOrDefault(device => device.Regions.Any(region => region.Address == _machine.Uarts[0].Registers.Address))?.Path
            ?? _tree.Devices.FirstOrDefault(device => device.Node.IsCompatible(_profile.Serial))?.Path
            ?? "serial0";
    }

    private string XenArguments(string console, PlannedDomain? dom0)
    {
        var words = new List<string> { "console=dtuart", $"dtuart={console}" };
        if (dom0 is not null)
        {
            var memory = dom0.Memory;
            words.Add(memory % (1 << 20) == 0 ? $"dom0_mem={memory >> 20}M" : $"dom0_mem={memory >> 10}K");
            words.Add($"dom0_max_vcpus={dom0.Vcpus}");
        }

        var made = words.Count;
        foreach (var word in (_configuration.Xen?.Bootargs?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = word.Split('=')[0];
            var ours = words.Take(made).FirstOrDefault(other => other.Split('=')[0] == key);
            if (ours is null && key is not ("dom0_mem" or "dom0_max_vcpus")) words.Add(word);
            else if (ours != word)
            {
                _findings.Error(
                    Rules.PlanXenArguments, _configuration.Xen!.Bootargs!.Value.At, "xen/bootargs",
                    ours is null ? $"'{word}' is for a dom0, and there is none" : $"'{word}' is for Xen, and the configuration makes '{ours}' of its own");
            }
        }

        return string.Join(' ', words);
    }

    private List<PlannedPool> PlanPools()
    {
        var pools = new List<PlannedPool>();
        var taken = new Dictionary<int, string>();
        foreach (var (pool, index) in (_configuration.Xen?.CpuPools ?? []).Select((pool, index) => (pool, index)))
        {
            var path = $"xen/cpupools/{index}";
            var name = pool.Name.Value;
            if (pools.Any(other => other.Name == name)) _findings.Error(Rules.GuestsDuplicate, pool.Name.At, path, $"there are two pools of the name '{name}'");
            var cpus = new List<string>();
            foreach (var cpu in pool.Cpus)
            {
                if (cpu.Value >= Math.Min(_host.Cpus, _tree.Cpus.Count))
                    _findings.Error(Rules.PlanPool, cpu.At, path, $"pool '{name}': the host has no CPU {cpu.Value}; they are 0 to {Math.Min(_host.Cpus, _tree.Cpus.Count) - 1}");
                else if (!taken.TryAdd(cpu.Value, name)) _findings.Error(Rules.PlanPool, cpu.At, path, $"CPU {cpu.Value} is in pool '{taken[cpu.Value]}' already");
                else cpus.Add(_tree.Cpus[cpu.Value].Path);
            }

            pools.Add(new PlannedPool(name, cpus, pool.Scheduler));
        }

        foreach (var domain in _configuration.Domains)
        {
            if (domain.CpuPool is { } wanted && pools.All(pool => pool.Name != wanted.Value))
            {
                _findings.Error(
                    Rules.GuestsUnknownName, wanted.At, domain.Path("cpupool"), $"there is no pool '{wanted.Value}'",
                    Suggestions.DidYouMean(wanted.Value, pools.Select(pool => pool.Name)));
            }
        }

        return pools;
    }
}
