using System.Globalization;
using System.Text;

namespace Hypervisor.Hcall;

/// <summary>
/// Writes headers for issuing calls: constants for all, inline functions for C and C++, macros for GNU as. One shape of
/// function over all conduits; what differs is in its <c>asm</c>, made from the data.
/// </summary>
public static class HeaderWriter
{
    /// <summary>Names that two calls or codes would share in a header; null when there is none.</summary>
    public static string? Clash(IReadOnlyList<HcallAbi> abis)
    {
        ArgumentNullException.ThrowIfNull(abis);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var abi in abis)
        {
            foreach (var (name, what) in Constants(abi))
            {
                if (!seen.TryAdd(name, what)) return $"{seen[name]} and {what} would both be {name}";
            }
        }

        return null;
    }

    /// <summary>A header for C, C++ and, behind <c>__ASSEMBLER__</c>, for GNU as with the preprocessor.</summary>
    /// <param name="abis">The ABIs, each once.</param>
    public static string Header(IReadOnlyList<HcallAbi> abis)
    {
        ArgumentNullException.ThrowIfNull(abis);
        var text = new StringBuilder();
        var guard = "HCALL_" + string.Join("_AND_", abis.Select(abi => HeaderNames.Upper(abi.Name))) + "_H";
        text.Append("/* Made by: dtc-sharp hcall header").Append(string.Concat(abis.Select(abi => " --abi " + abi.Name))).Append(" */\n")
            .Append("#ifndef ").Append(guard).Append("\n#define ").Append(guard).Append("\n\n");
        text.Append(HeaderParts.Common);
        foreach (var abi in abis)
        {
            text.Append("\n/* ").Append(abi.Name).Append(": ").Append(HeaderNames.Comment(abi.Title)).Append(".\n   Calls go by ").Append(HeaderNames.Comment(abi.Conduit.ToString())).Append(". */\n");
            foreach (var function in abi.Functions)
            {
                foreach (var (name, number) in function.Numbers)
                    Define(text, HeaderNames.Function(abi, name), $"HCALL_U32(0x{number:x8})", FunctionRemark(function));
            }

            foreach (var code in abi.Status.Codes)
                Define(text, HeaderNames.Status(abi, code), code.Value < 0 ? $"({code.Value.ToString(CultureInfo.InvariantCulture)})" : code.Value.ToString(CultureInfo.InvariantCulture), code.Description);
        }

        text.Append("\n#ifdef __ASSEMBLER__\n");
        foreach (var abi in abis) AssemblerMacros.AppendGuarded(text, abi);
        text.Append("\n#else\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
        foreach (var abi in abis) CallFunctions.Append(text, abi);
        text.Append("\n#ifdef __cplusplus\n}\n#endif\n#endif\n\n#endif\n");
        return text.ToString();
    }

    /// <summary>A file for GNU as alone: <c>.equ</c> and macros. Of an ABI for several architectures the macros end in its name.</summary>
    public static string Assembler(IReadOnlyList<HcallAbi> abis)
    {
        ArgumentNullException.ThrowIfNull(abis);
        var text = new StringBuilder();
        text.Append("/* Made by: dtc-sharp hcall header --format asm").Append(string.Concat(abis.Select(abi => " --abi " + abi.Name))).Append(" */\n");
        foreach (var abi in abis)
        {
            text.Append("\n/* ").Append(abi.Name).Append(": ").Append(HeaderNames.Comment(abi.Title)).Append(". */\n");
            foreach (var function in abi.Functions)
            {
                foreach (var (name, number) in function.Numbers)
                    text.Append("\t.equ ").Append(HeaderNames.Function(abi, name)).Append(CultureInfo.InvariantCulture, $", 0x{number:x8}\n");
            }

            foreach (var code in abi.Status.Codes)
                text.Append("\t.equ ").Append(HeaderNames.Status(abi, code)).Append(CultureInfo.InvariantCulture, $", {code.Value}\n");
            foreach (var registers in abi.Registers)
                AssemblerMacros.Append(text, abi, registers, abi.Registers.Count > 1 ? "_" + registers.Architecture : "");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string What)> Constants(HcallAbi abi)
    {
        foreach (var (name, _) in abi.Functions.SelectMany(function => function.Numbers)) yield return (HeaderNames.Function(abi, name), $"the call {name} of {abi.Name}");
        foreach (var code in abi.Status.Codes) yield return (HeaderNames.Status(abi, code), $"the status {code.Name} of {abi.Name}");
    }

    private static string? FunctionRemark(HcallFunction function)
    {
        var parts = new List<string>();
        if (function.Arguments is { } count) parts.Add(count == 1 ? "1 argument" : $"{count} arguments");
        if (function.Since is { } since) parts.Add($"since {since}");
        if (function.Description is { } description) parts.Add(description);
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static void Define(StringBuilder text, string name, string value, string? remark)
    {
        text.Append("#define ").Append(name).Append(' ').Append(value);
        if (remark is not null) text.Append(" /* ").Append(HeaderNames.Comment(remark)).Append(" */");
        text.Append('\n');
    }
}
