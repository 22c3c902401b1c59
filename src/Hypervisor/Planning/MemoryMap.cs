using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>The host's RAM and what has a place in it.</summary>
/// <param name="ram">The bank in which places are chosen.</param>
/// <param name="banks">All of them.</param>
internal sealed class MemoryMap(AddressRange ram, IReadOnlyList<AddressRange> banks)
{
    private readonly List<Entry> _entries = [];

    public AddressRange Ram => ram;

    public IReadOnlyList<MemoryUse> Uses =>
        [.. _entries.Select(entry => entry.Use).OrderBy(use => use.Region.Address).ThenBy(use => use.Region.Size).ThenBy(use => use.What, StringComparer.Ordinal)];

    /// <summary>Adds something that has its place.</summary>
    public void Add(AddressRange region, string what, string owner, SchemaPosition at = default, string path = "")
    {
        if (region.Size > 0) _entries.Add(new Entry(new MemoryUse(region, what, owner), at, path));
    }

    /// <summary>The lowest free place at or above an address, aligned; from the start of RAM when there is none above.</summary>
    public ulong? Free(ulong size, ulong alignment, ulong from) => FirstFit(size, alignment, from) ?? FirstFit(size, alignment, ram.Address);

    /// <summary>Why something cannot be at a place; null when it can.</summary>
    public string? Misfit(AddressRange region) =>
        !IsInRam(region) ? "it is outside of the host's RAM"
        : _entries.FirstOrDefault(entry => entry.Use.Region.Overlaps(region)) is { } other ? $"the {other.Use.What} is there" : null;

    /// <summary>Finds what overlaps, and what is outside of the RAM.</summary>
    public void Check(FindingList findings)
    {
        foreach (var entry in _entries)
        {
            var region = entry.Use.Region;
            if (entry.At.Line == 0 || IsInRam(region)) continue;
            findings.Error(
                Rules.PlanOutside, entry.At, entry.Path,
                $"the {entry.Use.What} at {ByteSize.Range(region.Address, region.Size)} is outside of the host's RAM, {string.Join(" and ", banks.Select(bank => ByteSize.Range(bank.Address, bank.Size)))}");
        }

        var sorted = _entries.OrderBy(entry => entry.Use.Region.Address).ThenBy(entry => entry.At.Line).ToList();
        Entry? reach = null;
        foreach (var entry in sorted)
        {
            if (reach is not null && reach.Use.Region.Overlaps(entry.Use.Region)) Clash(reach, entry, findings);
            if (reach is null || entry.Use.Region.Last > reach.Use.Region.Last) reach = entry;
        }
    }

    private bool IsInRam(AddressRange region) => region.Address + (region.Size - 1) >= region.Address && banks.Any(region.IsWithin);

    private static void Clash(Entry first, Entry second, FindingList findings)
    {
        // What the tree or the machine reserves may overlap as it likes, as long as nothing of ours is there.
        if (first.At.Line == 0 && second.At.Line == 0) return;
        var (subject, other) = second.At.Line >= first.At.Line ? (second, first) : (first, second);
        var (a, b) = (subject.Use.Region, other.Use.Region);
        findings.Error(
            Rules.PlanOverlap, subject.At, subject.Path,
            $"the {subject.Use.What} at {ByteSize.Range(a.Address, a.Size)} overlaps the {other.Use.What} at {ByteSize.Range(b.Address, b.Size)}",
            !IsGiven(subject) ? "leave the address out to have one chosen"
            : other.At.Line > 0 ? "give one of the two another 'address'" : "give it another 'address'");
    }

    // Addresses of static memory are always written; nothing is chosen for it.
    private static bool IsGiven(Entry entry) =>
        entry.Path.StartsWith("xen/static-heap", StringComparison.Ordinal) || entry.Path.Contains("/static-memory/", StringComparison.Ordinal);

    private ulong? FirstFit(ulong size, ulong alignment, ulong from)
    {
        var at = Align(Math.Max(from, ram.Address), alignment);
        foreach (var use in Uses)
        {
            if (at is not { } place) return null;
            if (use.Region.Last < place) continue;
            if (size <= use.Region.Address - Math.Min(place, use.Region.Address) && use.Region.Address > place) break;
            at = use.Region.Last == ulong.MaxValue ? null : Align(use.Region.Last + 1, alignment);
        }

        return at is { } found && size <= ram.Size && found >= ram.Address && found - ram.Address <= ram.Size - size ? found : null;
    }

    private static ulong? Align(ulong address, ulong alignment) =>
        address > ulong.MaxValue - alignment ? null : (address + (alignment - 1)) & ~(alignment - 1);

    private sealed record Entry(MemoryUse Use, SchemaPosition At, string Path);
}
