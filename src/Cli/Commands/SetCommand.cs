using System.Text;
using Cli.DropIn;
using Cli.Edits;
using Cli.Hosting;
using Cli.Options;
using Dtc.Fdt;

namespace Cli.Commands;

/// <summary><c>dtc-sharp set</c>: gives a property of a blob a value.</summary>
internal static class SetCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new EditArguments();
        var operands = new OptionParser<EditArguments>(EditArguments.SetSpecs(), "dtc-sharp set").Parse(args, arguments);
        if (operands.Count < 3) throw new UsageException("give FILE NODE PROPERTY, and its VALUEs");
        NodeNames.RejectProperty(operands[2]);
        if (arguments.CreatePath) NodeNames.RejectPath(operands[1]);
        if (arguments.Type is { } numbers) NumberRange.Reject(operands[3..], numbers);
        if (BlobFile.Open(operands[0], host, out var code) is not { } file) return code;

        // References first: they may give nodes phandles, which moves others.
        var values = operands[3..];
        var value = arguments.Type is not { } type
            ? ValueText.TryRead(values, file)
            : FdtPutValue.TryEncode(values, type, false, host)
                ?? throw new UsageException($"a value is no number: {string.Join(' ', values)}");
        if (value is null) return ExitCode.InputErrors;
        int node;
        if (arguments.CreatePath ? !TryCreate(file, operands[1], out node) : !file.TryFind(operands[1], out node))
            return ExitCode.InputErrors;
        var error = file.Tree.SetProperty(node, Encoding.UTF8.GetBytes(operands[2]), value);
        if (error == FdtError.None) return file.Save(arguments.Out);
        file.Complain(BlobFile.Describe(error));
        return ExitCode.InputErrors;
    }

    /// <summary>What <c>dtc-sharp set --help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Give a property of a device tree blob a value.

            Usage: dtc-sharp set FILE NODE PROPERTY [VALUE...] [OPTIONS]

            NODE is a path, an alias or &label. VALUEs are written as in device tree source: <1 0x2 &label>, [00 ff],
            "text", /bits/ 16 <1 2>, &label; a plain word is a string. Several follow one another; without any the
            property is empty. Labels are looked up in /__symbols__.

            """);
        OptionHelp.Append(text, EditArguments.SetSpecs());
        text.Append(
            """

            Examples:
              dtc-sharp set board.dtb /soc/serial@1000 status okay
              dtc-sharp set board.dtb serial0 reg '<0x1000 0x100>' -o new.dtb
              dtc-sharp set board.dtb /chosen/new/node data '[00 11 22]' --create-path
              dtc-sharp set -t hhx board.dtb /chosen mac 12 34 56 78 9a bc

            """);
        return text.ToString();
    }

    private static bool TryCreate(BlobFile file, string path, out int node)
    {
        node = 0;
        if (!path.StartsWith('/')) return file.TryFind(path, out node); // what an alias or a label is for exists, or cannot be made
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = Encoding.UTF8.GetBytes(name);
            var parent = node;
            if (file.Tree.TryGetChild(parent, key, out node, out var error)) continue;
            if (error == FdtError.NotFound) error = file.Tree.AddNode(parent, key, out node);
            if (error == FdtError.None) continue;
            file.Complain($"'{name}' of '{path}' cannot be created: {BlobFile.Describe(error)}");
            return false;
        }

        return true;
    }
}
