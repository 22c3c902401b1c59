using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Dtc.Compiler.Tests.Oracle;

/// <summary>The dtc that is right by definition: the one on the path, or the one DTC_SHARP_DTC names.</summary>
internal static class NativeDtc
{
    private static readonly Lazy<string> Found = new(Find);
    private static readonly Lazy<Version> Asked = new(AskVersion);

    /// <summary>Its version.</summary>
    public static Version Version => Asked.Value;

    /// <summary>Compiles a text in <paramref name="directory"/>: the exit code (above 128 for a signal), the blob, the messages.</summary>
    public static (int ExitCode, byte[] Blob, string Messages) Compile(byte[] source, IEnumerable<string> options, string directory) =>
        Run(["-I", "dts", "-O", "dtb", "-o", "-", .. options, "-"], source, directory);

    /// <summary>The command line options that mean the same to dtc.</summary>
    public static IEnumerable<string> Arguments(CompileOptions options)
    {
        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
        if (options.Symbols) yield return "-@";
        if (options.AutoAliases) yield return "-A";
        if (options.LocalFixups) yield return "-L";
        if (options.Sort) yield return "-s";
        if (options.PhandleFormat == PhandleFormats.Both) yield return "-Hboth";
        if (options.PhandleFormat == PhandleFormats.Legacy) yield return "-Hlegacy";
        if (options.BootCpu is { } cpu) yield return "-b" + Text(cpu);
        if (options.Version != 17) yield return "-V" + Text(options.Version);
        if (options.ReservedEntries != 0) yield return "-R" + Text(options.ReservedEntries);
        if (options.MinimumSize != 0) yield return "-S" + Text(options.MinimumSize);
        if (options.Padding != 0) yield return "-p" + Text(options.Padding);
        if (options.Alignment != 0) yield return "-a" + Text(options.Alignment);
    }

    /// <summary>Runs dtc 1.8.1, whatever the one on the path is.</summary>
    public static (int ExitCode, byte[] Output, string Messages) Run181(IEnumerable<string> arguments, string directory) =>
        Run(Dtc.Tests.DtcTools.Path("dtc"), arguments, [], directory);

    private static (int ExitCode, byte[] Output, string Messages) Run(IEnumerable<string> arguments, byte[] input, string directory) =>
        Run(Found.Value, arguments, input, directory);

    private static (int ExitCode, byte[] Output, string Messages) Run(string tool, IEnumerable<string> arguments, byte[] input, string directory)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dtc cannot be started");
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var messages = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It gave up before it had read everything; its exit code says so.
        }

        Task.WaitAll(reading, messages);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), messages.Result);
    }

    private static Version AskVersion()
    {
        var text = Encoding.UTF8.GetString(Run(["--version"], [], "").Output);
        return Version.Parse(text.Split(' ', '-', '\n').First(word => word.Length > 0 && char.IsAsciiDigit(word[0])));
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("DTC_SHARP_DTC") is { Length: > 0 } named) return Path.GetFullPath(named);
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            var path = Path.Combine(directory, "dtc");
            if (directory.Length > 0 && File.Exists(path)) return path;
        }

        throw new InvalidOperationException(
            "dtc is missing, and without it nothing can be compared; please run: apt-get install -y device-tree-compiler");
    }
}
