using Dtc.Compiler;
using Dtc.Compiler.Inputs;

namespace Cli.DropIn;

/// <summary>Formats that nobody named, in dtc's words for them.</summary>
internal static class Guess
{
    /// <summary>What an input is: by what lies there, then by its name, else <c>dts</c>.</summary>
    public static string Input(string path) => InputGuess.Of(path) switch
    {
        InputFormat.Directory => "fs",
        InputFormat.Blob => "dtb",
        _ when ByName(path) == "yaml" && new FileInfo(path) is { Exists: true, Length: >= 4 } => "yaml", // which is then refused
        _ => "dts",
    };

    /// <summary>What the name of a file says; null when that is nothing.</summary>
    public static string? ByName(string path)
    {
        var dot = path.LastIndexOf('.');
        if (dot < 0) return null;
        var extension = path.AsSpan(dot);
        if (extension.Equals(".dts", StringComparison.OrdinalIgnoreCase)) return "dts";
        if (extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase)) return "yaml";
        if (extension.Equals(".dtb", StringComparison.OrdinalIgnoreCase)) return "dtb";
        return extension.Equals(".dtbo", StringComparison.OrdinalIgnoreCase) ? "dtb" : null;
    }
}
