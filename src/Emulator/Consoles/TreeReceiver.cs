using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Emulator.Consoles;

/// <summary>
/// Puts a tree together that comes over a console as lines of base64 over gzip. Its size and SHA-256 come before it, so that
/// a copy with a line missing, cut or mixed up is known as damaged.
/// </summary>
internal sealed class TreeReceiver
{
    /// <summary>The largest blob taken; the kernel's own limit is 2 MiB.</summary>
    public const int MaxTree = 4 << 20;

    private const int MaxText = 8 << 20;

    private readonly StringBuilder _text = new();
    private int _size;
    private string _sum = "";
    private bool _open;
    private bool _overflow;

    /// <summary>A copy begins.</summary>
    public void Begin(string size, string sum)
    {
        _open = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _size) && _size is > 0 and <= MaxTree;
        _sum = sum;
        _overflow = false;
        _text.Clear();
    }

    /// <summary>Takes a line, when it can be one of the copy.</summary>
    public void Add(string line)
    {
        if (!_open || line.Length == 0 || !line.All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=')) return;
        if (_text.Length + line.Length > MaxText) _overflow = true;
        else _text.Append(line);
    }

    /// <summary>A copy ends.</summary>
    /// <returns>The tree; null when the copy is damaged.</returns>
    public byte[]? End(out string fault)
    {
        var wasOpen = _open;
        _open = false;
        fault = Take(wasOpen, out var tree);
        _text.Clear();
        return fault.Length == 0 ? tree : null;
    }

    private string Take(bool wasOpen, out byte[] tree)
    {
        tree = [];
        if (!wasOpen) return "its beginning is missing";
        if (_overflow) return "it is longer than any tree";
        try
        {
            var packed = Convert.FromBase64String(_text.ToString());
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            // One byte more than there should be, to see that there is none; never more than was announced.
            var buffer = new byte[_size + 1];
            var length = gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length != _size) return $"it has {(length > _size ? "more than " : "")}{Math.Min(length, _size)} bytes instead of {_size}";
            tree = buffer[..length];
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or EndOfStreamException)
        {
            return "its lines are damaged";
        }

        return Convert.ToHexStringLower(SHA256.HashData(tree)) == _sum ? "" : "its checksum is wrong";
    }
}
