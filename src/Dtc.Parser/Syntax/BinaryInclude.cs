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
        IncludeResolver includes, string name, string directory, ulong offset, ulong? length, ByteBuffer value, out string? help)
    {
        help = null;
        if (includes.Locate(name, directory) is not { } path)
        {
            help = includes.Where(name, directory);
            return Directory.Exists(Path.Combine(directory, name)) ? $"cannot open '{name}': it is a directory" : $"cannot open '{name}': no such file";
        }

        try
        {
            using var file = File.OpenHandle(path);
            var size = RandomAccess.GetLength(file);
            if (offset > long.MaxValue) return $"the offset 0x{offset:x} is negative for the file '{name}'";
            var available = (ulong)Math.Max(0, size - (long)offset);
            var wanted = Math.Min(available, length ?? ulong.MaxValue);
            if (wanted > MaxSize)
            {
                help = "take a part of it: /incbin/(\"FILE\", OFFSET, LENGTH)";
                return $"'{name}' would add {wanted} bytes; at most {MaxSize >> 20} MiB are taken";
            }

            var room = value.Grow((int)wanted);
            var at = (long)offset;
            while (room.Length > 0)
            {
                var n = RandomAccess.Read(file, room, at);
                if (n == 0) return $"'{name}' became shorter while it was read";
                room = room[n..];
                at += n;
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return $"cannot open '{name}': {(e is UnauthorizedAccessException ? "permission denied" : "it cannot be read")}";
        }
    }
}
