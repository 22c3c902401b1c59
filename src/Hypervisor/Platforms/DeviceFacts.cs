namespace Hypervisor.Platforms;

/// <summary>How devices refer to what they need, and what interrupt controllers are: <c>Platforms/Data/devices.yaml</c>.</summary>
public sealed class DeviceFacts
{
    private static readonly Lazy<DeviceFacts> Loaded = new(static () => new DeviceFacts(PlatformData.Load("devices")));
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Suffix, string Cells)> _suffixes = [];
    private readonly Dictionary<string, string> _models;

    private DeviceFacts(PlatformData data)
    {
        foreach (var (name, cells) in PlatformData.Rows(data.At("properties")))
        {
            if (name[0] == '*') _suffixes.Add((name[1..], cells.String));
            else _exact[name] = cells.String;
        }

        Copyable = data.Texts("copyable");
        var xen = XenProfile.For(XenProfile.Last);
        Controllers = [.. xen.GicV2, .. xen.GicV3, .. data.Texts("controllers")];
        _models = PlatformData.Rows(data.At("cpu-models")).SelectMany(row => PlatformData.Texts(row.Value).Select(model => (model, row.Key))).ToDictionary(StringComparer.Ordinal);
        CpusOfGicV2 = (int)data.Number("gic-v2-cpus");
    }

    /// <summary>The table.</summary>
    public static DeviceFacts Instance => Loaded.Value;

    /// <summary>Compatible strings of providers that are no hardware.</summary>
    public IReadOnlyList<string> Copyable { get; }

    /// <summary>Compatible strings of the GIC and its parts.</summary>
    public IReadOnlyList<string> Controllers { get; }

    /// <summary>CPUs that a GICv2 serves.</summary>
    public int CpusOfGicV2 { get; }

    /// <summary>arm64 or arm for one of QEMU's CPUs, options behind commas left out; null for one that is not known.</summary>
    public string? ArchitectureOf(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _models.GetValueOrDefault(model.Split(',')[0]);
    }

    /// <summary>Whether a property refers to what a device needs, and the provider's property that says how many cells follow.</summary>
    public bool IsDependency(string property, out string cells)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (_exact.TryGetValue(property, out cells!)) return true;
        if (property.StartsWith("pinctrl-", StringComparison.Ordinal) && property.AsSpan(8).IndexOfAnyExceptInRange('0', '9') < 0 && property.Length > 8)
        {
            cells = "";
            return true;
        }

        foreach (var (suffix, count) in _suffixes)
        {
            if (!property.EndsWith(suffix, StringComparison.Ordinal)) continue;
            cells = count;
            return true;
        }

        return false;
    }
}
