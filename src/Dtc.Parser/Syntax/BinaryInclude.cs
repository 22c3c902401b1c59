namespace Dtc.Parser.Syntax;

/// <summary>Reads what <c>/incbin/</c> names.</summary>
internal static class BinaryInclude
{
    /// <summary>The largest piece of a file taken into a property, in bytes.</summary>
    public const int MaxSize = 256 << 20;

    /// <summary>
    /// Appends <paramref name="length"/> bytes from <paramref name="offset"/> on (fewer when the file ends before)
    /// to <paramref name="value"/>. Returns null, or what went wrong.
    /// </summary>
    public static string? Read(
        IncludeResolver includes, string name, string directory, ulong offset, ulong? length, ValueBuffer value, out string? help)
    {
        help = null;
        if (includes.Locate(name, directory) is not { } path)
        {
            help = includes.Where(name, directory);
            return Directory.Exists(Path.Combine(directory, name)) ? $"cannot open '{name}': it is a directory" : $"cannot open '{name}': no such file";
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            var size = file.CanSeek ? file.Length : 0;
            if (size == 0) return ReadToEnd(path, file, offset, length, value);
            if (offset > long.MaxValue) return $"the offset 0x{offset:x} is negative for the file '{name}'";
            var available = (ulong)Math.Max(0, size - (long)offset);
            var wanted = Math.Min(available, length ?? ulong.MaxValue);
            if (wanted > MaxSize)
            {
                help = "take a part of it: /incbin/(\"FILE\", OFFSET, LENGTH)";
                return $"'{name}' would add {wanted} bytes; at most {MaxSize >> 20} MiB are taken";
            }

            if (wanted == 0) return null;
            file.Seek((long)offset, SeekOrigin.Begin);
            var room = value.Grow((int)wanted);
            if (file.ReadAtLeast(room, room.Length, throwOnEndOfStream: false) < room.Length) return $"'{name}' became shorter while it was read";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return $"cannot open '{name}': {(e is UnauthorizedAccessException ? "permission denied" : "it cannot be read")}";
        }
    }

    // Devices, pipes and files of /proc do not tell their size.
    private static string? ReadToEnd(string path, Stream stream, ulong offset, ulong? length, ValueBuffer value)
    {
        var chunk = new byte[4096];
        var skip = offset;
        var left = length ?? ulong.MaxValue;
        for (var taken = 0; left > 0;)
        {
            var n = stream.Read(chunk);
            if (n == 0) return null;
            var from = (int)Math.Min(skip, (ulong)n);
            skip -= (ulong)from;
            var count = (int)Math.Min(left, (ulong)(n - from));
            if ((taken += count) > MaxSize || offset - skip > MaxSize) return $"'{path}' does not end within {MaxSize >> 20} MiB";
            value.Add(chunk.AsSpan(from, count));
            left -= (ulong)count;
        }

        return null;
    }
}
