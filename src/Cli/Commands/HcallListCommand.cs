using System.Globalization;
using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Hypervisor.Hcall;

namespace Cli.Commands;

/// <summary><c>dtc-sharp hcall list</c>: the ABIs, or all about some.</summary>
internal static class HcallListCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new HcallArguments();
        var operands = new OptionParser<HcallArguments>(Specs(), "dtc-sharp hcall list").Parse(args, arguments);
        if (operands.Count > 0) throw new UsageException($"unexpected '{operands[0]}'; an ABI is named by --abi");
        if (HcallAbis.Load(arguments, host) is not { } library) return ExitCode.InputErrors;
        var abis = HcallAbis.Chosen(library, arguments);
        var details = arguments.Abis.Count > 0;
        if (arguments.Json)
        {
            HcallJson.Print(host, json =>
            {
                json.WriteStartArray();
                foreach (var abi in abis) HcallJson.Abi(json, abi, details);
                json.WriteEndArray();
            });
            return ExitCode.Success;
        }

        var text = new StringBuilder();
        if (details)
        {
            foreach (var abi in abis) Append(text.Append(text.Length > 0 ? "\n" : ""), abi);
        }
        else
        {
            var width = abis.Max(abi => abi.Name.Length);
            foreach (var abi in abis)
                text.Append(CultureInfo.InvariantCulture, $"{abi.Name.PadRight(width)}  {abi.Functions.Count,3} call{(abi.Functions.Count == 1 ? " " : "s")}  {Printable.Escape(abi.Title)}\n");
        }

        host.Print(text.ToString());
        return ExitCode.Success;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<HcallArguments>[] Specs() => HcallArguments.WithAbis(HcallArguments.FormatOption<HcallArguments>());

    /// <summary>What <c>dtc-sharp hcall --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            List hypercall ABIs, or registers, number space, calls and status codes of one.

            Usage: dtc-sharp hcall list [--abi NAME] [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        return text.ToString();
    }

    private static void Append(StringBuilder text, HcallAbi abi)
    {
        text.Append(abi.Name).Append(": ").Append(Printable.Escape(abi.Title)).Append('\n');
        if (abi.Base is { } parent) Line(text, "extends", parent.Name);
        Line(text, "conduit", Printable.Escape(abi.Conduit.ToString()));
        foreach (var registers in abi.Registers)
        {
            Line(text, registers.Architecture, $"function id {registers.Function}, arguments {string.Join(' ', registers.Arguments)}, results {string.Join(' ', registers.Results)}"
                + (registers.Client is { } client ? $", client id {client}" : ""));
            if (registers.Clobbered.Count > 0) Line(text, "", $"destroyed: {string.Join(' ', registers.Clobbered)}");
            if (registers.Preserved is { } preserved) Line(text, "", $"kept: {Printable.Escape(preserved)}");
        }

        foreach (var detection in abi.Detections)
        {
            var call = detection.Call is { } number ? $"call 0x{number:x8}: " : "";
            Line(text, "found by", call + Printable.Escape(detection.Description));
        }

        foreach (var field in abi.Numbers.Fields) Line(text, HcallDecoder.Bits(field), Printable.Escape(field.Name) + (field.Role == "reserved" ? " (must be zero)" : ""));
        foreach (var range in abi.Base is null ? abi.Numbers.Ranges : abi.Claims)
            Line(text, $"0x{range.First:x8}", $"to 0x{range.Last:x8} {Printable.Escape(range.Name)} ({range.Kind})");
        text.Append("  calls\n");
        foreach (var function in abi.Functions)
        {
            var wide = function.Number64 is { } number ? $"/0x{number:x8}" : "";
            text.Append(CultureInfo.InvariantCulture, $"    0x{function.Number:x8}{wide}  {function.Name}");
            if (function.Description is { } description) text.Append(": ").Append(Printable.Escape(description));
            text.Append('\n');
        }

        if (abi.Status.Codes.Count > 0) text.Append("  status\n");
        foreach (var code in abi.Status.Codes)
            text.Append(CultureInfo.InvariantCulture, $"    {code.Value,4}  {code.Name}").Append(code.Description is { } description ? $": {Printable.Escape(description)}" : "").Append('\n');
        foreach (var source in abi.Sources) Line(text, "source", Printable.Escape(source));
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append("  ").Append(name.PadRight(13)).Append(' ').Append(value).Append('\n');
}
