using Dtc.Parser.Preprocessing;

namespace Cli.Options;

/// <summary>The preprocessor's options, in gcc's spelling.</summary>
internal static class IncludeOptions
{
    private const string Group = "Preprocessor";

    /// <summary>The table for a command whose arguments are <typeparamref name="T"/>.</summary>
    public static OptionSpec<T>[] Specs<T>()
        where T : IIncludeArguments =>
    [
        new(Group, 'I', "include-dir", "DIR", "search DIR for included files; repeatable",
            static (a, v) => a.IncludeDirectories.Add(OptionValue.NotEmpty("-I", v))),
        new(Group, 'D', "define", "NAME[=V]", "define a macro; V is 1 when left out",
            static (a, v) => a.Macros.Add(new MacroOption(OptionValue.MacroName("-D", v)))),
        new(Group, 'U', "undefine", "NAME", "undefine a macro; -D and -U apply in their order",
            static (a, v) => a.Macros.Add(new MacroOption(OptionValue.MacroName("-U", v), Undefine: true))),
        new(Group, '\0', "include", "FILE", "process FILE before the input; also written -include FILE",
            static (a, v) => a.ForcedIncludes.Add(OptionValue.NotEmpty("--include", v)))
        { SingleDash = "include" },
        new(Group, '\0', "kernel", "DIR", "search the include directories of the kernel tree at DIR",
            static (a, v) => a.Kernel = OptionValue.NotEmpty("--kernel", v)),
        new(Group, '\0', "no-kernel", null, "do not look for a kernel tree around the input",
            static (a, _) => a.NoKernel = true),
    ];
}
