namespace Dtc.Compiler;

/// <summary>How the checks run.</summary>
public sealed record CheckSettings
{
    /// <summary>Our flow at dtc's levels.</summary>
    public static CheckSettings Default { get; } = new();

    /// <summary>
    /// Run them as dtc does: after the first check at error level that failed none runs any more (with -f the later passes
    /// do), a check whose prerequisite failed is not run, and one that is switched off does not fix up either.
    /// </summary>
    public bool DtcFlow { get; init; }

    /// <summary>With <see cref="DtcFlow"/>: how often <c>-q</c> was given; 1 drops warnings, 2 errors too.</summary>
    public int Quiet { get; init; }

    /// <summary>Levels; not to be changed any more.</summary>
    public CheckLevels Levels { get; init; } = new();
}
