using System.Buffers;
using System.Text;
using System.Text.Json;
using Cli.Edits;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Decoding;
using Dtc.Compiler;
using Dtc.Compiler.Inputs;

namespace Cli.Commands;

/// <summary><c>dtc-sharp decode</c>: a tree with the values of its properties as bindings see them.</summary>
internal static class DecodeCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp decode").Parse(args, arguments);
        if (operands.Count != 1) throw new UsageException("one tree: dtc-sharp decode FILE --bindings PATH");
        return DeepStack.Run(() => Decode(arguments, operands[0], host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => TreeArguments.With<Arguments>(
        new("Bindings", 'b', "bindings", "PATH", "use the bindings of a directory, a file, or a processed schema; repeatable",
            static (a, v) => a.Bindings.Bindings.Add(OptionValue.NotEmpty("--bindings", v))),
        new("Bindings", '\0', "core", "DIR", "take the core schemas from DIR, such as an installed dtschema/schemas",
            static (a, v) => a.Bindings.Core = OptionValue.NotEmpty("--core", v)),
        new("Output", '\0', "format", "FORM", "json (default), or dtb2py: what dt-schema's tool of that name prints",
            static (a, v) => a.Python = OptionValue.Choice("--format", v, ("json", false), ("dtb2py", true))),
        new("Output", '\0', "compact", null, "JSON on one line", static (a, _) => a.Compact = true));

    private static int Decode(Arguments arguments, string path, Host host)
    {
        if (Read(arguments, path, host) is not { } tree) return TreeTrouble.Code(path);
        arguments.Bindings.Quiet = true;
        var decoded = DecodedTree.Of(tree, SchemaSets.Open(arguments.Bindings, arguments.Bindings.Bindings, host));
        if (arguments.Python)
        {
            host.Print(decoded.ToPython() + "\n");
        }
        else if (decoded.Root is { } root)
        {
            var output = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(output, TreeJson.Options with { Indented = !arguments.Compact }))
            {
                DecodedJson.Write(json, root);
            }

            output.Write("\n"u8);
            host.Out.Write(output.WrittenSpan);
        }

        foreach (var finding in decoded.Findings)
        {
            var place = finding.NodePath is null ? "" : $"{finding.NodePath}: ";
            host.Complain($"{path}: {place}{finding.Message}");
        }

        return decoded.Findings.Count == 0 ? ExitCode.Success : ExitCode.InputErrors;
    }

    // A blob is read as it is, however damaged.
    private static BindingTree? Read(Arguments arguments, string path, Host host)
    {
        if (path != "-" && InputGuess.Of(path) == InputFormat.Blob)
        {
            return BlobFile.Read(path, host) is { } blob ? BindingTree.FromBlob(blob) : null;
        }

        return new TreeInputs(arguments, host).Load(path) is { } input ? BindingTree.FromTree(input.Tree) : null;
    }

    /// <summary>What <c>dtc-sharp decode --help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Print a tree with the values of its properties typed as bindings say.

            Usage: dtc-sharp decode FILE [--bindings PATH]... [OPTIONS]

            FILE is a blob, a source or a directory such as /proc/device-tree. Without --bindings only the core schemas
            give types. A property without a value is true, bytes without a type are {"bytes": "00ff"}.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 fine, 1 values that do not have the form of their type, or a damaged input, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : TreeArguments
    {
        public SchemaArguments Bindings { get; } = new();

        public bool Python { get; set; }

        public bool Compact { get; set; }
    }
}
