using System.Buffers.Binary;
using Dtc.Fdt;

namespace Dtc.Compiler.Inputs;

/// <summary>Finds out what an input is when nobody said, as dtc does.</summary>
public static class InputGuess
{
    /// <summary>
    /// A directory is <see cref="InputFormat.Directory"/>; a regular file that begins as a blob is a
    /// <see cref="InputFormat.Blob"/>, and so is one of at least four bytes that is called <c>.dtb</c> or <c>.dtbo</c>.
    /// All else is source: what cannot be read, standard input (<c>-</c>) and pipes, of which no byte is taken.
    /// </summary>
    public static InputFormat Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PathStatus.Of(path).Kind switch
        {
            PathKind.Directory => InputFormat.Directory,
            PathKind.File => OfFile(path),
            _ => InputFormat.Source,
        };
    }

    private static InputFormat OfFile(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> magic = stackalloc byte[4];
            if (RandomAccess.Read(file, magic, 0) < magic.Length) return InputFormat.Source;
            if (BinaryPrimitives.ReadUInt32BigEndian(magic) == FdtHeader.Magic) return InputFormat.Blob;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return InputFormat.Source; // reading it in earnest will tell why
        }

        var named = path.EndsWith(".dtb", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".dtbo", StringComparison.OrdinalIgnoreCase);
        return named ? InputFormat.Blob : InputFormat.Source;
    }
}
