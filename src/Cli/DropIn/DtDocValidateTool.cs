using Cli.Hosting;
using Cli.Inputs;
using Dtc.Bindings.Authoring;

namespace Cli.DropIn;

/// <summary>
/// Stands in for <c>dt-doc-validate</c>: checks bindings as texts, findings on standard error, exit code 1 when there are
/// errors. Only what dt-doc-validate finds is told; <c>dtc-sharp schema check</c> tells more.
/// </summary>
internal static class DtDocValidateTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dt-doc-validate",
            [
                PythonOption.HelpOption,
                new('v', "verbose", null, "accepted, does nothing"),
                new('n', "line-number", null, "print lines and columns"),
                new('u', "url-path", "URL_PATH", "accepted, does nothing"),
                PythonOption.VersionOption,
            ],
            [new PythonOperand("yamldt", 0, true, "bindings, and directories with bindings")])
        {
            TakesFiles = true,
        };
        if (arguments.Parse(args, host) is { } code) return code;
        var lineNumbers = arguments.Has("line-number");
        var options = new SchemaCheckOptions { CoreDirectory = BindingInputs.Core(null, host) };
        return DeepStack.Run(() =>
        {
            var summary = SchemaCheck.Check(arguments.Operands, options, finding =>
            {
                if (finding.IsKnownToReference) DtSchemas.Tell(host, DocValidateText.Format(finding, lineNumbers));
            });
            return summary.ReferenceFails ? 1 : 0;
        });
    }
}
