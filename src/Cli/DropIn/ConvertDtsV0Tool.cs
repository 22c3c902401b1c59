using System.Runtime.InteropServices;
using System.Text;
using Cli.Hosting;
using Cli.Output;

namespace Cli.DropIn;

/// <summary>
/// Stands in for <c>convert-dtsv0</c>: writes <c>FILEv1</c> beside every FILE. Other than the original it leaves no
/// part of an output behind when it gives up.
/// </summary>
internal static class ConvertDtsV0Tool
{
    private const int ScannerFailure = 2; // what flex exits with
    private const int IsDirectory = 21;

    private static readonly ToolUsage Usage = new("convert-dtsv0", "convert-dtsv0 [options] <v0 dts file>...",
        [ToolUsage.Help, ToolUsage.VersionOption]);

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var options = new GetOptLong(Usage, args, host);
        while (options.MoveNext())
        {
            switch (options.Letter)
            {
                case 'h':
                    return Usage.PrintHelp(host);
                case 'V':
                    return ToolUsage.PrintVersion(host);
                default:
                    return Usage.Fail(host, "unknown option");
            }
        }

        if (args.Length == 0) return Usage.Fail(host, "missing filename");
        var files = options.Operands;
        if (args.Contains("--")) files.Insert(0, "--"); // getopt moves it to the front, and the tool takes it for a file
        var converter = new DtsV0Converter();
        foreach (var file in files)
        {
            if (Convert(converter, file, host) is var code && code != 0) return code;
        }

        return 0;
    }

    private static int Convert(DtsV0Converter converter, string path, Host host)
    {
        Say(host, $"Converting {path} from dts v0 to dts v1");
        // "-" is a file like any other here.
        var errno = ToolFile.TryRead(path == "-" ? "./-" : path, out var source);
        if (errno == IsDirectory)
        {
            Say(host, "input in flex scanner failed");
            return ScannerFailure;
        }

        if (errno != 0)
        {
            return Die(host, $"Couldn't open input file {path}: {Marshal.GetPInvokeErrorMessage(errno)}");
        }

        if (!converter.TryConvert(source.Content)) return Die(host, "Input dts file is already version 1");
        if (OutputFile.TryWrite(path + "v1", converter.Output) is not { } reason) return 0;
        if (Directory.Exists(path + "v1")) reason = Marshal.GetPInvokeErrorMessage(IsDirectory);
        return Die(host, $"Couldn't open output file {path}v1: {reason}");
    }

    private static int Die(Host host, string reason)
    {
        Say(host, $"FATAL ERROR: {reason}");
        return 1;
    }

    private static void Say(Host host, string line) => host.WriteError(Encoding.UTF8.GetBytes(line + "\n"));
}
