namespace Emulator.Machines;

/// <summary>
/// Something a machine loads: a file that is there, or bytes that are put into a file of their own for the time of the run.
/// </summary>
public sealed class ImageSource
{
    private ImageSource(string name, string? path, ReadOnlyMemory<byte> content, long size)
    {
        Name = name;
        Path = path;
        Content = content;
        Size = size;
    }

    /// <summary>What it is called in messages, and the name of the file that its bytes are put into.</summary>
    public string Name { get; }

    /// <summary>The file; null for bytes.</summary>
    public string? Path { get; }

    /// <summary>The bytes, when there is no file; zeros follow them up to <see cref="Size"/>.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Size in bytes; 0 for a file that is not there.</summary>
    public long Size { get; }

    /// <summary>An image in a file.</summary>
    public static ImageSource OfFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var info = new FileInfo(path);
        return new ImageSource(info.Name, path, default, info.Exists ? info.Length : 0);
    }

    /// <summary>An image in memory.</summary>
    /// <param name="name">A file name: letters, digits, <c>. _ + -</c>; two images of one machine have different names.</param>
    /// <param name="content">Its bytes.</param>
    public static ImageSource OfBytes(string name, ReadOnlyMemory<byte> content) => OfBytes(name, content, content.Length);

    /// <summary>An image that is zeros behind its first bytes, and takes no room for them.</summary>
    /// <param name="name">A file name, as above.</param>
    /// <param name="content">Its first bytes.</param>
    /// <param name="size">Its size in bytes.</param>
    public static ImageSource OfBytes(string name, ReadOnlyMemory<byte> content, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, content.Length);
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '+' or '-'))
                throw new ArgumentException("the name of an image holds letters, digits, '.', '_', '+' and '-' only", nameof(name));
        }

        if (name is "." or "..") throw new ArgumentException("not a file name", nameof(name));
        return new ImageSource(name, null, content, size);
    }

    /// <inheritdoc/>
    public override string ToString() => Path ?? Name;
}
