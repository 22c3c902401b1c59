using System.Text;
using Cli.Hosting;
using Dtc.Fdt;

namespace Cli.DropIn;

/// <summary>Stands in for <c>fdtget</c>: prints values, property names or child names of a blob.</summary>
internal static class FdtGetTool
{
    private static readonly ToolUsage Usage = new(
        "fdtget",
        "read values from device tree\n"
        + "\tfdtget <options> <dt file> [<node> <property>]...\n"
        + "\tfdtget -p <options> <dt file> [<node> ]...\n"
        + "\n"
        + "Each value is printed on a new line.\n"
        + ToolType.Usage,
        [
            new('t', "type", true, "Type of data"),
            new('p', "properties", false, "List properties for each node"),
            new('l', "list", false, "List subnodes for each node"),
            new('d', "default", true, "Default value to display when the property is missing"),
            ToolUsage.Help,
            ToolUsage.VersionOption,
        ]);

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var type = ToolType.Open;
        var mode = 'v';
        var perStep = 2;
        string? missing = null;
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
                case 't':
                    if (ToolType.Parse(options.Argument) is not { } asked) return Usage.Fail(host, "invalid type string");
                    type = asked;
                    break;
                case 'p' or 'l':
                    mode = options.Letter;
                    perStep = 1;
                    break;
                case 'd':
                    missing = options.Argument;
                    break;
            }
        }

        var operands = options.Operands;
        if (operands.Count == 0) return Usage.Fail(host, "missing filename");
        if (operands.Count == 1) return 0;
        if (perStep == 2 && operands.Count % 2 == 0) return Usage.Fail(host, "must have an even number of arguments");
        if (ToolFile.ReadBlob(operands[0], host) is not { } file) return 1;

        var output = new ToolOutput(host);
        var code = Show(new ProbedFdt(file.Buffer), operands, mode, type, missing, output);
        output.Flush();
        return code;
    }

    private static int Show(
        ProbedFdt blob, List<string> operands, char mode, ToolType type, string? missing, ToolOutput output)
    {
        for (var i = 1; i < operands.Count; i++)
        {
            var path = operands[i];
            var property = mode == 'v' ? operands[++i] : null;
            var node = blob.PathOffset(Encoding.UTF8.GetBytes(path));
            if (node >= 0)
            {
                var shown = mode switch
                {
                    'p' => FdtGetLists.Properties(blob, node, output),
                    'l' => Children(blob, node, output),
                    _ => Value(blob, node, property!, type, missing, output),
                };
                if (!shown) return 1;
            }
            else if (missing is not null) output.Line(missing);
            else
            {
                output.Complain($"Error at '{path}': {((FdtError)(-node)).ToLibfdtName()}");
                return 1;
            }
        }

        return 0;
    }

    private static bool Children(ProbedFdt blob, int node, ToolOutput output)
    {
        FdtGetLists.Children(blob, node, output);
        return true;
    }

    private static bool Value(
        ProbedFdt blob, int node, string property, ToolType type, string? missing, ToolOutput output)
    {
        if (blob.TryGetValue(node, Encoding.UTF8.GetBytes(property), out var value, out var error))
        {
            if (FdtGetValue.Write(value, type, output) is { } reason)
            {
                output.Complain(reason);
                return false;
            }

            output.Write("\n"u8);
        }
        else if (missing is not null) output.Line(missing);
        else
        {
            output.Complain($"Error at '{property}': {((FdtError)(-error)).ToLibfdtName()}");
            return false;
        }

        return true;
    }
}
