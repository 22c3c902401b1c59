using System.Globalization;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.References;

/// <summary>What a <c>$ref</c> leads to.</summary>
public enum ReferenceState
{
    /// <summary>A schema.</summary>
    Found,

    /// <summary>An address that no binding has. dt-validate takes it for the schema <c>false</c>.</summary>
    NoSuchBinding,

    /// <summary>A place that its binding does not have.</summary>
    NoSuchPlace,
}

/// <summary>A resolved <c>$ref</c>.</summary>
/// <param name="State">What it leads to.</param>
/// <param name="Id">The address, absolute, without fragment.</param>
/// <param name="Binding">The binding; the base of references in the target. Null when there is none.</param>
/// <param name="Target">The schema; null unless found.</param>
public readonly record struct ResolvedReference(ReferenceState State, string Id, Binding? Binding, SchemaValue? Target);

/// <summary>
/// Follows references: addresses relative to the binding's id (RFC 3986, section 5.2), then JSON pointers (RFC 6901) into
/// the fixed-up schema, to whatever stands there. Anchors and ids of sub-schemas are used by no binding and not followed.
/// </summary>
public static class SchemaReference
{
    /// <summary>Follows a reference.</summary>
    /// <param name="set">The bindings.</param>
    /// <param name="from">The binding the reference stands in.</param>
    /// <param name="reference">Its text.</param>
    public static ResolvedReference Resolve(BindingSet set, Binding from, string reference)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(reference);
        var (id, fragment) = Split(reference, from.Id);
        var binding = id == from.Id ? from : set.Find(id);
        if (binding is null) return new ResolvedReference(ReferenceState.NoSuchBinding, id, null, null);
        var target = Follow(binding.Schema, fragment);
        return new ResolvedReference(target is null ? ReferenceState.NoSuchPlace : ReferenceState.Found, id, binding, target);
    }

    /// <summary>The address of the document that a reference leads to, absolute, and the fragment without its <c>#</c>.</summary>
    /// <param name="reference">The text of <c>$ref</c>.</param>
    /// <param name="from">The address of the document it stands in.</param>
    internal static (string Id, string Fragment) Split(string reference, string from)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? reference : reference[..hash];
        return (address.Length == 0 ? from : Absolute(from, address), hash < 0 ? "" : reference[(hash + 1)..]);
    }

    /// <summary>An address as seen from a base.</summary>
    public static string Absolute(string baseAddress, string address)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentNullException.ThrowIfNull(address);
        var (scheme, authority, path) = Split(baseAddress);
        var (ownScheme, ownAuthority, ownPath) = Split(address);
        if (ownScheme.Length > 0) return ownScheme + ownAuthority + RemoveDots(ownPath);
        if (ownAuthority.Length > 0) return scheme + ownAuthority + RemoveDots(ownPath);
        if (ownPath.Length == 0) return scheme + authority + path;
        if (ownPath[0] != '/')
        {
            var directory = path.LastIndexOf('/');
            ownPath = directory >= 0 ? path[..(directory + 1)] + ownPath : authority.Length > 0 ? "/" + ownPath : ownPath;
        }

        return scheme + authority + RemoveDots(ownPath);
    }

    /// <summary>What stands at a fragment of a document; null when nothing does.</summary>
    internal static SchemaValue? Follow(SchemaValue schema, string fragment)
    {
        if (fragment.Length == 0) return schema;
        if (fragment[0] != '/') return null;
        SchemaValue? at = schema;
        foreach (var step in Uri.UnescapeDataString(fragment[1..]).Split('/'))
        {
            if (at is { IsArray: true })
            {
                at = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.Items.Count
                    ? at.Items[index]
                    : null;
            }
            else
            {
                at = at?[step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
            }
        }

        return at;
    }

    // "http:", "//devicetree.org" and "/schemas/…" of an address; the query, if any, stays with the path.
    private static (string Scheme, string Authority, string Path) Split(string address)
    {
        var scheme = "";
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && char.IsAsciiLetter(address[0]) && address.AsSpan(0, colon).IndexOfAny("/?") < 0)
        {
            scheme = address[..(colon + 1)];
            address = address[(colon + 1)..];
        }

        if (!address.StartsWith("//", StringComparison.Ordinal)) return (scheme, "", address);
        var end = address.AsSpan(2).IndexOfAny("/?");
        return end < 0 ? (scheme, address, "") : (scheme, address[..(end + 2)], address[(end + 2)..]);
    }

    private static string RemoveDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.')) return path;
        var kept = new List<string>();
        var steps = path.Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            var isLast = i == steps.Length - 1;
            if (steps[i] == "..")
            {
                // The empty step before the leading slash stays.
                if (kept.Count > 1) kept.RemoveAt(kept.Count - 1);
                if (isLast) kept.Add("");
            }
            else if (steps[i] != ".")
            {
                kept.Add(steps[i]);
            }
            else if (isLast)
            {
                kept.Add("");
            }
        }

        return string.Join('/', kept);
    }
}
