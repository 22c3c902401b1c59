namespace Cli.Options;

/// <summary>One option of a command. Parsing and help both read it.</summary>
/// <typeparam name="T">What the values are stored in.</typeparam>
/// <param name="Group">Heading under which the help shows it.</param>
/// <param name="Short">Letter, or NUL for none.</param>
/// <param name="Long">Name without dashes, or empty for none.</param>
/// <param name="Argument">Name of its argument in the help; null when it takes none.</param>
/// <param name="Help">What it does; one sentence, lower case.</param>
/// <param name="Apply">Stores the argument (empty when it takes none).</param>
internal sealed record OptionSpec<T>(
    string Group, char Short, string Long, string? Argument, string Help, Action<T, string> Apply)
{
    /// <summary>A further spelling with one dash (<c>include</c> for gcc's <c>-include</c>).</summary>
    public string? SingleDash { get; init; }

    /// <summary>How messages call it.</summary>
    public string DisplayName => Long.Length > 0 ? $"--{Long}" : $"-{Short}";
}
