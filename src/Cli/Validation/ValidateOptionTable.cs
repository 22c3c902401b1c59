using Cli.Options;
using Dtc.Bindings.SideBySide;

namespace Cli.Validation;

/// <summary>The options of <c>validate</c>; letters are dt-validate's where it has the option.</summary>
internal static class ValidateOptionTable
{
    private const string Bindings = "Bindings";
    private const string Checking = "What is checked";
    private const string Output = "Output";

    /// <summary>Made when a command line is parsed, never at start-up.</summary>
    public static OptionSpec<ValidateArguments>[] Specs() =>
    [
        new(Bindings, 'b', "bindings", "PATH", "a directory or file with bindings, or a schema that dt-mk-schema processed; repeatable",
            static (a, v) => a.Bindings.Add(OptionValue.NotEmpty("--bindings", v))),
        new(Bindings, '\0', "core", "DIR", "take the core schemas from DIR, not those built in",
            static (a, v) => a.Core = OptionValue.NotEmpty("--core", v)),
        new(Bindings, '\0', "binding", "NAME", "a binding that is built in (xen, epapr, virtio-mmio; xen@4.17 for a version), or a file; repeatable",
            static (a, v) => AddNamed(a, OptionValue.NotEmpty("--binding", v))),
        new(Bindings, '\0', "rules", "FILE", "a file with rules across nodes; those of --binding NAME and those beside a binding's file are taken anyway",
            static (a, v) => a.Rules.Add(OptionValue.NotEmpty("--rules", v))),
        new(Bindings, '\0', "cache-dir", "DIR", "keep compiled bindings in DIR; default: dtc-sharp in the user's cache directory",
            static (a, v) => a.CacheDirectory = OptionValue.NotEmpty("--cache-dir", v)),
        new(Bindings, '\0', "no-cache", null, "keep no compiled bindings, and take none",
            static (a, _) => a.NoCache = true),

        new(Checking, 'l', "limit", "TEXT", "use only bindings whose $id contains TEXT, and those of --binding; several are separated by ':'",
            static (a, v) => a.Limits.AddRange(OptionValue.NotEmpty("-l", v).Split(':', StringSplitOptions.RemoveEmptyEntries))),
        new(Checking, 'c', "compatible-only", null, "check nodes only with the binding of their compatible",
            static (a, _) => a.CompatibleOnly = true),
        new(Checking, 'm', "show-unmatched", null, "with --format dt-validate: also undocumented compatibles",
            static (a, _) => a.ShowUnmatched = true),
        new(Checking, 'j', "jobs", "N", "check N inputs at a time; default: one per processor",
            static (a, v) => a.Jobs = OptionValue.Int("-j", v, 4096)),

        new(Output, '\0', "format", "FORM", "text (default), json, or dt-validate",
            static (a, v) => a.Format = OptionValue.Choice(
                "--format", v, ("text", FindingForm.Text), ("json", FindingForm.Json), ("dt-validate", FindingForm.DtValidate))),
        new(Output, '\0', "explain", null, "tell all alternatives, why a binding applies, and what it says of the property",
            static (a, _) => a.Explain = true),
        new(Output, '\0', "fail-on", "LEVEL", "error (default), warning or never: what makes the exit code 1",
            static (a, v) => a.FailOn = OptionValue.Choice(
                "--fail-on", v, ("error", FailOn.Error), ("warning", FailOn.Warning), ("never", FailOn.Never))),
        new(Output, 'o', "out", "FILE", "write the findings to FILE; - is standard output",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        new(Output, 'q', "quiet", null, "hide warnings", static (a, _) => a.Quiet++),
        new(Output, '\0', "only-errors", null, "the same", static (a, _) => a.Quiet++),
        new(Output, '\0', "color", "WHEN", "auto (default; respects NO_COLOR), always or never",
            static (a, v) => a.Color = OptionValue.Choice(
                "--color", v, ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never))),
        new(Output, '\0', "max-errors", "N", "show at most N findings of an input as text; 0 (default) shows all",
            static (a, v) => a.MaxErrors = OptionValue.Int("--max-errors", v)),

        new("Sources", '\0', "source", "DTS", "take lines from DTS, the source of the one blob that is checked",
            static (a, v) => a.Source = OptionValue.NotEmpty("--source", v)),
        new("Sources", '@', "symbols", null, "compile sources with /__symbols__", static (a, _) => a.Symbols = true),
        .. IncludeOptions.Specs<ValidateArguments>(),
        new("Sources", 'h', "help", null, "show this text", static (_, _) => { }),
    ];

    private static void AddNamed(ValidateArguments arguments, string named)
    {
        var at = BindingChoice.IsFile(named) ? -1 : named.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
        {
            var version = named[(at + 1)..];
            named = named[..at];
            arguments.Versions[NamedBindings.Canonical(named)] = BindingVersion.Read(named, version);
        }

        arguments.Named.Add(named);
    }
}
