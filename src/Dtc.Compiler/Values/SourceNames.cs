namespace Dtc.Compiler.Values;

/// <summary>
/// Which names source can hold. Blobs may call things anything: a name that ends its own token begins whatever its
/// author likes, <c>/incbin/</c> for one.
/// </summary>
internal static class SourceNames
{
    /// <summary>True for what the language takes as a label.</summary>
    public static bool IsLabel(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || char.IsAsciiDigit((char)name[0])) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c != '_') return false;
        }

        return true;
    }

    /// <summary>True for what the language takes as the name of a node or property.</summary>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (!IsNameCharacter((char)c)) return false;
        }

        return !name.IsEmpty;
    }

    /// <summary>True for what may follow the <c>&amp;</c> of a reference: a label, or a path in braces.</summary>
    public static bool IsReference(ReadOnlySpan<byte> name) =>
        name is [(byte)'{', .. var path, (byte)'}'] ? IsPath(path) : IsLabel(name);

    /// <summary>True for a path that a reference can hold.</summary>
    public static bool IsPath(ReadOnlySpan<byte> path)
    {
        foreach (var c in path)
        {
            if (c != '/' && !IsNameCharacter((char)c)) return false;
        }

        return path is [(byte)'/', ..];
    }

    /// <summary>True for one character of a name.</summary>
    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || ",._+*#?@-".Contains(c, StringComparison.Ordinal);
}
