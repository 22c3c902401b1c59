using Cli.Inputs;
using Cli.Options;

namespace Cli.Guests;

/// <summary>What the commands about guests share.</summary>
internal class GuestArguments
{
    /// <summary><c>--lock</c>.</summary>
    public string? Lock { get; set; }

    /// <summary><c>--update-lock</c>.</summary>
    public bool UpdateLock { get; set; }

    /// <summary><c>--force</c>.</summary>
    public bool Force { get; set; }

    /// <summary><c>-I</c>, in order.</summary>
    public List<string> IncludeDirectories { get; } = [];

    /// <summary>Where the includes of a tree's source are searched, as <c>compile</c> does it: these, and the kernel's around it.</summary>
    public IncludePath IncludePath => new(IncludeDirectories);

    /// <summary><c>--color</c>.</summary>
    public ColorChoice Color { get; set; }

    /// <summary><c>--diagnostics</c>: one JSON object a finding.</summary>
    public bool JsonFindings { get; set; }

    /// <summary>The options of all such commands; those of one command come first.</summary>
    public static OptionSpec<T>[] With<T>(params OptionSpec<T>[] own)
        where T : GuestArguments =>
    [
        .. own,
        new("Trees", 'I', "include-dir", "DIR", "search DIR for files that the source of a tree includes; repeatable",
            static (a, v) => a.IncludeDirectories.Add(OptionValue.NotEmpty("-I", v))),
        new("Numbers", '\0', "lock", "FILE", "take the numbers of an earlier plan from FILE, or write them when it is not there",
            static (a, v) => a.Lock = OptionValue.NotEmpty("--lock", v)),
        new("Numbers", '\0', "update-lock", null, "keep of the lock what still fits, and write it anew", static (a, _) => a.UpdateLock = true),
        new("Messages", '\0', "force", null, "go on in spite of what is found about the plan (GST01xx)", static (a, _) => a.Force = true),
        new("Messages", '\0', "diagnostics", "FORM", "text (default) or json: one object a line",
            static (a, v) => a.JsonFindings = OptionValue.Choice("--diagnostics", v, ("text", false), ("json", true))),
        new("Messages", '\0', "color", "WHEN", "auto (default; respects NO_COLOR), always or never",
            static (a, v) => a.Color = OptionValue.Choice(
                "--color", v, ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never))),
        new("Messages", 'h', "help", null, "show this text", static (_, _) => { }),
    ];
}
