using System.Runtime.InteropServices;

namespace Cli.Hosting;

/// <summary>
/// Standard output or error by plain write(2). Console's own streams set up terminal and signal handling (a
/// thread among it) at the first byte, half a millisecond that a run with a warning would pay for nothing;
/// a FileStream writes at offsets of its own and so overwrites its neighbour in <c>&gt;log 2&gt;&amp;1</c>.
/// </summary>
internal sealed class StandardStream : Stream
{
    private const int InterruptedCall = 4;
    private const int TryAgainLinux = 11;
    private const int TryAgainBsd = 35;

    private readonly int _descriptor;

    private StandardStream(int descriptor) => _descriptor = descriptor;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Standard output.</summary>
    public static Stream Output() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardStream(1);

    /// <summary>Standard error.</summary>
    public static Stream Error() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardStream(2);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = NativeWrite(_descriptor, in buffer[0], buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case InterruptedCall:
                    break;
                case TryAgainLinux or TryAgainBsd:
                    Thread.Sleep(1); // a pipe that somebody made non-blocking, and its reader is slow
                    break;
                case var errno:
                    throw new IOException("write", errno);
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NativeWrite(int descriptor, in byte buffer, nint count);
}
