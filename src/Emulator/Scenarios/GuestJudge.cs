using System.Globalization;
using System.Text;
using Dtc.Tree;
using Emulator.Consoles;
using Emulator.Proof;

namespace Emulator.Scenarios;

/// <summary>Holds what a guest told against what was expected of it.</summary>
internal static class GuestJudge
{
    private const ulong KernelsOwn = 48UL << 20;
    private const int MaxFindings = 20;

    /// <summary>The checks, the comparison of trees and the findings for one guest.</summary>
    public static GuestResult Judge(ExpectedGuest guest, GuestFacts facts, IEnumerable<string> lines, AllowList allowed, TimeSpan? upAfter, TimeSpan? doneAfter)
    {
        var findings = new List<Diagnostic>();
        if (facts.Name is null)
        {
            findings.Add(new Diagnostic(Rules.GuestNotUp, SourceSpan.None, $"guest '{guest.Name}' did not come up ({guest.Channel})"));
            return new GuestResult(guest, facts) { Findings = findings };
        }

        if (facts.Name != guest.Name)
            findings.Add(new Diagnostic(Rules.GuestNotUp, SourceSpan.None, $"'{facts.Name}' came up where guest '{guest.Name}' was expected ({guest.Channel})"));
        if (!facts.IsDone)
            findings.Add(new Diagnostic(Rules.GuestNotUp, SourceSpan.None, $"guest '{guest.Name}' came up, but did not tell all about itself"));
        var checks = Checks(guest, facts, lines);
        foreach (var check in checks)
        {
            if (!check.IsMet)
                findings.Add(new Diagnostic(Rules.ExpectationNotMet, SourceSpan.None, $"guest '{guest.Name}': {check.Name}: expected {check.Expected}, seen {check.Seen}"));
        }

        ProofResult? proof = null;
        if (facts.Tree is null)
        {
            var why = facts.DamagedCopies.Count > 0 ? $"it sent {facts.DamagedCopies.Count}, and {facts.DamagedCopies[^1]}" : "it sent none";
            findings.Add(new Diagnostic(Rules.DamagedReadBack, SourceSpan.None, $"guest '{guest.Name}': no whole copy of its tree: {why}"));
        }
        else if (guest.Promised is { } promised) proof = Prove(guest, promised, facts.Tree, allowed, findings);
        return new GuestResult(guest, facts) { UpAfter = upAfter, DoneAfter = doneAfter, Checks = checks, Proof = proof, Findings = findings };
    }

    private static ProofResult? Prove(ExpectedGuest guest, byte[] promised, byte[] seen, AllowList allowed, List<Diagnostic> findings)
    {
        if (TreeProof.Compare(promised, seen, allowed.Of(guest.Platform), guest.Open, out var fault) is not { } proof)
        {
            findings.Add(new Diagnostic(Rules.TreeDiffers, SourceSpan.None, $"guest '{guest.Name}': {fault}"));
            return null;
        }

        foreach (var difference in proof.Unexplained.Take(MaxFindings))
            findings.Add(new Diagnostic(Rules.TreeDiffers, SourceSpan.None, $"guest '{guest.Name}': {difference}"));
        if (proof.Unexplained.Count > MaxFindings)
            findings.Add(new Diagnostic(Rules.TreeDiffers, SourceSpan.None, $"guest '{guest.Name}': {proof.Unexplained.Count - MaxFindings} more differences"));
        foreach (var open in proof.Open)
            findings.Add(new Diagnostic(Rules.NumberChosenAtBoot, SourceSpan.None, $"guest '{guest.Name}': {open.Difference} ({open.Value.Reason})"));
        foreach (var entry in proof.Unused)
        {
            var what = entry.Property is null ? entry.Path : $"{entry.Path} {entry.Property}";
            findings.Add(new Diagnostic(Rules.UnusedAllowance, SourceSpan.None, $"guest '{guest.Name}': nothing differs that '{what}' would allow"));
        }

        return proof;
    }

    private static List<GuestCheck> Checks(ExpectedGuest guest, GuestFacts facts, IEnumerable<string> lines)
    {
        var checks = new List<GuestCheck>();
        if (guest.Cpus is { } cpus) checks.Add(new("processors", Text(cpus), facts.Cpus is { } seen ? Text(seen) : "nothing", facts.Cpus == cpus));
        if (guest.Memory is { } memory)
        {
            var least = memory - Math.Min(memory, KernelsOwn + (memory / 20));
            checks.Add(new("memory", $"{memory >> 20} MiB, of which the kernel counts at least {least >> 20}",
                facts.Memory is { } counted ? $"{counted >> 20} MiB" : "nothing", facts.Memory is { } m && m <= memory && m >= least));
        }

        if (guest.Disks is { } disks) Disks(checks, disks, facts);
        if (guest.Nets is { } nets) Nets(checks, nets, facts);
        if (guest.XenSupport is { } xen)
        {
            var seen = facts.XenLines.Count > 0 ? string.Join("; ", facts.XenLines.Take(3)) : "no word of Xen in the kernel's log";
            checks.Add(new("Xen support", xen ? "found" : "not found", seen, facts.HasXenSupport == xen));
        }

        foreach (var text in guest.AbsentTexts)
        {
            var found = lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
            checks.Add(new($"text '{text}'", "nowhere on its console", found ?? "nowhere", found is null));
        }

        if (guest.AbsentNodes.Count + guest.PresentNodes.Count == 0) return checks;
        var tree = facts.Tree is null ? null : TreeSnapshot.Of(facts.Tree, out _);
        foreach (var path in guest.AbsentNodes)
            checks.Add(new($"node {path}", "not in its tree", tree is null ? "no tree" : tree.Nodes.ContainsKey(path) ? "there" : "not there", tree?.Nodes.ContainsKey(path) == false));
        foreach (var path in guest.PresentNodes)
            checks.Add(new($"node {path}", "in its tree", tree is null ? "no tree" : tree.Nodes.ContainsKey(path) ? "there" : "not there", tree?.Nodes.ContainsKey(path) == true));
        return checks;
    }

    private static void Disks(List<GuestCheck> checks, IReadOnlyList<ExpectedDisk> disks, GuestFacts facts)
    {
        checks.Add(new("disks", Text(disks.Count), facts.Disks.Count == 0 ? "none" : string.Join(", ", facts.Disks.Select(static d => d.Name)), facts.Disks.Count == disks.Count));
        for (var i = 0; i < disks.Count && i < facts.Disks.Count; i++)
        {
            var (expected, seen) = (disks[i], facts.Disks[i]);
            if (expected.Place is { } place) checks.Add(new($"place of disk {seen.Name}", place, seen.Place, IsAt(place, seen.Place)));
            if (expected.Start is { } start)
                checks.Add(new($"contents of disk {seen.Name}", $"'{start}'", $"'{ConsoleText.Of(seen.Start.Span)}'", seen.Start.Span.StartsWith(Encoding.UTF8.GetBytes(start))));
            if (expected.Size is { } size) checks.Add(new($"size of disk {seen.Name}", $"{size} bytes", $"{seen.Size} bytes", seen.Size == size));
        }
    }

    private static void Nets(List<GuestCheck> checks, IReadOnlyList<ExpectedNet> nets, GuestFacts facts)
    {
        checks.Add(new("network cards", Text(nets.Count), facts.Nets.Count == 0 ? "none" : string.Join(", ", facts.Nets.Select(static n => n.Name)), facts.Nets.Count == nets.Count));
        var left = facts.Nets.ToList();
        foreach (var expected in nets)
        {
            var seen = left.Find(net => (expected.Place is null || IsAt(expected.Place, net.Place)) && (expected.Mac is null || string.Equals(expected.Mac, net.Mac, StringComparison.OrdinalIgnoreCase)));
            var what = string.Join(' ', ((ReadOnlySpan<string?>)[expected.Place, expected.Mac]).ToArray().Where(static t => t is not null));
            checks.Add(new($"network card {what}".TrimEnd(), "there", seen is null ? string.Join(", ", left.Select(static n => $"{n.Place} {n.Mac}")) is { Length: > 0 } others ? $"only {others}" : "none" : $"{seen.Name} at {seen.Place}", seen is not null));
            if (seen is null) continue;
            left.Remove(seen);
            if (expected.Pings) checks.Add(new($"ping through {seen.Name}", "an answer", seen.Pings ? "an answer" : "none", seen.Pings));
        }
    }

    // Linux calls a platform device by the address and name of its node: a003e00.virtio_mmio.
    private static bool IsAt(string place, string seen) => seen == place || seen.StartsWith(place + ".", StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
