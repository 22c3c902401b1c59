using Dtc.Compiler;

namespace Cli.Output;

/// <summary>Names outputs after inputs.</summary>
internal static class OutputName
{
    /// <summary><c>.dts</c> becomes <c>.dtb</c>, <c>.dtso</c> <c>.dtbo</c>; other names get <c>.dtb</c> added.</summary>
    public static string ForInput(string input)
    {
        if (input.EndsWith(".dts", StringComparison.Ordinal)) return input[..^1] + "b";
        if (input.EndsWith(".dtso", StringComparison.Ordinal)) return input[..^2] + "bo";
        return input + ".dtb";
    }

    /// <summary>The format that the ending of an output's name tells, as dtc takes it; null when it tells none.</summary>
    public static OutputFormat? Format(string? output)
    {
        if (output is null) return null;
        var dot = output.LastIndexOf('.');
        return (dot < 0 ? "" : output[dot..].ToUpperInvariant()) switch
        {
            ".DTS" => OutputFormat.Source,
            ".YAML" => OutputFormat.Yaml,
            ".DTB" or ".DTBO" => OutputFormat.Blob,
            _ => null,
        };
    }
}
