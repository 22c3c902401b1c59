namespace Dtc.Parser.Preprocessing;

/// <summary>A macro definition: immutable, made once per process, shared by all compilations.</summary>
internal sealed class Macro
{
    public required int NameId { get; init; }

    public required byte[] Name { get; init; }

    /// <summary>The file with the definition; null for built-in macros.</summary>
    public FileScan? File { get; internal set; }

    /// <summary>Place of the name in that file's clean text.</summary>
    public int Place { get; init; }

    public bool IsFunction { get; init; }

    public bool IsVariadic { get; init; }

    /// <summary>Ids of the parameters; a bare <c>...</c> is <c>__VA_ARGS__</c>.</summary>
    public int[] Parameters { get; init; } = [];

    /// <summary>The replacement, <c>##</c> folded into the flags of its left operand.</summary>
    public Token[] Body { get; init; } = [];

    /// <summary>True for <c>__LINE__</c> and the like, whose text is made at every use.</summary>
    public bool IsBuiltin { get; init; }

    /// <summary>
    /// The printed body of an object-like macro without <c>##</c>. It can be copied as it is whenever none of
    /// <see cref="BodyNames"/> is a macro. Null for other macros.
    /// </summary>
    public byte[]? PlainText { get; init; }

    public int[] BodyNames { get; init; } = [];

    /// <summary>Whether a second definition says the same (C11 6.10.3p2).</summary>
    public bool SameAs(Macro other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (IsBuiltin || other.IsBuiltin) return false;
        if (IsFunction != other.IsFunction || IsVariadic != other.IsVariadic || Body.Length != other.Body.Length
            || !Parameters.AsSpan().SequenceEqual(other.Parameters)) return false;
        for (var i = 0; i < Body.Length; i++)
        {
            ref readonly var a = ref Body[i];
            ref readonly var b = ref other.Body[i];
            if (a.Type != b.Type || a.Flags != b.Flags || !a.Text.SequenceEqual(b.Text)) return false;
        }

        return true;
    }
}
