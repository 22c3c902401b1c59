namespace Dtc.Bindings;

/// <summary>The files of <c>bindings/</c>, which are part of this assembly.</summary>
internal static class ShippedBindings
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path below <c>bindings/</c>, with slashes.</param>
    /// <returns>Null when there is none.</returns>
    public static byte[]? Read(string path)
    {
        using var stream = typeof(ShippedBindings).Assembly.GetManifestResourceStream("bindings/" + path);
        if (stream is null) return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
