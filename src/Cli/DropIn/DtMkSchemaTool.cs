using Cli.Hosting;
using Dtc.Bindings.Documents;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dt-mk-schema</c>: bindings as one processed schema, in JSON or YAML.</summary>
internal static class DtMkSchemaTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dt-mk-schema",
            [
                PythonOption.HelpOption,
                new('o', "outfile", "OUTFILE", "write the processed schema to OUTFILE instead of standard output"),
                new('j', "json", null, "write JSON instead of YAML"),
                new('u', "useronly", null, "accepted, does nothing"),
                PythonOption.VersionOption,
            ],
            [new PythonOperand("schemas", 0, true, "bindings, directories with bindings, or a processed schema")])
        {
            TakesFiles = true,
        };
        if (arguments.Parse(args, host) is { } code) return code;
        if (DtSchemas.Load(arguments.Operands, host) is not { } set) return 1;
        var document = set.ToProcessed(DtVersion.Text);
        var content = arguments.Has("json") ? JsonWriter.Write(document) : YamlWriter.Write(document);
        if (arguments["outfile"] is not { Length: > 0 } output)
        {
            host.Out.Write(content);
            return 0;
        }

        if ((OutputProblem.Foresee(output) ?? ToolWriter.Write(output, content)) is not { } reason) return 0;
        DtSchemas.Tell(host, $"dt-mk-schema: cannot write '{output}': {reason}");
        return 1;
    }
}
