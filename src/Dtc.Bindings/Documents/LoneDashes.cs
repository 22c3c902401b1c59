namespace Dtc.Bindings.Documents;

/// <summary>
/// A lone dash that ends an item of a flow sequence (<c>[gpio, -]</c>) is the string "-" to libyaml and to dt-schema, and
/// a fault to our YAML library. Where that fault is reported, the dash is replaced by another word of one character, and
/// the place is remembered.
/// </summary>
internal sealed class LoneDashes
{
    // A character nobody writes; the reader goes by the place, not by the word.
    private const char StandIn = '\uE000';

    // Each one costs another run over the file.
    private const int Most = 64;

    private readonly HashSet<SchemaPosition> _places = [];

    /// <summary>True when the scalar at this place is a dash.</summary>
    public bool Contains(SchemaPosition position) => _places.Contains(position);

    /// <summary>Replaces a lone dash at, or just before, the place of a fault.</summary>
    /// <returns>False when there is none: the fault is another.</returns>
    public bool TryMend(ref string text, SchemaPosition fault)
    {
        if (_places.Count == Most) return false;
        var start = 0;
        for (var line = 1; line < fault.Line; line++)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0) return false;
        }

        var at = start + fault.Column - 1;
        for (var i = Math.Min(at, text.Length - 2); i >= Math.Max(start, at - 1); i--)
        {
            if (!IsLoneDash(text, i)) continue;
            text = string.Concat(text.AsSpan(0, i), [StandIn], text.AsSpan(i + 1));
            _places.Add(new SchemaPosition(fault.Line, i - start + 1));
            return true;
        }

        return false;
    }

    private static bool IsLoneDash(string text, int at) =>
        text[at] == '-' && text[at + 1] is ']' or '}' or ',' && (at == 0 || text[at - 1] is ' ' or '\t' or '\n' or '\r' or '[' or '{' or ',');
}
