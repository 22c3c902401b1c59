namespace Emulator;

/// <summary>Files that are part of the assembly.</summary>
internal static class EmbeddedFile
{
    /// <summary>The bytes of one.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of the assembly");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
