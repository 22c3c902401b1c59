using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>The machine and its tree.</summary>
public sealed partial class Planner
{
    private const string QemuTree = "qemu";

    private string? _treeFile;

    private bool PlanMachine()
    {
        var host = _configuration.Host;
        var at = host.At;
        if (_platform.Machine is { } only && host.Machine is { } other && other.Value != only)
        {
            NotHere(other.At, "host/machine", $"the platform {_platform.Name} is the machine {only}");
            return false;
        }

        if (_platform.Machine is null && host.Tree is { } named && named.Value != QemuTree && !LoadTree()) return false;
        var name = _platform.Machine ?? _choices.Text("host/machine", host.Machine, at, DefaultMachine, KnownMachine);
        if (name == BoardMap.MachineName) return PlanBoard();
        if (MachineMap.Find(name) is not { } facts) return false;
        _machine = facts;
        var guest = HasXen ? null : First(_configuration.Domains);
        var gic = _choices.Count(
            "host/gic", host.Gic ?? guest?.Gic, at, facts.DefaultGic, v => facts.Gics.Contains((int)v) ? null : $"{name} has no GICv{v}");
        if (!facts.Gics.Contains(gic))
        {
            _findings.Error(
                Rules.PlanGic, host.Gic?.At ?? at, "host/gic", $"{name} has no GICv{gic}", $"it has GICv{string.Join(" or v", facts.Gics)}");
            gic = facts.DefaultGic;
        }

        var cpus = Agreed("host/cpus", host.Cpus, guest?.Vcpus, guest?.Path("vcpus"), facts.DefaultCpus);
        var limit = gic == 2 ? Math.Min(facts.Cpus, DeviceFacts.Instance.CpusOfGicV2) : facts.Cpus;
        if (cpus > limit)
        {
            _findings.Error(
                Rules.PlanVcpus, (host.Cpus ?? guest?.Vcpus)?.At ?? at, "host/cpus", $"{name} with a GICv{gic} has at most {limit} CPUs, and {cpus} are wanted",
                limit < facts.Cpus && facts.Gics.Contains(3) ? "'gic: 3' serves more" : $"give it {limit} at most");
            cpus = limit; // QEMU would refuse the machine, and say less about it
        }

        var model = _choices.Text("host/cpu-model", host.CpuModel, at, () => facts.CpuModel);
        if (DeviceFacts.Instance.ArchitectureOf(model) is { } architecture && architecture != facts.Architecture)
            NotHere(host.CpuModel?.At ?? at, "host/cpu-model", $"{name} is started with {Width(facts.Architecture)} code, and {model} is a {Width(architecture)} CPU", $"leave it out for {facts.CpuModel}");
        if (host.Memory is { } one && guest?.Memory is { } two && one.Value != two.Value)
            Contradict(one.At, "host/memory", $"the machine's RAM is {ByteSize.Text(one.Value)}, and its only guest's memory {ByteSize.Text(two.Value)}");
        var written = host.Memory ?? guest?.Memory;
        var memory = _choices.Number("host/memory", written?.Value, written?.At ?? at, () => facts.DefaultMemory, isDefault: true, show: ByteSize.Text);
        if (memory > facts.Ram.Size || memory < facts.MinimumMemory || memory % (1 << 20) != 0)
        {
            _findings.Error(
                Rules.PlanMemory, written?.At ?? at, "host/memory",
                $"{name} cannot have {ByteSize.Text(memory)} of RAM: it is between {ByteSize.Text(facts.MinimumMemory)} and {ByteSize.Text(facts.Ram.Size)}, in whole MiB");
            if (memory > facts.Ram.Size) memory = facts.Ram.Size;
        }

        var treeAt = facts.Ram.Address + Math.Min(facts.TreeOffset, memory / 2);
        _host = new PlannedHost(name, facts.Architecture, gic, cpus, model, facts.Ram with { Size = memory }, null, treeAt);
        return true;
    }

    private static string Width(string architecture) => architecture == "arm64" ? "64-bit" : "32-bit";

    private static string? KnownMachine(string name) => name == BoardMap.MachineName || MachineMap.Find(name) is not null ? null : "there is no such machine";

    // What the tree is of, when there is one.
    private string DefaultMachine() => _tree is null ? MachineMap.All[0].Name : BoardMap.Emulated(_tree)?.Name ?? BoardMap.MachineName;

    private int Agreed(string key, Written<int>? host, Written<int>? guest, string? path, int otherwise)
    {
        if (host is { } one && guest is { } two && one.Value != two.Value)
            Contradict(two.At, path!, $"the machine has {one.Value} CPUs, and its only guest {two.Value}");
        return _choices.Count(key, host ?? guest, _configuration.Host.At, otherwise);
    }

    private void Contradict(Dtc.Bindings.Documents.SchemaPosition at, string path, string message) =>
        _findings.Error(Rules.GuestsContradiction, at, path, message);

    private bool LoadTree()
    {
        if (_tree is not null) return true;
        var written = _configuration.Host.Tree;
        if (written is null && !_machine.HasTree)
        {
            _findings.Error(
                Rules.GuestsHostTree, _configuration.Host.At, "host/tree", $"QEMU makes no tree for {_machine.Name}", "name a .dts or a .dtb as 'tree' of 'host'");
            return false;
        }

        var source = _choices.Text("host/tree", written, _configuration.Host.At, () => QemuTree);
        if (source == QemuTree) return LoadMachineTree(written);
        var path = FullPath(source);
        if (_inputs.Probe(path, out var trouble) is null)
        {
            _findings.Error(Rules.GuestsMissingFile, written!.Value.At, "host/tree", $"the host's tree '{source}' cannot be read: {trouble}");
            return false;
        }

        _treeFile = path;
        if (HostTreeLoader.Load(path, source, null, out var fault, _includePaths?.Invoke(path)) is { } tree)
        {
            _tree = tree;
            return true;
        }

        _findings.Error(
            Rules.GuestsHostTree, written!.Value.At, "host/tree", $"the host's tree '{source}' cannot be used: {fault}",
            "'dtc-sharp compile' shows all that is wrong with it");
        return false;
    }

    private bool LoadMachineTree(Written<string>? written)
    {
        if (!_machine.HasTree)
        {
            _findings.Error(
                Rules.GuestsHostTree, written!.Value.At, "host/tree", $"QEMU makes no tree for {_machine.Name}", "name a .dts or a .dtb instead");
            return false;
        }

        var request = new MachineTreeRequest(_host.Machine, _host.Gic, _host.Cpus, _host.CpuModel, _host.Memory.Size, HasXen);
        if (_inputs.MachineTree(request, out var trouble) is { } blob && HostTreeLoader.Load("qemu.dtb", "QEMU's tree", blob, out trouble) is { } tree)
        {
            _tree = tree;
            return true;
        }

        _findings.Error(
            Rules.GuestsHostTree, written?.At ?? _configuration.Host.At, "host/tree", $"QEMU's tree for {_host.Machine} cannot be had: {trouble ?? "it is damaged"}",
            _inputs.LacksEmulator ? "a .dts or .dtb as 'tree' of 'host' needs no QEMU" : "name a .dts or .dtb as 'tree' of 'host', or another machine");
        return false;
    }
}
