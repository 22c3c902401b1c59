namespace Hypervisor.Planning.Facts;

/// <summary>How devices refer to what they need, and what cannot be given away.</summary>
public sealed class DeviceFacts
{
    private static readonly Lazy<DeviceFacts> Loaded = new(static () => new DeviceFacts());
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Suffix, string Cells)> _suffixes = [];

    private DeviceFacts()
    {
        var table = FactFile.Read("dependencies.yaml");
        foreach (var (name, cells) in FactFile.Rows(table["properties"]!))
        {
            if (name[0] == '*') _suffixes.Add((name[1..], cells.String));
            else _exact[name] = cells.String;
        }

        Copyable = [.. FactFile.Texts(table, "copyable")];
        Iommus = [.. FactFile.Texts(table, "iommus")];
        Controllers = [.. FactFile.Texts(table, "controllers")];
        Private = [.. FactFile.Texts(table, "private")];
    }

    /// <summary>The table.</summary>
    public static DeviceFacts Instance => Loaded.Value;

    /// <summary>Compatible strings of providers that are no hardware.</summary>
    public HashSet<string> Copyable { get; }

    /// <summary>Compatible strings of IOMMUs that Xen drives.</summary>
    public HashSet<string> Iommus { get; }

    /// <summary>Compatible strings of the GIC and its parts.</summary>
    public HashSet<string> Controllers { get; }

    /// <summary>Compatible strings of what each CPU has, or Xen itself provides.</summary>
    public HashSet<string> Private { get; }

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
