namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Names ↔ small numbers, shared by all files of a <see cref="SourceCache"/>, so that a macro table is an array.
/// Readers take no lock; a name's id never changes.
/// </summary>
internal sealed class MacroNameTable
{
    private readonly Lock _lock = new();
    private Slots _slots = new(1 << 12);
    private byte[][] _spellings = new byte[1 << 11][];
    private int _count;

    public MacroNameTable()
    {
        _spellings[_count++] = []; // id 0 is nobody's
        foreach (var name in KnownNames.Spellings) Intern(name);
    }

    /// <summary>One more than the highest id handed out.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Start value for <see cref="HashStep"/>.</summary>
    public const uint HashSeed = 2166136261;

    public static uint HashStep(uint hash, byte c) => (hash ^ c) * 16777619;

    public static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = HashSeed;
        foreach (var c in name) hash = HashStep(hash, c);
        return hash;
    }

    public byte[] Spelling(int id) => Volatile.Read(ref _spellings)[id];

    public int Intern(ReadOnlySpan<byte> name) => Intern(name, Hash(name));

    public int Intern(ReadOnlySpan<byte> name, uint hash)
    {
        var id = Find(Volatile.Read(ref _slots), name, hash);
        return id != 0 ? id : Add(name, hash);
    }

    /// <summary>Id of a name that some file may have used; 0 when none did.</summary>
    public int Find(ReadOnlySpan<byte> name) => Find(Volatile.Read(ref _slots), name, Hash(name));

    private static int Find(Slots slots, ReadOnlySpan<byte> name, uint hash)
    {
        var entries = slots.Entries;
        for (var i = hash; ; i++)
        {
            ref var entry = ref entries[i & slots.Mask];
            var id = Volatile.Read(ref entry.Id);
            if (id == 0) return 0;
            if (entry.Hash == hash && name.SequenceEqual(entry.Spelling)) return id;
        }
    }

    private int Add(ReadOnlySpan<byte> name, uint hash)
    {
        lock (_lock)
        {
            var id = Find(_slots, name, hash);
            if (id != 0) return id;
            id = _count;
            if (id == _spellings.Length)
            {
                var larger = new byte[id * 2][];
                _spellings.CopyTo(larger, 0);
                Volatile.Write(ref _spellings, larger);
            }

            _spellings[id] = name.ToArray();
            if (id * 2 > _slots.Entries.Length)
            {
                var larger = new Slots(_slots.Entries.Length * 2);
                foreach (var entry in _slots.Entries)
                {
                    if (entry.Id != 0) larger.Put(entry.Id, entry.Hash, entry.Spelling);
                }

                Volatile.Write(ref _slots, larger);
            }

            Volatile.Write(ref _count, id + 1);
            _slots.Put(id, hash, _spellings[id]);
            return id;
        }
    }

    private struct Entry
    {
        public int Id;
        public uint Hash;
        public byte[] Spelling;
    }

    private sealed class Slots(int size)
    {
        public readonly Entry[] Entries = new Entry[size];
        public readonly uint Mask = (uint)size - 1;

        public void Put(int id, uint hash, byte[] spelling)
        {
            var i = hash;
            while (Entries[i & Mask].Id != 0) i++;
            ref var entry = ref Entries[i & Mask];
            entry.Hash = hash;
            entry.Spelling = spelling;
            Volatile.Write(ref entry.Id, id); // last: a reader that sees the id sees the rest
        }
    }
}
