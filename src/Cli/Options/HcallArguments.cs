namespace Cli.Options;

/// <summary>What the commands about hypercall ABIs share. Trees are read by one of them only, but all show findings.</summary>
internal class HcallArguments : TreeArguments
{
    /// <summary><c>--abi</c>, in order.</summary>
    public List<string> Abis { get; } = [];

    /// <summary><c>--abi-file</c>, in order.</summary>
    public List<string> Files { get; } = [];

    /// <summary>The options of all such commands; those of one command come first.</summary>
    public static OptionSpec<T>[] WithAbis<T>(params OptionSpec<T>[] own)
        where T : HcallArguments =>
    [
        .. own,
        new("ABIs", '\0', "abi", "NAME", "this ABI only; repeatable ('dtc-sharp hcall list' shows the names)",
            static (a, v) => a.Abis.Add(OptionValue.NotEmpty("--abi", v))),
        AbiFileOption<T>(),
        new("Messages", '\0', "color", "WHEN", "auto (default; respects NO_COLOR), always or never",
            static (a, v) => a.Color = OptionValue.Choice(
                "--color", v, ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never))),
        new("Messages", 'h', "help", null, "show this text", static (_, _) => { }),
    ];

    /// <summary><c>--abi-file</c>.</summary>
    public static OptionSpec<T> AbiFileOption<T>()
        where T : HcallArguments => new(
            "ABIs", '\0', "abi-file", "FILE", "add an ABI of your own (see docs/hcall.md); repeatable",
            static (a, v) => a.Files.Add(OptionValue.NotEmpty("--abi-file", v)));

    /// <summary><c>--format text|json</c>.</summary>
    public static OptionSpec<T> FormatOption<T>()
        where T : HcallArguments => new(
            "Output", '\0', "format", "FORM", "text (default) or json",
            static (a, v) => a.Json = OptionValue.Choice("--format", v, ("text", false), ("json", true)));
}
