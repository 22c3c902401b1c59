using System.Buffers.Binary;
using System.Text;
using Cli.Hosting;
using Dtc.Fdt;

namespace Cli.DropIn;

/// <summary>Stands in for <c>fdtdump</c>: prints a blob as it is stored, roughly as source.</summary>
internal static class FdtDumpTool
{
    private const int HeaderSize = 40;
    private const int MagicSize = 4;
    private const int LastVersion = 17;

    private static readonly ToolUsage Usage = new("fdtdump", "fdtdump [options] <file>",
    [
        new('d', "debug", false, "Dump debug information while decoding the file"),
        new('s', "scan", false, "Scan for an embedded fdt in file"),
        ToolUsage.Help,
        ToolUsage.VersionOption,
    ]);

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        host.WriteError(
            """

            **** fdtdump is a low-level debugging tool, not meant for general use.
            **** If you want to decompile a dtb, you probably want
            ****     dtc -I dtb -O dts <filename>


            """u8);
        var debug = false;
        var scan = false;
        var options = new GetOptLong(Usage, args, host);
        while (options.MoveNext())
        {
            switch (options.Letter)
            {
                case 'h':
                    return Usage.PrintHelp(host);
                case 'V':
                    return ToolUsage.PrintVersion(host);
                case GetOptLong.Wrong:
                    return Usage.Fail(host, "unknown option");
                case 'd':
                    debug = true;
                    break;
                case 's':
                    scan = true;
                    break;
            }
        }

        if (options.Operands.Count != 1) return Usage.Fail(host, "missing input filename");
        var path = options.Operands[0];
        if (ToolFile.ReadBlob(path, host) is not { } file) return Die(host, $"could not read: {path}");

        var output = new ToolOutput(host);
        var buffer = file.Buffer;
        var start = 0;
        string? reason = null;
        if (scan)
        {
            start = Scan(buffer, path, debug, output);
            if (start < 0) reason = $"{path}: could not locate fdt magic";
            else output.Write($"{path}: found fdt at offset {Offset(start)}\n");
        }
        else if (!IsHeader(buffer)) reason = $"{path}: header is not valid";

        reason ??= new FdtDump(buffer, start, debug, output).Write();
        output.Flush();
        return reason is null ? 0 : Die(host, reason);
    }

    private static int Die(Host host, string reason)
    {
        host.WriteError(Encoding.UTF8.GetBytes($"FATAL ERROR: {reason}\n"));
        return 1;
    }

    // Where the first blob with a sound header begins; negative when there is none.
    private static int Scan(ReadOnlySpan<byte> buffer, string path, bool debug, ToolOutput output)
    {
        for (var at = 0; buffer.Length - at >= MagicSize; at++)
        {
            // As in fdtdump the last four bytes are not looked at.
            var step = buffer[at..^MagicSize].IndexOf((byte)(FdtHeader.Magic >> 24));
            if (step < 0) return -1;
            at += step;
            if (Cell(buffer, at) != FdtHeader.Magic) continue;
            if (IsHeader(buffer[at..])) return at;
            if (debug) output.Write($"{path}: skipping fdt magic at offset {Offset(at)}\n");
        }

        return -1;
    }

    private static bool IsHeader(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < HeaderSize || Cell(blob, 0) != FdtHeader.Magic) return false;
        var length = (uint)blob.Length;
        return Cell(blob, 24) <= LastVersion && Cell(blob, 4) < length && Cell(blob, 8) < length && Cell(blob, 12) < length;
    }

    private static string Offset(int offset) => offset == 0 ? "0" : $"0x{offset:x}";

    private static uint Cell(ReadOnlySpan<byte> blob, int offset) => BinaryPrimitives.ReadUInt32BigEndian(blob[offset..]);
}
