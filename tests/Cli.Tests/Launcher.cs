using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cli.Tests;

/// <summary>What one run of a program gave.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record Run(int ExitCode, byte[] Output, string Error)
{
    /// <summary>Standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>Runs <c>./dtc-sharp</c> the way users do: as a process.</summary>
public static class Launcher
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // the first call may have to build

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs <c>dtc-sharp</c> in <paramref name="directory"/> (default: the repository's root).</summary>
    public static Run Call(IEnumerable<string> arguments, byte[]? input = null, string? directory = null) =>
        Start(Path.Combine(Root, "dtc-sharp"), arguments, input, directory);

    /// <summary>Runs <c>dtc-sharp</c> with <paramref name="arguments"/> in the repository's root.</summary>
    public static Run Call(params string[] arguments) => Call(arguments, null, null);

    /// <summary>Runs any program.</summary>
    public static Run Start(string program, IEnumerable<string> arguments, byte[]? input, string? directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Root,
        };
        using var process = Process.Start(start)!;
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
            // It ended without reading its input.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end");
        }

        Task.WaitAll(reading, errors);
        return new Run(process.ExitCode, output.ToArray(), errors.Result);
    }

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
