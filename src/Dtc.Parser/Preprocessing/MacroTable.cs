namespace Dtc.Parser.Preprocessing;

/// <summary>
/// The macros of one compilation, by name id. A bit per name says whether it is defined: a few kilobytes that stay in
/// the nearest cache and are all there is to clear between compilations.
/// </summary>
internal sealed class MacroTable
{
    private ulong[] _defined = new ulong[64];
    private ulong[] _disabled = new ulong[64];
    private Macro[] _macros = new Macro[64 * 64];

    public ulong[] DefinedBits => _defined;

    /// <summary>The bits as they are now, to be kept when the table serves another compilation.</summary>
    public ulong[] CopyOfDefined() => [.. _defined];

    public void Reset(int names)
    {
        Array.Clear(_defined);
        Array.Clear(_disabled);
        Grow(names);
    }

    public bool IsDefined(int id) => (uint)(id >> 6) < (uint)_defined.Length && (_defined[id >> 6] >> id & 1) != 0;

    public Macro? Get(int id) => IsDefined(id) ? _macros[id] : null;

    public void Define(int id, Macro macro)
    {
        if (id >= _macros.Length) Grow(id + 1);
        _defined[id >> 6] |= 1UL << id;
        _disabled[id >> 6] &= ~(1UL << id);
        _macros[id] = macro;
    }

    public void Undefine(int id)
    {
        if (id >= _macros.Length) return;
        _defined[id >> 6] &= ~(1UL << id);
        _disabled[id >> 6] &= ~(1UL << id);
    }

    /// <summary>A macro is disabled while its own expansion is read (C11 6.10.3.4p2).</summary>
    public bool IsDisabled(int id) => (_disabled[id >> 6] >> id & 1) != 0;

    public void Disable(int id) => _disabled[id >> 6] |= 1UL << id;

    public void Enable(int id) => _disabled[id >> 6] &= ~(1UL << id);

    private void Grow(int names)
    {
        if (names <= _macros.Length) return;
        var words = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)names) / 64;
        Array.Resize(ref _defined, words);
        Array.Resize(ref _disabled, words);
        Array.Resize(ref _macros, words * 64);
    }
}
