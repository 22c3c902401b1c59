namespace Dtc.Tree;

/// <summary>How grave a diagnostic is. Only <see cref="Error"/> makes a run fail.</summary>
public enum Severity
{
    /// <summary>Information.</summary>
    Note,

    /// <summary>Suspicious, yet the output is what dtc would write.</summary>
    Warning,

    /// <summary>The input is wrong; no output is written.</summary>
    Error,
}
