namespace Dtc.Tree;

/// <summary>Byte order of names, as <c>strcmp</c> has it.</summary>
public sealed class NameOrder : IComparer<Name>
{
    /// <summary>The one instance.</summary>
    public static NameOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Name? x, Name? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        return x.Utf8.SequenceCompareTo(y.Utf8);
    }
}
