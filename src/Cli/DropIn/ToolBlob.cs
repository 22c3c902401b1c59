namespace Cli.DropIn;

/// <summary>
/// The bytes of a file as dtc's utilities hold them: in a buffer that is larger than the file and whose rest is zero.
/// They judge a blob by the size of that buffer, so verdicts on cut-off blobs depend on it.
/// </summary>
internal readonly struct ToolBlob
{
    private const int SmallestBuffer = 1024;

    private readonly byte[] _buffer;

    /// <summary>Wraps a buffer of a power of two that is larger than the <paramref name="length"/> bytes in it.</summary>
    public ToolBlob(byte[] buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    /// <summary>Bytes of the file.</summary>
    public int Length { get; }

    /// <summary>The file.</summary>
    public ReadOnlySpan<byte> Content => _buffer.AsSpan(0, Length);

    /// <summary>
    /// The file and the zeros after it. The buffer starts at 1 KiB and doubles whenever the file has filled it.
    /// </summary>
    public ReadOnlySpan<byte> Buffer
    {
        get
        {
            var size = SmallestBuffer;
            while (size <= Length) size *= 2;
            return _buffer.AsSpan(0, size);
        }
    }
}
