using Cli.Hosting;

namespace Cli.Commands;

/// <summary>One command of <c>dtc-sharp</c>.</summary>
/// <param name="Name">The word that picks it.</param>
/// <param name="Summary">One line for the overview.</param>
/// <param name="Help">Makes the text of <c>--help</c>.</param>
/// <param name="Run">Runs it on the arguments after its name and returns the exit code.</param>
internal sealed record Command(string Name, string Summary, Func<string> Help, Func<string[], Host, int> Run);

/// <summary>All commands, in the order the overview shows them.</summary>
internal static class CommandTable
{
    /// <summary>Made when a command line is dispatched; the delegates cost nothing until one is called.</summary>
    public static Command[] All() =>
    [
        new("compile", "compile device tree source into blobs; the C preprocessor is built in",
            HelpText.Compile, static (args, host) => CompileCommand.Run(args, host)),
        new("decompile", "turn a blob into source that compiles to the same blob",
            HelpText.Decompile, static (args, host) => DecompileCommand.Run(args, host)),
        new("preprocess", "print the text after preprocessing",
            HelpText.Preprocess, static (args, host) => PreprocessCommand.Run(args, host)),
        new("get", "print a value, or a node with all below it",
            TreeHelp.Get, static (args, host) => GetCommand.Run(args, host)),
        new("list", "list the properties and children of a node",
            TreeHelp.List, static (args, host) => ListCommand.Run(args, host)),
        new("dump", "show a blob as it lies in memory, up to where it is damaged",
            DumpCommand.Help, static (args, host) => DumpCommand.Run(args, host)),
        new("diff", "compare two trees by what they mean",
            TreeHelp.Diff, static (args, host) => DiffCommand.Run(args, host)),
        new("set", "give a property of a blob a value",
            SetCommand.Help, static (args, host) => SetCommand.Run(args, host)),
        new("rm", "remove a node or properties from a blob",
            RemoveCommand.Help, static (args, host) => RemoveCommand.Run(args, host)),
        new("overlay", "apply overlays to a blob, or make the one that turns one tree into another",
            OverlayCommand.Help, static (args, host) => OverlayCommand.Run(args, host)),
        new("merge", "lay trees over a base; what comes later wins",
            TreeHelp.Merge, static (args, host) => MergeCommand.Run(args, host)),
        new("validate", "check trees against bindings, with the lines of the source",
            ValidateCommand.Help, static (args, host) => ValidateCommand.Run(args, host)),
        new("schema", "work on bindings: check, compile, compare, examples, compatible strings, types",
            SchemaCommand.Help, static (args, host) => SchemaCommand.Run(args, host)),
        new("decode", "print a tree with the values of its properties typed as bindings say",
            DecodeCommand.Help, static (args, host) => DecodeCommand.Run(args, host)),
        new("plan", "plan the guests of a hypervisor or an emulator, or say why they cannot be",
            PlanCommand.Help, static (args, host) => PlanCommand.Run(args, host)),
        new("generate", "write the trees that a plan's guests will see, and the one that Xen boots with",
            GenerateCommand.Help, static (args, host) => GenerateCommand.Run(args, host)),
        new("boot", "boot a plan's guests in QEMU, and prove that each saw the tree it was promised",
            BootCommand.Help, static (args, host) => BootCommand.Run(args, host)),
        new("demo", "compile, validate, plan, generate and boot a sample, and show the proof",
            DemoCommand.Help, static (args, host) => DemoCommand.Run(args, host)),
        new("hcall", "hypercall ABIs: list, decode numbers, check trees, find collisions, make headers",
            HcallCommand.Help, static (args, host) => HcallCommand.Run(args, host)),
        new("media", "get and list what boots need: kernels, Xen, busybox",
            MediaCommand.Help, static (args, host) => MediaCommand.Run(args, host)),
        new("rules", "list the rules behind diagnostics, or explain one",
            HelpText.Rules, static (args, host) => RulesCommand.Run(args, host)),
    ];
}
