using Cli.Hosting;
using Dtc.Bindings.Types;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dt-extract-props</c>: prints the types of all properties as a dictionary of Python.</summary>
internal static class DtExtractPropsTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dt-extract-props",
            [
                PythonOption.HelpOption,
                new('d', "duplicates", null, "only properties with more than one type"),
                new('v', "verbose", null, "print the sizes of matrices too"),
                PythonOption.VersionOption,
            ],
            [new PythonOperand("schema_files", 0, true, "a processed schema, or bindings and directories with bindings")]);
        if (arguments.Parse(args, host) is { } code) return code;
        if (DtSchemas.Load(arguments.Operands, host) is not { } set) return 1;
        var isProcessed = set.Version is not null;
        host.Print(PropertyTypesText.Python(set.Types, arguments.Has("duplicates"), arguments.Has("verbose"), isProcessed) + "\n");
        return 0;
    }
}
