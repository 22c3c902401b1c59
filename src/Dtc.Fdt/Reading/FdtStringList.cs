namespace Dtc.Fdt;

/// <summary>
/// The strings of a value, each without its NUL. Bytes after the last NUL belong to no string
/// (<see cref="IsWellFormed"/>). Use with <c>foreach</c>.
/// </summary>
public ref struct FdtStringList
{
    private readonly ReadOnlySpan<byte> _value;
    private ReadOnlySpan<byte> _rest;

    /// <summary>The strings of a value, such as that of a property.</summary>
    public FdtStringList(ReadOnlySpan<byte> value) => _value = _rest = value;

    /// <summary>The string reached.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>True when the value ends with a NUL: a string list of at least one string.</summary>
    public readonly bool IsWellFormed => _value.Length > 0 && _value[^1] == 0;

    /// <summary>Starts over.</summary>
    public readonly FdtStringList GetEnumerator() => new(_value);

    /// <summary>Steps to the next string.</summary>
    public bool MoveNext()
    {
        var length = _rest.IndexOf((byte)0);
        if (length < 0) return false;
        Current = _rest[..length];
        _rest = _rest[(length + 1)..];
        return true;
    }

    /// <summary>True when one of the strings is <paramref name="text"/> (without NUL).</summary>
    public readonly bool Contains(scoped ReadOnlySpan<byte> text)
    {
        foreach (var one in this)
        {
            if (one.SequenceEqual(text)) return true;
        }
        return false;
    }

    /// <summary>Number of the string <paramref name="text"/> in the list, from 0; -1 when it is not there.</summary>
    public readonly int IndexOf(scoped ReadOnlySpan<byte> text)
    {
        var index = 0;
        foreach (var one in this)
        {
            if (one.SequenceEqual(text)) return index;
            index++;
        }
        return -1;
    }

    /// <summary>Counts the strings.</summary>
    /// <param name="count">Their number; 0 for an empty value.</param>
    /// <param name="error"><see cref="FdtError.BadValue"/> when the value does not end with a NUL.</param>
    public readonly bool TryCount(out int count, out FdtError error)
    {
        count = 0;
        error = _value.IsEmpty || IsWellFormed ? FdtError.None : FdtError.BadValue;
        if (error == FdtError.None) count = _value.Count((byte)0);
        return error == FdtError.None;
    }

    /// <summary>The string at an index.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="text">The string, without its NUL.</param>
    /// <param name="error">
    /// <see cref="FdtError.NotFound"/> when there are fewer strings, <see cref="FdtError.BadValue"/> when there would be
    /// one but for its missing NUL.
    /// </param>
    public readonly bool TryGet(int index, out ReadOnlySpan<byte> text, out FdtError error)
    {
        text = default;
        error = FdtError.NotFound;
        foreach (var one in this)
        {
            if (index-- != 0) continue;
            text = one;
            error = FdtError.None;
            return true;
        }

        if (!_value.IsEmpty && !IsWellFormed) error = FdtError.BadValue;
        return false;
    }
}
