using System.Globalization;
using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Hypervisor.Hcall;

namespace Cli.Commands;

/// <summary><c>dtc-sharp hcall decode</c>: what function ids and status words are.</summary>
internal static class HcallDecodeCommand
{
    // Keeps a negative number from being taken for an option.
    private const char Negative = '\u0001';

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        string[] marked = [.. args.ToArray().Select(arg => arg is ['-', >= '0' and <= '9', ..] ? Negative + arg : arg)];
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp hcall decode").Parse(marked, arguments);
        if (operands.Count == 0) throw new UsageException("no number: dtc-sharp hcall decode NUMBER...");
        var numbers = operands.Select(operand => operand.TrimStart(Negative)).Select(text => (text, Parse(text, arguments.Status))).ToList();
        if (HcallAbis.Load(arguments, host) is not { } library) return ExitCode.InputErrors;
        var chosen = arguments.Abis.Count == 0 ? null : HcallAbis.Chosen(library, arguments);
        return arguments.Status ? Statuses(arguments, library, chosen, numbers, host) : Numbers(arguments, library, chosen, numbers, host);
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => HcallArguments.WithAbis(
        HcallArguments.FormatOption<Arguments>(),
        new OptionSpec<Arguments>("Output", '\0', "status", null, "the numbers are what calls returned", static (a, _) => a.Status = true));

    /// <summary>What <c>dtc-sharp hcall --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Decode function ids (tokens) of hypercalls: the call, its bits, the range it falls in.

            Usage: dtc-sharp hcall decode NUMBER... [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 all are known, 1 one is not, 2 trouble.

            """);
        return text.ToString();
    }

    private static int Numbers(Arguments arguments, AbiLibrary library, IReadOnlyList<HcallAbi>? chosen, List<(string Text, ulong Value)> numbers, Host host)
    {
        var results = numbers.Select(number =>
        {
            IReadOnlyList<DecodedNumber> decoded = chosen is null ? HcallDecoder.Decode(library, number.Value) : [.. chosen.Select(abi => HcallDecoder.Decode(abi, number.Value))];
            return (number.Value, Decoded: decoded, Answers: HcallDecoder.Answers(library, number.Value).ToList());
        }).ToList();
        if (arguments.Json)
        {
            HcallJson.Print(host, json =>
            {
                json.WriteStartArray();
                foreach (var (value, decoded, answers) in results) HcallJson.Number(json, value, decoded, answers);
                json.WriteEndArray();
            });
        }
        else
        {
            var text = new StringBuilder();
            foreach (var (value, decoded, answers) in results)
            {
                if (text.Length > 0) text.Append('\n');
                if (decoded.All(entry => entry.Function is null)) text.Append(CultureInfo.InvariantCulture, $"{Hex(value)}: no call that is known\n");
                foreach (var entry in decoded) Append(text, value, entry, library);
                foreach (var (abi, detection) in answers)
                {
                    text.Append("  ").Append(abi.Name).Append(" answers ").Append(string.Join(' ', detection.Answer.Select(word => $"{word:x8}")))
                        .Append(": ").Append(Printable.Escape(detection.Description)).Append('\n');
                }
            }

            host.Print(text.ToString());
        }

        return results.TrueForAll(result => result.Decoded.Any(entry => entry.Function is not null)) ? ExitCode.Success : ExitCode.InputErrors;
    }

    private static void Append(StringBuilder text, ulong value, DecodedNumber entry, AbiLibrary library)
    {
        var abi = entry.Abi;
        if (entry.Function is { } function)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Hex(value)}: {function.Name}{(entry.Is64 ? " (64-bit arguments)" : "")}, {abi.Name} ({Printable.Escape(abi.Title)})\n");
            if (function.Description is { } description) Line(text, "", Printable.Escape(description));
            if (function.Arguments is { } count) Line(text, "arguments", count.ToString(CultureInfo.InvariantCulture));
            if (function.Since is { } since) Line(text, "since", Printable.Escape(since));
            if (function.SameAs is { } lender) Line(text, "from", Printable.Escape(lender));
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"  under {abi.Name} ({Printable.Escape(abi.Title)})\n");
        }

        foreach (var (field, part, meaning) in entry.Fields)
            Line(text, HcallDecoder.Bits(field), $"0x{part:x}".PadRight(10) + Printable.Escape(field.Name) + (meaning is null ? "" : ": " + Printable.Escape(meaning)));
        if (entry.Range is { } range)
        {
            Line(text, "range", $"0x{range.First:x8} to 0x{range.Last:x8}: {Printable.Escape(range.Name)} ({range.Kind}{(range.Abi is { } holder ? ", " + Printable.Escape(holder) : "")})");
            if (entry.Function is null && value <= uint.MaxValue)
            {
                var claiming = library.Abis.Where(other => other.Root == abi.Root && other.Claims.Any(claim => claim.Contains((uint)value))).Select(other => other.Name).ToList();
                if (claiming.Count > 0) Line(text, "claimed by", string.Join(", ", claiming));
            }
        }

        foreach (var reason in entry.Impossible) Line(text, "impossible", Printable.Escape(reason));
        if (entry.Function is not null)
            Line(text, "called by", $"{Printable.Escape(abi.Conduit.ToString())}; function id in {string.Join(" or ", abi.Registers.Select(registers => registers.Function).Distinct())}");
    }

    private static int Statuses(Arguments arguments, AbiLibrary library, IReadOnlyList<HcallAbi>? chosen, List<(string Text, ulong Value)> numbers, Host host)
    {
        var results = numbers.Select(number =>
        {
            IReadOnlyList<DecodedStatus> decoded = chosen is null ? HcallDecoder.DecodeStatus(library, number.Value) : [.. chosen.Select(abi => HcallDecoder.DecodeStatus(abi, number.Value))];
            if (decoded.Count == 0) decoded = [.. library.Abis.Where(abi => abi.Status.Fields.Count > 0 && abi.Base is null).Select(abi => HcallDecoder.DecodeStatus(abi, number.Value))];
            return (number.Text, number.Value, Decoded: decoded);
        }).ToList();
        if (arguments.Json)
        {
            HcallJson.Print(host, json =>
            {
                json.WriteStartArray();
                foreach (var (_, value, decoded) in results) HcallJson.Status(json, value, decoded);
                json.WriteEndArray();
            });
        }
        else
        {
            var text = new StringBuilder();
            foreach (var (written, _, decoded) in results)
            {
                text.Append(written).Append(decoded.Any(entry => entry.Code is not null) ? "\n" : ": no status that is known\n");
                foreach (var entry in decoded)
                {
                    var meaning = entry.Code is { } code ? code.Name + (code.Description is { } description ? $": {Printable.Escape(description)}" : "") : "not known";
                    Line(text, entry.Abi.Name, meaning);
                    if (entry.Code is { Value: 0 }) continue;
                    foreach (var (field, part, name) in entry.Fields)
                        Line(text, "", $"{HcallDecoder.Bits(field)} 0x{part:x} {Printable.Escape(field.Name)}{(name is null ? "" : ": " + Printable.Escape(name))}");
                }
            }

            host.Print(text.ToString());
        }

        return results.TrueForAll(result => result.Decoded.Any(entry => entry.Code is not null)) ? ExitCode.Success : ExitCode.InputErrors;
    }

    private static ulong Parse(string text, bool signed)
    {
        var negative = text.StartsWith('-');
        var digits = negative ? text.AsSpan(1) : text;
        var hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (hexadecimal) digits = digits[2..];
        if (!UInt128.TryParse(digits, style, CultureInfo.InvariantCulture, out var value))
            throw new UsageException($"'{text}' is not a number (decimal, or 0x for hexadecimal)");
        if (negative && !signed) throw new UsageException($"'{text}' is negative; a function id is not, but a status may be: --status");
        if (negative ? value > (UInt128)1 << 63 : value > ulong.MaxValue) throw new UsageException($"'{text}' does not fit a register of 64 bits");
        return negative ? 0 - (ulong)value : (ulong)value;
    }

    private static string Hex(ulong value) => $"0x{value:x8}";

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append("  ").Append(name.PadRight(13)).Append(' ').Append(value).Append('\n');

    /// <summary>The command line.</summary>
    internal sealed class Arguments : HcallArguments
    {
        /// <summary><c>--status</c>.</summary>
        public bool Status { get; set; }
    }
}
