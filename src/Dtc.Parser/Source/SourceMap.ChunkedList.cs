namespace Dtc.Parser;

/// <summary>A list of structs in chunks small enough to stay off the large object heap; it never copies.</summary>
internal struct ChunkedList<T> where T : struct
{
    private const int Bits = 10;
    private const int Mask = (1 << Bits) - 1;

    private T[][] _chunks;

    public int Count { get; private set; }

    public readonly ref T this[int index] => ref _chunks[index >> Bits][index & Mask];

    public void Add(in T item)
    {
        var chunk = Count >> Bits;
        _chunks ??= new T[8][];
        if ((Count & Mask) == 0)
        {
            if (chunk == _chunks.Length) Array.Resize(ref _chunks, chunk * 2);
            _chunks[chunk] = GC.AllocateUninitializedArray<T>(1 << Bits);
        }

        _chunks[chunk][Count & Mask] = item;
        Count++;
    }
}
