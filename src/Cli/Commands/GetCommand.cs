using System.Buffers;
using System.Text.Json;
using Cli.DropIn;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp get</c>: prints a value, or a node with all below it.</summary>
internal static class GetCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp get").Parse(args, arguments);
        if (operands.Count == 0) throw new UsageException("no input: dtc-sharp get FILE [NODE [PROPERTY]]");
        if (operands.Count > 3) throw new UsageException("one node and one property at a time");
        if (arguments.Type is not null && operands.Count < 3) throw new UsageException("-t is about the value of a property");
        return DeepStack.Run(() => Get(arguments, operands, host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => TreeArguments.With<Arguments>(
        new("Output", 't', "type", "TYPE", "print as fdtget does: s strings, i, u or x numbers, after b, h or l for 1, 2 or 4 bytes; r raw bytes",
            static (a, v) => a.Type = ToolType.Parse(v) ?? throw new UsageException($"-t: '{v}' is not a type such as s, x or bx")),
        new("Output", '\0', "json", null, "write one JSON object",
            static (a, _) => a.Json = true));

    private static int Get(Arguments arguments, List<string> operands, Host host)
    {
        if (new TreeInputs(arguments, host).Load(operands[0]) is not { } input) return TreeTrouble.Code(operands[0]);
        var node = new NodeFinder(input).Find(operands.Count > 1 ? operands[1] : "/", out var reason);
        if (node is null) return NotFound(host, reason);
        var lines = new TreeLines(input);
        if (operands.Count < 3)
        {
            if (arguments.Json) Json(host, json => TreeJson.Node(json, node, lines, recursive: true));
            else
            {
                var output = new ToolOutput(host);
                lines.Subtree(node, 0, (depth, line) => output.Line(new string('\t', depth) + Printable.Escape(line)));
                output.Flush();
            }

            return ExitCode.Success;
        }

        if (NodeFinder.Find(node, operands[2], out reason) is not { } property) return NotFound(host, reason);
        if (arguments.Json) Json(host, json => TreeJson.Property(json, node, property, lines));
        else if (arguments.Type is { } type) return Typed(property, type, host);
        else host.Print(Printable.Escape(lines.Value(property)) + "\n");
        return ExitCode.Success;
    }

    private static int Typed(Property property, ToolType type, Host host)
    {
        var output = new ToolOutput(host);
        if (FdtGetValue.Write(property.Value, type, output) is { } reason)
        {
            host.Complain($"{property.Name}: {reason}");
            return ExitCode.InputErrors;
        }

        if (type.Kind != 'r') output.Write("\n"u8);
        output.Flush();
        return ExitCode.Success;
    }

    private static int NotFound(Host host, string reason)
    {
        host.Complain(reason);
        return ExitCode.InputErrors;
    }

    private static void Json(Host host, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, TreeJson.Options)) write(json);
        output.Write("\n"u8);
        host.Out.Write(output.WrittenSpan);
    }

    /// <summary>The command line of <c>get</c>.</summary>
    internal sealed class Arguments : TreeArguments
    {
        public ToolType? Type { get; set; }
    }
}
