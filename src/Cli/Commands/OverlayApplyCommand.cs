using System.Text;
using Cli.Edits;
using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Dtc.Fdt;

namespace Cli.Commands;

/// <summary><c>dtc-sharp overlay apply</c>: applies overlays to a blob, in their order.</summary>
internal static class OverlayApplyCommand
{
    /// <summary>Its part of what <c>dtc-sharp overlay --help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Apply overlays to a device tree blob, in their order.

            Usage: dtc-sharp overlay apply BASE OVERLAY... -o FILE

            An OVERLAY is a blob (.dtbo) or source (.dtso, .dts). BASE needs labels (compile it with -@) for overlays
            that refer to them. When an overlay does not fit, the reason is told, with its line if the overlay is
            source, and nothing is written.

            """);
        OptionHelp.Append(text, OverlayArguments.Specs());
        text.Append(
            """

            Example:
              dtc-sharp overlay apply board.dtb camera.dtbo panel.dtbo -o new.dtb

            """);
        return text.ToString();
    }

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new OverlayArguments();
        var operands = new OptionParser<OverlayArguments>(OverlayArguments.Specs(), "dtc-sharp overlay").Parse(args, arguments);
        if (operands.Count < 2) throw new UsageException("give BASE and one OVERLAY or more");
        if (arguments.Out is not { } output) throw new UsageException("-o FILE says where the result goes; it may be BASE");
        InputGuard.Reject(output, operands[1..]);
        return DeepStack.Run(() => Apply(operands, arguments, output, host));
    }

    private static int Apply(List<string> operands, OverlayArguments arguments, string output, Host host)
    {
        if (BlobFile.Open(operands[0], host, out var code) is not { } file) return code;
        var sources = new List<string>();
        foreach (var name in operands[1..])
        {
            if (OverlayInput.Open(name, arguments, host, out code) is not { } overlay) return code;
            sources.AddRange(overlay.Files);
            if (FdtOverlay.TryApply(file.Tree, overlay.Blob, out var failure)) continue;
            host.Complain($"{overlay.Place(failure)}'{name}' does not fit '{operands[0]}': {failure.Message}");
            return ExitCode.InputErrors;
        }

        if (InputGuard.Find(output, sources) is not { } read) return file.Save(output);
        host.Complain(InputGuard.Text(output, read));
        return ExitCode.UsageOrIO;
    }
}
