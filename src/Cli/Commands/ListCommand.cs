using System.Buffers;
using System.Text.Json;
using Cli.DropIn;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp list</c>: the names of what a node holds.</summary>
internal static class ListCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp list").Parse(args, arguments);
        if (operands.Count == 0) throw new UsageException("no input: dtc-sharp list FILE [NODE]");
        if (operands.Count > 2) throw new UsageException("one node at a time");
        return DeepStack.Run(() => List(arguments, operands, host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => TreeArguments.With<Arguments>(
        new("What", 'p', "properties", null, "list properties only",
            static (a, _) => a.OnlyProperties = true),
        new("What", 'l', "children", null, "list children only",
            static (a, _) => a.OnlyChildren = true),
        new("What", 'r', "recursive", null, "list all nodes below too, by their paths",
            static (a, _) => a.Recursive = true),
        new("Output", '\0', "json", null, "write one JSON object, values included",
            static (a, _) => a.Json = true));

    private static int List(Arguments arguments, List<string> operands, Host host)
    {
        if (new TreeInputs(arguments, host).Load(operands[0]) is not { } input) return TreeTrouble.Code(operands[0]);
        var node = new NodeFinder(input).Find(operands.Count > 1 ? operands[1] : "/", out var reason);
        if (node is null)
        {
            host.Complain(reason);
            return ExitCode.InputErrors;
        }

        if (arguments.Json)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, TreeJson.Options))
                TreeJson.Node(json, node, new TreeLines(input), arguments.Recursive);
            buffer.Write("\n"u8);
            host.Out.Write(buffer.WrittenSpan);
            return ExitCode.Success;
        }

        var output = new ToolOutput(host);
        Names(arguments, node, output);
        output.Flush();
        return ExitCode.Success;
    }

    // Children end in a slash, so that they and properties of the same name can be told apart.
    private static void Names(Arguments arguments, Node node, ToolOutput output)
    {
        var prefix = !arguments.Recursive ? "" : node.Path.TrimEnd('/') + "/";
        if (arguments.Properties)
        {
            foreach (var property in node.Properties) output.Line(Printable.Escape(prefix + property.Name));
        }

        foreach (var child in node.Children)
        {
            if (arguments.Children) output.Line(Printable.Escape($"{prefix}{child.Name}/"));
            if (arguments.Recursive) Names(arguments, child, output);
        }
    }

    /// <summary>The command line of <c>list</c>.</summary>
    internal sealed class Arguments : TreeArguments
    {
        public bool OnlyProperties { get; set; }

        public bool OnlyChildren { get; set; }

        /// <summary>Both options together show both.</summary>
        public bool Properties => OnlyProperties || !OnlyChildren;

        public bool Children => OnlyChildren || !OnlyProperties;

        public bool Recursive { get; set; }
    }
}
