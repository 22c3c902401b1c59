using Cli.Hosting;
using Cli.Output;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Examples;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dt-extract-example</c>: prints the examples of a binding as device tree source.</summary>
internal static class DtExtractExampleTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dt-extract-example", [PythonOption.HelpOption], [new PythonOperand("yamlfile", 1, false, "the binding")]);
        if (arguments.Parse(args, host) is { } code) return code;
        var file = arguments.Operands[0];
        try
        {
            var bytes = File.ReadAllBytes(file);
            host.Print(ExampleSource.Of(YamlReader.Read(bytes), bytes).Text);
            return 0;
        }
        catch (DocumentException fault)
        {
            DtSchemas.Tell(host, $"{file}:{fault.Position.Line}:{fault.Position.Column}: {fault.Message}");
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            DtSchemas.Tell(host, $"dt-extract-example: cannot read '{file}': {IOReason.Of(fault)}");
        }

        return 1;
    }
}
