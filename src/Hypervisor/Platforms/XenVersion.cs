using System.Globalization;

namespace Hypervisor.Platforms;

/// <summary>A version of Xen, as far as trees differ by it: 4.17, whatever the patch level.</summary>
/// <param name="Major">The number before the dot.</param>
/// <param name="Minor">The number behind it.</param>
public readonly record struct XenVersion(int Major, int Minor) : IComparable<XenVersion>
{
    /// <summary>Reads <c>4.17</c>, <c>4.17.5</c> or <c>4.23-unstable</c>; false for anything else.</summary>
    public static bool TryParse(string? text, out XenVersion version)
    {
        version = default;
        var parts = (text ?? "").Split('-', 2)[0].Split('.');
        if (parts.Length is < 2 or > 3) return false;
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return false;
        }

        version = new XenVersion(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Reads a version.</summary>
    /// <exception cref="FormatException">The text is no version.</exception>
    public static XenVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a version such as 4.17");

    /// <inheritdoc/>
    public int CompareTo(XenVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>Older.</summary>
    public static bool operator <(XenVersion a, XenVersion b) => a.CompareTo(b) < 0;

    /// <summary>Newer.</summary>
    public static bool operator >(XenVersion a, XenVersion b) => a.CompareTo(b) > 0;

    /// <summary>Older or equal.</summary>
    public static bool operator <=(XenVersion a, XenVersion b) => a.CompareTo(b) <= 0;

    /// <summary>Newer or equal.</summary>
    public static bool operator >=(XenVersion a, XenVersion b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
