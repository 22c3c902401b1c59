using Dtc.Compiler;

namespace Cli.Options;

/// <summary>The options of <c>compile</c>; the letters are dtc's where dtc has the option.</summary>
internal static class CompileOptionTable
{
    private const string Output = "Output";
    private const string Blob = "Blob";
    private const string Findings = "Checks";
    private const string Many = "Many inputs";

    /// <summary>Reservation slots beyond this cannot fit a blob, whose size is a signed 32-bit number.</summary>
    private const int MaxReserve = int.MaxValue / 16;

    /// <summary>Made when a command line is parsed, never at start-up.</summary>
    public static OptionSpec<CompileArguments>[] Specs() =>
    [
        new(Output, 'o', "out", "FILE", "write the output to FILE; - is standard output",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        new(Output, 'O', "out-format", "FORM", "dtb, dts, asm, yaml or null (check only); default: what the name of FILE says, or dtb",
            static (a, v) => a.OutputFormat = OptionValue.Choice(
                "-O",
                v,
                ("dtb", OutputFormat.Blob),
                ("dts", OutputFormat.Source),
                ("asm", OutputFormat.Assembler),
                ("yaml", OutputFormat.Yaml),
                ("null", OutputFormat.Null))),
        new(Output, 'T', "annotate", null, "say in dts output where everything comes from; twice: with full paths and columns",
            static (a, _) => a.Annotate++),
        new(Output, 'f', "force", null, "write the blob even though the tree has errors",
            static (a, _) => a.Force = true),
        new(Output, 'd', "depfile", "FILE", "write the files that were read to FILE, for make or ninja",
            static (a, v) => a.Depfile = OptionValue.NotEmpty("-d", v)),
        new(Output, '\0', "depfile-format", "FORM",
            "make (default): a rule and phony targets; ninja: the rule alone; dtc: one line without #included files",
            static (a, v) => a.DepfileFormat = OptionValue.Choice(
                "--depfile-format",
                v,
                ("make", DepfileFormat.Make),
                ("ninja", DepfileFormat.Ninja),
                ("dtc", DepfileFormat.Dtc))),

        new(Blob, '@', "symbols", null, "make /__symbols__, so that overlays can be applied",
            static (a, _) => a.Symbols = true),
        new(Blob, 'A', "auto-alias", null, "make /aliases entries for all labels",
            static (a, _) => a.AutoAliases = true),
        new(Blob, 'L', "local-fixups", null, "make /__fixups__ and /__local_fixups__ also without /plugin/",
            static (a, _) => a.LocalFixups = true),
        new(Blob, 'H', "phandle", "FORM", "property of generated phandles: legacy, epapr (default) or both",
            static (a, v) => a.Phandle = OptionValue.Choice(
                "-H",
                v,
                ("legacy", PhandleFormats.Legacy),
                ("epapr", PhandleFormats.Epapr),
                ("both", PhandleFormats.Both))),
        new(Blob, 's', "sort", null, "sort nodes, properties and reservations by name",
            static (a, _) => a.Sort = true),
        new(Blob, 'S', "space", "BYTES", "make the blob at least BYTES long",
            static (a, v) => a.Space = OptionValue.Int("-S", v)),
        new(Blob, 'p', "pad", "BYTES", "add BYTES of padding; excludes -S",
            static (a, v) => a.Pad = OptionValue.Int("-p", v)),
        new(Blob, 'a', "align", "BYTES", "round the size up to a multiple of BYTES, a power of two",
            static (a, v) => a.Align = OptionValue.PowerOfTwo("-a", v)),
        new(Blob, 'b', "boot-cpu", "ID", "set the boot CPU; by default the tree tells",
            static (a, v) => a.BootCpu = (uint)CNumber.Parse("-b", v, uint.MaxValue)),
        new(Blob, 'R', "reserve", "N", "leave room for N entries in the reserve map",
            static (a, v) => a.Reserve = OptionValue.Int("-R", v, MaxReserve)),
        new(Blob, 'V', "out-version", "N", "write blob version 1, 2, 3, 16 or 17 (default)",
            static (a, v) => a.Version = OptionValue.BlobVersion("-V", v)),

        new(Findings, 'W', "warning", "CHECK", "let CHECK warn; no-CHECK: let it not ('dtc-sharp rules' lists them)",
            static (a, v) => OptionValue.Level("-W", v, a.Checks ??= new CheckLevels(), asError: false)),
        new(Findings, 'E', "error", "CHECK", "let CHECK fail the run; no-CHECK: let it not",
            static (a, v) => OptionValue.Level("-E", v, a.Checks ??= new CheckLevels(), asError: true)),

        .. IncludeOptions.Specs<CompileArguments>(),
        new("Preprocessor", '\0', "in-format", "FORM", "dts (default), dtb, or fs for a directory like /proc/device-tree",
            static (a, v) => a.InputFormat = OptionValue.Choice(
                "--in-format",
                v,
                ("dts", InputFormat.Source),
                ("dtb", InputFormat.Blob),
                ("fs", InputFormat.Directory))),
        new("Preprocessor", '\0', "no-cpp", null, "take the text as it is, like dtc: no #include, no macros",
            static (a, _) => a.NoPreprocessor = true),

        new(Many, '\0', "out-dir", "DIR", "write each blob below DIR, named after its input",
            static (a, v) => a.OutDirectory = OptionValue.NotEmpty("--out-dir", v)),
        new(Many, '\0', "root", "DIR",
            "names below --out-dir are relative to DIR; default: the inputs' common directory",
            static (a, v) => a.Root = OptionValue.NotEmpty("--root", v)),
        new(Many, 'j', "jobs", "N", "compile N inputs at a time; default: one per processor",
            static (a, v) => a.Jobs = OptionValue.Int("-j", v, 4096)),
        new(Many, '\0', "keep-going", null, "go on with further inputs after one has failed",
            static (a, _) => a.KeepGoing = true),

        .. ReportOptions.Specs<CompileArguments>(),
    ];
}
