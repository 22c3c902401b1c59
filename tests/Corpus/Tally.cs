using System.Text;

namespace Corpus.Tests;

/// <summary>Compares results with the oracle's and counts. Safe to use from many threads.</summary>
public sealed class Tally
{
    private const int Shown = 20;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Results that the oracle has, and those of them that are the same here.</summary>
    public (int Same, int Of) Made { get; private set; }

    /// <summary>Inputs that the oracle refuses, and those of them that are refused here.</summary>
    public (int Same, int Of) Refused { get; private set; }

    /// <summary>True when nothing differed.</summary>
    public bool IsPerfect => _faults.Count == 0;

    /// <summary>Counts one result.</summary>
    /// <param name="name">What it is the result of.</param>
    /// <param name="expectedHash">Hash of the oracle's result; null when it refuses.</param>
    /// <param name="actual">The result; null when refused.</param>
    /// <param name="expected">Makes the oracle's result again, to say where the difference is.</param>
    /// <param name="complaint">Why it was refused.</param>
    /// <param name="broken">True for a refusal that is no judgement on the input (a crash, an unreadable file).</param>
    public void Add(
        string name,
        string? expectedHash,
        ReadOnlySpan<byte> actual,
        Func<byte[]?> expected,
        string? complaint = null,
        bool broken = false)
    {
        var refused = complaint is not null;
        var same = !broken && (expectedHash is null ? refused : !refused && Expansion.Hash(actual) == expectedHash);
        bool explain;
        lock (_gate)
        {
            if (expectedHash is null) Refused = (Refused.Same + (same ? 1 : 0), Refused.Of + 1);
            else Made = (Made.Same + (same ? 1 : 0), Made.Of + 1);
            explain = !same && _faults.Count < Shown;
            if (!same) _faults[name] = "";
        }

        if (!explain) return;
        var fault = expectedHash is null && !broken ? "made, but the oracle refuses it"
            : refused ? $"refused: {complaint}"
            : Difference(expected() ?? [], actual);
        lock (_gate) _faults[name] = fault;
    }

    /// <summary>The differences, at most 20 of them in words.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{_faults.Count} differ from the oracle\n");
        foreach (var (name, fault) in _faults.Where(f => f.Value.Length > 0)) text.Append($"  {name}: {fault}\n");
        if (_faults.Count > Shown) text.Append($"  and {_faults.Count - Shown} more\n");
        return text.ToString();
    }

    private static string Difference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var offset = expected.CommonPrefixLength(actual);
        return $"differs at offset {offset}: expected {Excerpt(expected)}, got {Excerpt(actual)}"
            + $" (lengths {expected.Length} and {actual.Length})";

        string Excerpt(ReadOnlySpan<byte> bytes)
        {
            if (offset >= bytes.Length) return "the end";
            var part = bytes.Slice(offset, Math.Min(24, bytes.Length - offset));
            return part.ContainsAnyExceptInRange((byte)' ', (byte)'~')
                ? Convert.ToHexStringLower(part[..Math.Min(8, part.Length)])
                : $"'{Encoding.ASCII.GetString(part)}'";
        }
    }
}
