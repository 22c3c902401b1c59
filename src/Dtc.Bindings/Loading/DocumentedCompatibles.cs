using System.Text.RegularExpressions;
using Dtc.Bindings.Types;

namespace Dtc.Bindings.Loading;

/// <summary>The compatible strings that a set of bindings documents.</summary>
public sealed class DocumentedCompatibles
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<Regex> _patterns = [];

    /// <summary>Takes them from a set.</summary>
    public DocumentedCompatibles(BindingSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var alternatives = set.Compatibles.Schema["properties"]?["compatible"]?["items"]?["anyOf"];
        if (alternatives is not { IsArray: true }) return;
        foreach (var alternative in alternatives.Items)
        {
            if (alternative["enum"] is { IsArray: true } names)
            {
                foreach (var name in names.Items)
                {
                    if (name.IsString) _names.Add(name.String);
                }
            }

            if (alternative["pattern"] is { IsString: true } pattern && PatternText.TryCompile(pattern.String, out var expression))
            {
                _patterns.Add(expression);
            }
        }
    }

    /// <summary>True when some binding documents the string.</summary>
    public bool Contains(string compatible) =>
        _names.Contains(compatible) || _patterns.Exists(pattern => PatternText.Finds(pattern, compatible));
}
