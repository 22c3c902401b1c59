using Cli.Hosting;
using Dtc.Bindings;
using Dtc.Bindings.SideBySide;

namespace Cli.Validation;

/// <summary>
/// The version in <c>--binding xen@4.17</c>. A point release or a candidate is that of its release; a release that no rule
/// was written for is refused, for it would be judged by guesses.
/// </summary>
internal static class BindingVersion
{
    /// <summary>Reads one.</summary>
    /// <param name="binding">Name of the binding.</param>
    /// <param name="text">What follows the @.</param>
    /// <exception cref="UsageException">It is no version, or none that the binding knows.</exception>
    public static Version Read(string binding, string text)
    {
        var end = text.AsSpan().IndexOfAny('-', '+', '~');
        var release = end > 0 ? text[..end] : text;
        if (!Version.TryParse(release, out var version)) throw new UsageException($"--binding: '{text}' is no version; write {binding}@4.17");
        var known = NamedBindings.KnownVersions(binding);
        if (known.Any(other => (other.Major, other.Minor) == (version.Major, version.Minor))) return version;

        // Who opens it says that there is no such binding.
        if (!BindingLibrary.ShippedIds(binding).Any()) return version;
        throw new UsageException(known.Count == 0
            ? $"--binding: '{binding}' has no versions; write --binding {binding}"
            : $"--binding: version {text} of '{binding}' is not known; there are {string.Join(", ", known)}");
    }
}
