using System.Text;

namespace Dtc.Tree;

/// <summary>
/// A node, property or label name, interned in a <see cref="NameTable"/>: within one table two names are
/// equal exactly when they are the same object.
/// </summary>
public sealed class Name
{
    private readonly byte[] _utf8;
    private string? _text;

    internal Name(byte[] utf8, uint hash, int id)
    {
        Id = id;
        _utf8 = utf8;
        Hash = hash;
        var at = utf8.AsSpan().IndexOf((byte)'@');
        BaseLength = at < 0 ? utf8.Length : at;
    }

    /// <summary>The name's bytes, without a terminator.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Length in bytes.</summary>
    public int Length => _utf8.Length;

    /// <summary>Length of a node's base name: the bytes before the first <c>@</c>.</summary>
    public int BaseLength { get; }

    /// <summary>What follows the first <c>@</c>; empty without one.</summary>
    public ReadOnlySpan<byte> UnitAddress => BaseLength == _utf8.Length ? default : _utf8.AsSpan(BaseLength + 1);

    /// <summary>Serial number within the table, from 0: an index for side tables.</summary>
    public int Id { get; }

    internal uint Hash { get; }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash;

    /// <summary>The name as text; invalid UTF-8 shows as U+FFFD.</summary>
    public override string ToString() => _text ??= Encoding.UTF8.GetString(_utf8);
}
