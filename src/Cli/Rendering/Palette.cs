using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>Terminal colours, or nothing at all.</summary>
internal sealed class Palette
{
    private readonly bool _on;

    private Palette(bool on) => _on = on;

    /// <summary>No colours.</summary>
    public static Palette None { get; } = new(false);

    /// <summary>The colours compilers use: red, magenta, cyan, all bold.</summary>
    public static Palette Ansi { get; } = new(true);

    /// <summary>Back to normal.</summary>
    public string Reset => _on ? "\e[0m" : "";

    /// <summary>Locations.</summary>
    public string Bold => _on ? "\e[1m" : "";

    /// <summary>Suggestions.</summary>
    public string Help => _on ? "\e[1;32m" : "";

    /// <summary>The label of a finding, and the caret below its source.</summary>
    public string For(Severity severity) => !_on ? "" : severity switch
    {
        Severity.Error => "\e[1;31m",
        Severity.Warning => "\e[1;35m",
        _ => "\e[1;36m",
    };
}
