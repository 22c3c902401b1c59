using Cli.Hosting;
using Cli.Output;
using Cli.Rendering;
using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>The files that a plan is made of and systems are started with, and where the configuration names them.</summary>
internal sealed class PlanReads
{
    private readonly string _configuration;
    private readonly List<(string File, SchemaPosition At)> _files = [];

    /// <summary>Lists them.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="numbers">The lock; null for none.</param>
    public PlanReads(GuestsConfiguration configuration, Plan plan, string? numbers)
    {
        _configuration = configuration.File;
        Add(configuration.File, default);
        Add(numbers, default);
        Add(plan.Host.TreeFile, configuration.Host.Tree?.At);
        foreach (var file in plan.HostTree.Files) Add(file, configuration.Host.Tree?.At);
        Add(plan.Xen?.Image.File, configuration.Hypervisor?.Image?.File.At);
        for (var i = 0; i < plan.Domains.Count && i < configuration.Domains.Count; i++)
        {
            var (domain, written) = (plan.Domains[i], configuration.Domains[i]);
            Add(domain.Kernel.File, written.Kernel?.File.At);
            Add(domain.Ramdisk?.File, written.Ramdisk?.File.At);
            foreach (var device in domain.Devices)
                Add(device.File, written.Devices.FirstOrDefault(other => Path.GetFileName(other.File?.Value) == Path.GetFileName(device.File))?.File?.At);
        }
    }

    /// <summary>Whether writing to a path would replace one of them.</summary>
    public bool Has(string path) => InputGuard.Find(path, _files.Select(file => file.File)) is not null;

    /// <summary>Refuses outputs that would replace one of them.</summary>
    /// <returns>True when there is one; that was said.</returns>
    public bool Refuse(IEnumerable<string> outputs, string what, string help, BindingNotes notes, Host host)
    {
        var refused = outputs.Select(output => (Output: output, Input: InputGuard.Find(output, _files.Select(file => file.File))))
            .Where(pair => pair.Input is not null).ToList();
        notes.Write(host, refused.Select(pair => new BindingNote(
            Rules.UnwritableOutput.Name, true, _configuration, _files.First(file => file.File == pair.Input).At,
            $"{what} '{pair.Output}' would overwrite '{pair.Input}', which is read")
        {
            Rule = Rules.UnwritableOutput.Id,
            Help = help,
        }));
        return refused.Count > 0;
    }

    private void Add(string? file, SchemaPosition? at)
    {
        if (file is not null) _files.Add((file, at ?? default));
    }
}
