using System.Globalization;

namespace Hypervisor.Trees.Placement;

/// <summary>Options on Xen's command line that show in trees.</summary>
public sealed class XenCommandLine
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <summary>Reads a command line; of an option that comes again the last one counts.</summary>
    public XenCommandLine(string? text)
    {
        foreach (var word in (text ?? "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split('=', 2);
            _options[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }
    }

    /// <summary>The value of an option; null when it is not given, empty when it has none.</summary>
    public string? this[string name] => _options.GetValueOrDefault(name);

    /// <summary>dom0's memory in bytes; null when it is not told.</summary>
    public ulong? DomZeroMemory => Size(this["dom0_mem"]);

    /// <summary>dom0's virtual CPUs; null when it gets as many as there are.</summary>
    public uint? DomZeroCpus => Number("dom0_max_vcpus") is { } cpus and not 0 ? cpus : null;

    /// <summary>Pages of dom0's grant table; null when the default holds.</summary>
    public uint? GrantFrames => Number("gnttab_max_frames");

    /// <summary>The heap's size that a 32-bit Xen is told; null when it chooses.</summary>
    public uint? HeapMegabytes => Number("xenheap_megabytes") is { } size and not 0 ? size : null;

    /// <summary>False when domains shall have no extended regions.</summary>
    public bool ExtendedRegions => !IsFalse("ext_regions");

    /// <summary>False when the pages are not scrubbed at boot.</summary>
    public bool Scrubs => !IsFalse("bootscrub");

    /// <summary>False when IOMMUs are off.</summary>
    public bool Iommu => !IsFalse("iommu");

    /// <summary>The UART of the console as it is given: a path or an alias; null when it is not.</summary>
    public string? Uart => this["dtuart"] is { Length: > 0 } uart ? uart : null;

    /// <summary>True when the console is a UART of the tree, which it is by default.</summary>
    public bool HasTreeConsole => this["console"] is not { } console || console.Split(',').Contains("dtuart");

    /// <summary>A size as Xen reads it: KiB without a letter, or B, K, M, G, T behind it. Null for what is none.</summary>
    public static ulong? Size(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var digits = text.TrimEnd('B', 'b', 'K', 'k', 'M', 'm', 'G', 'g', 'T', 't');
        if (text.Length - digits.Length > 1) return null;
        var hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!ulong.TryParse(hex ? digits.AsSpan(2) : digits, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var shift = text.Length == digits.Length ? 10 : char.ToUpperInvariant(text[^1]) switch { 'B' => 0, 'K' => 10, 'M' => 20, 'G' => 30, _ => 40 };
        return number > ulong.MaxValue >> shift ? null : number << shift;
    }

    private uint? Number(string name) => uint.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool IsFalse(string name) =>
        this[name] is "no" or "off" or "false" or "disable" or "0" || this[$"no-{name}"] is "";
}
