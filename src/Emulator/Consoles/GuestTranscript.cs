using System.Globalization;

namespace Emulator.Consoles;

/// <summary>
/// Listens to one console for what our init says: lines with <c>dtcsharp: WORD …</c>, and the tree between two of them. A guest
/// may say anything; what does not parse is passed over, and what is kept is bounded.
/// </summary>
public sealed class GuestTranscript
{
    /// <summary>Begins each of init's lines.</summary>
    public const string Mark = "dtcsharp: ";

    private const int MaxItems = 256;

    private readonly TreeReceiver _receiver = new();

    /// <summary>What was told so far.</summary>
    public GuestFacts Facts { get; } = new();

    /// <summary>Takes a line of the console.</summary>
    /// <returns>True when it was one of init's.</returns>
    public bool Add(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        // A kernel message may stand before it in the line.
        var at = line.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            _receiver.Add(line);
            return false;
        }

        var rest = line[(at + Mark.Length)..];
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        var (word, text) = space < 0 ? (rest, "") : (rest[..space], rest[(space + 1)..].Trim());
        Take(word, text, text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return true;
    }

    private void Take(string word, string text, string[] parts)
    {
        switch (word, parts)
        {
            case ("up", [var name, .. var more]):
                Facts.Name = name;
                if (more is [var kernel, var machine, ..]) (Facts.Kernel, Facts.Machine) = (kernel, machine);
                break;
            case ("cpus", [var count]) when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var cpus):
                Facts.Cpus = cpus;
                break;
            case ("memory", [var kilobytes, "kB"]) when uint.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out var memory):
                Facts.Memory = (ulong)memory << 10;
                break;
            case ("arguments", _):
                Facts.Arguments = text;
                break;
            case ("hypervisor", _):
                Facts.Hypervisor = parts;
                break;
            case ("xen", _):
                Keep(Facts.XenLines, text);
                break;
            case ("virtio", [var name, var driver, var place]):
                Keep(Facts.Virtio, new SeenVirtio(name, driver == "-" ? "" : driver, place));
                break;
            case ("disk", [var name, var sectors, var start, var place])
                when ulong.TryParse(sectors, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < 1UL << 50:
                Keep(Facts.Disks, new SeenDisk(name, count * 512, Bytes(start), place));
                break;
            case ("net", [var name, var mac, var place, var ping]):
                Keep(Facts.Nets, new SeenNet(name, mac, place, ping == "pings"));
                break;
            case ("interrupt", _):
                Keep(Facts.Interrupts, text);
                break;
            case ("trouble", _):
                Keep(Facts.Troubles, text);
                break;
            case ("tree", [var size, var sum]):
                _receiver.Begin(size, sum);
                break;
            case ("tree-end", _):
                if (_receiver.End(out var fault) is { } tree) Facts.Tree = tree;
                else Keep(Facts.DamagedCopies, fault);
                break;
            case ("done", _):
                Facts.IsDone = true;
                break;
        }
    }

    private static void Keep<T>(List<T> list, T item)
    {
        if (list.Count < MaxItems) list.Add(item);
    }

    private static byte[] Bytes(string hex)
    {
        if (hex.Length is 0 or > 64 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit)) return [];
        return Convert.FromHexString(hex);
    }
}
