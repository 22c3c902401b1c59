namespace Dtc.Parser.Preprocessing;

/// <summary>A growable token array that is reused: expansions allocate nothing once the pool is warm.</summary>
internal sealed class TokenList
{
    public Token[] Items = new Token[32];
    public int Count;

    public void Add(in Token token)
    {
        if (Count == Items.Length) Array.Resize(ref Items, Count * 2);
        Items[Count++] = token;
    }
}

/// <summary>One argument of a macro call: stretches of its call's <see cref="ArgumentSet"/>.</summary>
internal struct Argument
{
    public int Start;
    public int Count;

    /// <summary>The variadic argument was left out altogether: a comma pasted before it goes too.</summary>
    public bool Omitted;

    public bool IsExpanded;
    public int ExpandedStart;
    public int ExpandedCount;

    public bool IsStringified;
    public Token Stringified;
}

/// <summary>The arguments of one macro call.</summary>
internal sealed class ArgumentSet
{
    public readonly TokenList Raw = new();
    public readonly TokenList Expanded = new();
    public Argument[] Items = new Argument[4];

    public void Reset(int parameters)
    {
        Raw.Count = Expanded.Count = 0;
        if (Items.Length < parameters) Items = new Argument[parameters];
        Array.Clear(Items, 0, parameters);
    }
}

/// <summary>Bytes of tokens that no file spells (pasted, stringified, built in); cleared after each expansion.</summary>
internal sealed class Scratch
{
    private byte[] _bytes = new byte[1024];
    private int _used;

    public void Reset() => _used = 0;

    /// <summary>Room for <paramref name="length"/> bytes; what was handed out before stays valid.</summary>
    public byte[] Rent(int length, out int start)
    {
        if (_used + length > _bytes.Length)
        {
            _bytes = new byte[Math.Max(_bytes.Length * 2, length)];
            _used = 0;
        }

        start = _used;
        _used += length;
        return _bytes;
    }
}
