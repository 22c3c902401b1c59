using Cli.Edits;
using Cli.Hosting;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Programs;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dtb2py</c>: prints a blob, its values typed by bindings, as a list of Python.</summary>
internal static class Dtb2PyTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dtb2py",
            [
                PythonOption.HelpOption,
                new('s', "schema", "SCHEMA", "processed schema, binding, or directory with bindings"),
                PythonOption.VersionOption,
            ],
            [new PythonOperand("dtbfile", 1, false, "the blob")]);
        if (arguments.Parse(args, host) is { } code) return code;
        var file = arguments.Operands[0];
        if (!File.Exists(file) || BlobFile.Read(file, host) is not { } blob) return 1;
        string[] schemas = arguments["schema"] is { Length: > 0 } schema ? [schema] : [];
        if (DtSchemas.Open(schemas, host) is not { } program) return 1;
        return DeepStack.Run(() => Print(BindingTree.FromBlob(blob), program, host));
    }

    private static int Print(BindingTree tree, BindingProgram program, Host host)
    {
        var decoded = DecodedTree.Of(tree, program);
        foreach (var finding in decoded.Findings) DtSchemas.Tell(host, finding.Message);
        if (decoded.Root is null) return 1;
        host.Print(decoded.ToPython() + "\n");
        return 0;
    }
}
