using System.Diagnostics;
using System.Text;

namespace Corpus.Tests;

/// <summary>
/// The tools that are right by definition. A missing one is an error that names the package: a comparison
/// that is skipped proves nothing.
/// </summary>
public static class OracleTools
{
    /// <summary>The C preprocessor.</summary>
    public static string Gcc => Find("gcc", "gcc");

    /// <summary>The device tree compiler.</summary>
    public static string Dtc => Find("dtc", "device-tree-compiler");

    /// <summary>An independent reader of blobs (it has a parser of its own).</summary>
    public static string FdtDump => Find("fdtdump", "device-tree-compiler");

    /// <summary>Names the tools' versions: results of other versions are other results.</summary>
    public static string Versions
    {
        get
        {
            static string FirstLine(ToolRun run) => Encoding.UTF8.GetString(run.Output).Split('\n')[0];
            return $"{FirstLine(Run(Gcc, ["--version"]))}; {FirstLine(Run(Dtc, ["--version"]))}";
        }
    }

    /// <summary>Runs a tool to its end.</summary>
    public static ToolRun Run(string tool, IEnumerable<string> arguments, byte[]? input = null, string? directory = null)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {tool}");
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It gave up before it had read everything; its exit code says so.
        }

        Task.WaitAll(reading, errors);
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output.ToArray(), errors.Result);
    }

    private static string Find(string tool, string package)
    {
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            var path = Path.Combine(directory, tool);
            if (directory.Length > 0 && File.Exists(path)) return path;
        }

        throw new InvalidOperationException(
            $"{tool} is missing, and without it nothing can be compared; please run: apt-get install -y {package}");
    }
}
