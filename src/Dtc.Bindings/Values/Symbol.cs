using System.Collections.Concurrent;
using Dtc.Bindings.Decoding;

namespace Dtc.Bindings.Values;

/// <summary>A name of a property or node, one object for each text within a program: compared by reference.</summary>
public sealed class Symbol
{
    private DecodingType? _type;

    internal Symbol(string text)
    {
        Text = text;
        Hash = string.GetHashCode(text.AsSpan());
    }

    /// <summary>The name.</summary>
    public string Text { get; }

    /// <summary>Spreads names over tables.</summary>
    internal int Hash { get; }

    /// <summary>The selected schemas that a property of this name matters to; null as long as nobody asked.</summary>
    internal int[]? PropertySchemas { get; set; }

    /// <summary>The selected schemas that may be for nodes of this name; null as long as nobody asked.</summary>
    internal int[]? NodeSchemas { get; set; }

    /// <summary>How values of a property of this name are typed; worked out at the first need.</summary>
    internal DecodingType TypeIn(DecodingTypes types) => _type ??= types.Find(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The names that a program and the trees it sees have in common. Safe for use by many threads.</summary>
internal sealed class SymbolTable
{
    // Longer names come from hostile blobs only.
    private const int StackLength = 256;

    private readonly ConcurrentDictionary<string, Symbol> _symbols = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Symbol>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public SymbolTable() => _bySpan = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();

    public Symbol this[string text] =>
        _symbols.TryGetValue(text, out var symbol) ? symbol : _symbols.GetOrAdd(text, static t => new Symbol(t));

    public Symbol this[ReadOnlySpan<byte> utf8]
    {
        get
        {
            if (utf8.Length > StackLength) return this[System.Text.Encoding.UTF8.GetString(utf8)];
            Span<char> text = stackalloc char[StackLength];
            var length = System.Text.Encoding.UTF8.GetChars(utf8, text);
            return _bySpan.TryGetValue(text[..length], out var symbol) ? symbol : this[new string(text[..length])];
        }
    }
}
