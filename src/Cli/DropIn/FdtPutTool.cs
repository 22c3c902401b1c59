using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>Stands in for <c>fdtput</c>: edits a blob where it lies.</summary>
internal static class FdtPutTool
{
    private static readonly ToolUsage Usage = new(
        "fdtput",
        "write a property value to a device tree\n"
        + "\tfdtput <options> <dt file> <node> <property> [<value>...]\n"
        + "\tfdtput -c <options> <dt file> [<node>...]\n"
        + "\tfdtput -r <options> <dt file> [<node>...]\n"
        + "\tfdtput -d <options> <dt file> <node> [<property>...]\n"
        + "\n"
        + "The command line arguments are joined together into a single value.\n"
        + ToolType.Usage,
        [
            new('c', "create", false, "Create nodes"),
            new('r', "remove", false, "Delete nodes (and any subnodes)"),
            new('d', "delete", false, "Delete properties if they already exist"),
            new('p', "auto-path", false, "Automatically create nodes as needed for the node path"),
            new('t', "type", true, "Type of data"),
            new('v', "verbose", false, "Display each value decoded from command line"),
            ToolUsage.Help,
            ToolUsage.VersionOption,
        ]);

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var type = ToolType.Open;
        var (operation, makesPath, isVerbose) = ('w', false, false);
        var options = new GetOptLong(Usage, args, host);
        while (options.MoveNext())
        {
            switch (options.Letter)
            {
                case 'h':
                    return Usage.PrintHelp(host);
                case 'V':
                    return ToolUsage.PrintVersion(host);
                case GetOptLong.Wrong:
                    return Usage.Fail(host, "unknown option");
                case 'c' or 'r' or 'd':
                    operation = options.Letter;
                    break;
                case 'p':
                    makesPath = true;
                    break;
                case 't':
                    if (ToolType.Parse(options.Argument) is not { } asked) return Usage.Fail(host, "Invalid type string");
                    if (asked.Kind == 'r') return Usage.Fail(host, "Unsupported raw data type");
                    type = asked;
                    break;
                case 'v':
                    isVerbose = true;
                    break;
            }
        }

        var operands = options.Operands;
        if (operands.Count == 0) return Usage.Fail(host, "missing filename");
        if (operands.Count < 2 && operation is 'w' or 'd') return Usage.Fail(host, "missing node");
        if (operands.Count < 3 && operation == 'w') return Usage.Fail(host, "missing property");
        if (ToolFile.ReadBlob(operands[0], host) is not { } file) return 1;

        var edits = new FdtPutEdits(file, host);
        var done = operation switch
        {
            'c' => edits.CreateNodes(operands[1..], makesPath),
            'r' => edits.RemoveNodes(operands[1..]),
            'd' => edits.RemoveProperties(operands[1], operands[2..]),
            _ => (!makesPath || edits.CreatePath(operands[1]))
                && FdtPutValue.TryEncode(operands[3..], type, isVerbose, host) is { } value
                && edits.SetProperty(operands[1], operands[2], value),
        };
        return done && edits.TryPack(out var blob) && ToolWriter.TryWriteBlob(operands[0], blob, host) ? 0 : 1;
    }
}
