using Cli.Hosting;
using Dtc.Bindings.Comparison;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dt-cmp-schema</c>: tells on standard error what may break trees written for older bindings.</summary>
internal static class DtCmpSchemaTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dt-cmp-schema",
            [PythonOption.HelpOption, PythonOption.VersionOption],
            [
                new PythonOperand("baseline", 1, false, "the older bindings: a directory or a processed schema"),
                new PythonOperand("new", 1, false, "the newer bindings"),
            ])
        {
            Description = "Tell what may break device trees that were written for an older set of bindings.",
        };
        if (arguments.Parse(args, host) is { } code) return code;
        if (DtSchemas.Load([arguments.Operands[0]], host) is not { } older) return 1;
        if (DtSchemas.Load([arguments.Operands[1]], host) is not { } newer) return 1;
        foreach (var difference in AbiComparison.Compare(older, newer, followReferences: false))
        {
            DtSchemas.Tell(host, $"{difference.SchemaId}{difference.Place}: {difference.Message}");
        }

        return 0;
    }
}
