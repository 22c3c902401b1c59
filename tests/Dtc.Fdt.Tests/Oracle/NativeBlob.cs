using System.Runtime.InteropServices;

namespace Dtc.Fdt.Tests;

/// <summary>
/// Memory for a blob that libfdt can be shown: on an 8-byte boundary, and followed by zeros, which libfdt reads
/// for header fields that a short header does not have.
/// </summary>
internal sealed unsafe class NativeBlob(int capacity) : IDisposable
{
    private const int Slack = 64;
    private int _length;

    public byte* Pointer { get; } = (byte*)NativeMemory.AlignedAlloc((nuint)(capacity + Slack), 8);

    public Span<byte> Span => new(Pointer, _length);

    public void Set(ReadOnlySpan<byte> blob)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blob.Length, capacity);
        _length = blob.Length;
        blob.CopyTo(Span);
        new Span<byte>(Pointer + _length, Slack).Clear();
    }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
