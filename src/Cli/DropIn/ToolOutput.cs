using System.Globalization;
using System.Text;
using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>Standard output of a drop-in tool, buffered, so that a listing is a few writes and not thousands.</summary>
internal sealed class ToolOutput(Host host)
{
    private readonly byte[] _buffer = new byte[32 << 10];
    private int _used;

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _used)
        {
            Flush();
            if (bytes.Length > _buffer.Length)
            {
                host.Out.Write(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Writes text.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a line.</summary>
    public void Line(ReadOnlySpan<byte> bytes)
    {
        Write(bytes);
        Write("\n"u8);
    }

    /// <summary>Writes a line.</summary>
    public void Line(string text) => Line(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a number in decimal, or by a format such as <c>x8</c>.</summary>
    public void Number(long number, ReadOnlySpan<char> format = default)
    {
        Span<byte> digits = stackalloc byte[24];
        number.TryFormat(digits, out var length, format, CultureInfo.InvariantCulture);
        Write(digits[..length]);
    }

    /// <summary>Writes so many spaces.</summary>
    public void Spaces(long count)
    {
        for (; count > 0; count -= 32) Write("                                "u8[..(int)Math.Min(count, 32)]);
    }

    /// <summary>Writes a line to standard error.</summary>
    public void Complain(string message) => host.WriteError(Encoding.UTF8.GetBytes(message + "\n"));

    /// <summary>Passes on what is buffered.</summary>
    public void Flush()
    {
        if (_used > 0) host.Out.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
