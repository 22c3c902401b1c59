namespace Cli.Options;

/// <summary>What the commands about bindings share.</summary>
internal class SchemaArguments
{
    /// <summary><c>--bindings</c>, in order.</summary>
    public List<string> Bindings { get; } = [];

    /// <summary><c>--core</c>.</summary>
    public string? Core { get; set; }

    /// <summary><c>--color</c>.</summary>
    public ColorChoice Color { get; set; }

    /// <summary><c>--quiet</c>: no warnings.</summary>
    public bool Quiet { get; set; }

    /// <summary>The options of all such commands; those of one command come first.</summary>
    public static OptionSpec<T>[] With<T>(params OptionSpec<T>[] own)
        where T : SchemaArguments =>
    [
        .. own,
        new("Bindings", '\0', "core", "DIR", "take the core schemas from DIR, such as an installed dtschema/schemas",
            static (a, v) => a.Core = OptionValue.NotEmpty("--core", v)),
        new("Messages", 'q', "quiet", null, "hide warnings about the bindings", static (a, _) => a.Quiet = true),
        new("Messages", '\0', "color", "WHEN", "auto (default; respects NO_COLOR), always or never",
            static (a, v) => a.Color = OptionValue.Choice(
                "--color", v, ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never))),
        new("Messages", 'h', "help", null, "show this text", static (_, _) => { }),
    ];

    /// <summary>The option that names bindings, where they are not the operands.</summary>
    public static OptionSpec<T> BindingsOption<T>(char letter)
        where T : SchemaArguments => new(
            "Bindings", letter, "bindings", "PATH", "use the bindings of a directory, a file, or a processed schema; repeatable",
            static (a, v) => a.Bindings.Add(OptionValue.NotEmpty("--bindings", v)));
}
