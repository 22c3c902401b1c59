namespace Dtc.Bindings.Loading;

/// <summary>Where the bindings of a set are read from.</summary>
internal sealed record SchemaInputs
{
    /// <summary>Files and directories.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Files that are shipped; they yield to those of <see cref="Paths"/>.</summary>
    public IReadOnlyList<string> Shipped { get; init; } = [];

    /// <summary>The core schemas; they yield to all others. May be null.</summary>
    public string? CoreDirectory { get; init; }

    /// <summary>Gives the bytes of a file. Called by many threads.</summary>
    public Func<string, byte[]> Read { get; init; } = ShippedBindings.Read;
}
