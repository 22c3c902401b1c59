using Cli.Hosting;
using Dtc.Bindings.Loading;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dt-check-compatible</c>: prints the compatible strings that are, or are not, documented.</summary>
internal static class DtCheckCompatibleTool
{
    private const int Nothing = 255;

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new PythonArguments(
            "dt-check-compatible",
            [
                PythonOption.HelpOption,
                new('q', "quiet", null, "print nothing; the exit code tells"),
                new('v', "invert-match", null, "look for the strings that no binding documents"),
                PythonOption.VersionOption,
                new('s', "schema", "SCHEMA", "processed schema, binding, or directory with bindings") { IsRequired = true },
            ],
            [new PythonOperand("compatible_str", 1, true, "compatible strings to look up")])
        {
            TakesFiles = true,
        };
        if (arguments.Parse(args, host) is { } code) return code;
        var schema = arguments["schema"]!;
        if (schema.Length > 0 && !File.Exists(schema) && !Directory.Exists(schema)) return Nothing;
        if (DtSchemas.Load([schema], host) is not { } set) return 1;
        var documented = new DocumentedCompatibles(set);
        var found = arguments.Has("invert-match")
            ? arguments.Operands.Where(text => !documented.Contains(text)).ToList()
            : arguments.Operands.Where(documented.Contains).Distinct(StringComparer.Ordinal).ToList();
        if (found.Count == 0) return Nothing;
        if (arguments.Has("quiet")) return 0;
        var output = new ToolOutput(host);
        foreach (var text in found) output.Line(text);
        output.Flush();
        return 0;
    }
}
