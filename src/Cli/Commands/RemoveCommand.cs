using System.Text;
using Cli.Edits;
using Cli.Hosting;
using Cli.Options;
using Dtc.Fdt;

namespace Cli.Commands;

/// <summary><c>dtc-sharp rm</c>: removes a node of a blob, or properties of one.</summary>
internal static class RemoveCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new EditArguments();
        var operands = new OptionParser<EditArguments>(EditArguments.OutSpecs(), "dtc-sharp rm").Parse(args, arguments);
        if (operands.Count < 2) throw new UsageException("give FILE NODE, and PROPERTYs of it to keep the node");
        if (BlobFile.Open(operands[0], host, out var code) is not { } file) return code;
        if (!file.TryFind(operands[1], out var node)) return ExitCode.InputErrors;
        if (operands.Count == 2 && node == 0) throw new UsageException("the root cannot be removed");

        if (operands.Count == 2 && file.Tree.RemoveNode(node) is var removed && removed != FdtError.None)
        {
            file.Complain(BlobFile.Describe(removed));
            return ExitCode.InputErrors;
        }

        foreach (var name in operands[2..].Distinct())
        {
            var error = file.Tree.RemoveProperty(node, Encoding.UTF8.GetBytes(name));
            if (error == FdtError.None) continue;
            file.Complain(error == FdtError.NotFound ? $"'{operands[1]}' has no property '{name}'" : BlobFile.Describe(error));
            return ExitCode.InputErrors;
        }

        return file.Save(arguments.Out);
    }

    /// <summary>What <c>dtc-sharp rm --help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Remove a node from a device tree blob, with everything in it, or properties of a node.

            Usage: dtc-sharp rm FILE NODE [PROPERTY...] [OPTIONS]

            NODE is a path, an alias or &label. The blob is changed only when all that is named is there.

            """);
        OptionHelp.Append(text, EditArguments.OutSpecs());
        text.Append(
            """

            Examples:
              dtc-sharp rm board.dtb /soc/serial@1000
              dtc-sharp rm board.dtb /chosen bootargs stdout-path -o new.dtb

            """);
        return text.ToString();
    }
}
