namespace Dtc.Fdt;

/// <summary>
/// Owns the memory of a blob, to be kept where a <see cref="FdtReader"/>, which lives on the stack, cannot be.
/// Any memory will do, also that of a mapped file behind a <see cref="System.Buffers.MemoryManager{T}"/>.
/// </summary>
/// <remarks>
/// <see cref="Open"/> reads the file in one go: mapping it would need unsafe code here, and costs more than
/// reading for blobs, which are rarely larger than a few hundred KiB.
/// </remarks>
public sealed class FdtBlob
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly FdtHeader _header;

    private FdtBlob(ReadOnlyMemory<byte> memory, in FdtHeader header)
    {
        _memory = memory;
        _header = header;
    }

    /// <summary>The header.</summary>
    public FdtHeader Header => _header;

    /// <summary>The bytes of the blob, without what may follow it in the memory given.</summary>
    public ReadOnlyMemory<byte> Memory => _memory;

    /// <summary>A reader over the blob; costs a few nanoseconds.</summary>
    /// <exception cref="InvalidDataException">
    /// The memory was changed since the blob was opened and has no root any more.
    /// </exception>
    public FdtReader Reader => FdtReader.TryOpen(_memory.Span, _header, out var reader, out var error)
        ? reader
        : throw new InvalidDataException($"the device tree blob has changed: {error}");

    /// <summary>Takes memory that holds a blob, if it can be read.</summary>
    /// <param name="memory">The blob; bytes after its end are ignored.</param>
    /// <param name="blob">The owner.</param>
    /// <param name="error">As <see cref="FdtReader.TryOpen(ReadOnlySpan{byte}, out FdtReader, out FdtError)"/>.</param>
    public static bool TryCreate(ReadOnlyMemory<byte> memory, out FdtBlob? blob, out FdtError error)
    {
        blob = null;
        if (!FdtReader.TryOpen(memory.Span, out var reader, out error)) return false;
        blob = new FdtBlob(memory[..reader.Blob.Length], reader.Header);
        return true;
    }

    /// <summary>Reads a blob from a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not allowed.</exception>
    /// <exception cref="InvalidDataException">
    /// The file holds no readable blob; the message names the <see cref="FdtError"/>.
    /// </exception>
    public static FdtBlob Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TryCreate(File.ReadAllBytes(path), out var blob, out var error)
            ? blob!
            : throw new InvalidDataException($"{path}: not a readable device tree blob: {error}");
    }
}
