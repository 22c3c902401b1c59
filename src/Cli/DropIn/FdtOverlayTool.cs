using System.Buffers.Binary;
using System.Text;
using Cli.Hosting;
using Dtc.Fdt;

namespace Cli.DropIn;

/// <summary>Stands in for <c>fdtoverlay</c>: applies overlays to a base, one after the other.</summary>
internal static class FdtOverlayTool
{
    private const int Growth = 65536;

    private static readonly ToolUsage Usage = new(
        "fdtoverlay",
        "apply a number of overlays to a base blob\n\tfdtoverlay <options> [<overlay.dtbo> [<overlay.dtbo>]]",
        [
            new('i', "input", true, "Input base DT blob"),
            new('o', "output", true, "Output DT blob"),
            new('v', "verbose", false, "Verbose messages"),
            ToolUsage.Help,
            ToolUsage.VersionOption,
        ]);

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        string? input = null, output = null;
        var isVerbose = false;
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
                case 'i':
                    input = options.Argument;
                    break;
                case 'o':
                    output = options.Argument;
                    break;
                case 'v':
                    isVerbose = true;
                    break;
            }
        }

        if (input is null) return Usage.Fail(host, "missing input file");
        if (output is null) return Usage.Fail(host, "missing output file");
        if (options.Operands.Count == 0) return Usage.Fail(host, "missing overlay file(s)");
        if (isVerbose)
        {
            var text = new StringBuilder($"input  = {input}\noutput = {output}\n");
            foreach (var (index, file) in options.Operands.Index()) text.Append($"overlay[{index}] = {file}\n");
            host.Print(text.ToString());
        }

        return Apply(input, output, options.Operands, host) ? 0 : 1;
    }

    private static bool Apply(string input, string output, List<string> names, Host host)
    {
        if (!TryRead(input, "Base blob", host, out var tree)) return false;
        var overlays = new List<byte[]>();
        foreach (var name in names)
        {
            if (!TryRead(name, $"Overlay '{name}'", host, out var overlay)) return false;
            overlays.Add(overlay);
        }

        var room = tree.Length;
        FdtEditor? applied = null;
        foreach (var (overlay, name) in overlays.Zip(names))
        {
            applied = ApplyOne(applied is null ? tree : applied.Blob, overlay, ref room, name, host);
            if (applied is null) return false;
        }

        applied!.Pack();
        return ToolWriter.TryWriteBlob(output, applied.Blob, host) || Say(host, $"\nFailed to write '{output}'\n");
    }

    /// <summary>
    /// Applies one overlay in so much room; while that is not enough, with 64 KiB more. The tool starts each time from
    /// the base, and what is left in the room decides about padding bytes.
    /// </summary>
    private static FdtEditor? ApplyOne(
        ReadOnlySpan<byte> tree, byte[] overlay, ref int room, string name, Host host)
    {
        while (true)
        {
            if (!FdtEditor.TryOpen(tree, room, out var editor, out var error))
            {
                Say(host, $"\nFailed to make temporary copy: {error.ToLibfdtName()}\n");
                return null;
            }

            if (FdtOverlay.TryApply(editor, overlay, out var failure)) return editor;
            if (failure is { Error: FdtError.NoSpace, Label: null } && room <= int.MaxValue - Growth)
            {
                room += Growth;
                continue;
            }

            // A reference that lies behind the end of its property has this code, too. The tool then asks for more
            // room until none is left.
            if (failure.Error == FdtError.NoSpace)
            {
                Say(host, $"\nFailed to make temporary copy: {failure.Error.ToLibfdtName()}\n");
                return null;
            }

            Say(host, $"\nFailed to apply '{name}': {failure.Error.ToLibfdtName()}\n");
            if (!editor.TryGetNode("/__symbols__"u8, out _, out _))
            {
                Say(host, "base blob does not have a '/__symbols__' node, "
                    + "make sure you have compiled the base blob with '-@' option\n");
            }

            return null;
        }
    }

    private static bool TryRead(string path, string what, Host host, out byte[] blob)
    {
        blob = [];
        if (ToolFile.ReadBlob(path, host) is not { } file) return Say(host, $"\nFailed to read '{path}'\n");
        var size = BinaryPrimitives.ReadUInt32BigEndian(file.Buffer[4..]);
        if (size > (uint)file.Buffer.Length)
            return Say(host, $"\n{what} is incomplete ({file.Buffer.Length} / {size} bytes read)\n");
        blob = file.Buffer[..Math.Max((int)size, FdtHeader.MinimumSize)].ToArray();
        return true;
    }

    private static bool Say(Host host, string text)
    {
        host.WriteError(Encoding.UTF8.GetBytes(text));
        return false;
    }
}
