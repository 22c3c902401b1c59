using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>Limits of the emulated machines.</summary>
internal static class MachineChecks
{
    public static void Run(MachineMap map, int cpus, int mostCpus, ulong memory, IReadOnlyList<(int Slot, string? Origin)> slots, DiagnosticBag diagnostics)
    {
        if (cpus < 1 || cpus > mostCpus) Report($"{map.Name} has 1 to {mostCpus} CPUs here, not {cpus}");
        var ram = map.Region("ram");
        if (memory == 0 || memory > ram.Size) Report($"{map.Name} has up to {ram.Size >> 20} MiB of memory from 0x{ram.Address:x} on, not {memory} bytes");
        var count = map.VirtioSlots;
        var used = new HashSet<int>();
        foreach (var (slot, origin) in slots)
        {
            if (slot < 0 || slot >= count) Report($"{map.Name} has virtio slots 0 to {count - 1}, not {slot}{Of(origin)}");
            else if (!used.Add(slot)) Report($"virtio slot {slot} is given away twice{Of(origin)}");
        }

        void Report(string message) => diagnostics.Add(Rules.BeyondLimit, SourceSpan.None, message);
        static string Of(string? origin) => origin is null ? "" : $" ({origin})";
    }

    /// <summary>The slots that exist, by address, each once.</summary>
    public static IEnumerable<(int Slot, string? Origin)> Usable(MachineMap map, IReadOnlyList<(int Slot, string? Origin)> slots) =>
        slots.Where(slot => slot.Slot >= 0 && slot.Slot < map.VirtioSlots).DistinctBy(slot => slot.Slot).OrderBy(slot => slot.Slot);
}
