using System.Globalization;
using System.Text;

namespace Hypervisor.Hcall;

/// <summary>The inline functions of a header: <c>hcall_ABI_callN(function, a0 …)</c>, N arguments each.</summary>
internal static class CallFunctions
{
    private const int MostArguments = 8;

    /// <summary>Appends those of an ABI for all its architectures.</summary>
    public static void Append(StringBuilder text, HcallAbi abi)
    {
        foreach (var registers in abi.Registers)
        {
            text.Append("\n#if ").Append(HeaderParts.Condition(registers.Architecture)).Append('\n');
            if (abi.Conduit.Kind == HcallConduitKind.FromTree) AppendInstructions(text, abi);
            for (var count = 0; count <= registers.Arguments.Count; count++) AppendCalls(text, abi, registers, count);
            AppendPicker(text, HeaderNames.Lower(abi.Name), registers.Arguments.Count);
            text.Append("#endif\n");
        }
    }

    private static void AppendCalls(StringBuilder text, HcallAbi abi, HcallRegisters registers, int count)
    {
        var name = "hcall_" + HeaderNames.Lower(abi.Name);
        var number = count.ToString(CultureInfo.InvariantCulture);
        switch (abi.Conduit.Kind)
        {
            case HcallConduitKind.Instruction:
                AppendCall(text, abi, registers, $"{name}_call{number}", count, HeaderParts.Trap(registers.Architecture, abi.Conduit.Instruction!, abi.Conduit.Immediate));
                break;
            case HcallConduitKind.FromTree:
                AppendCall(text, abi, registers, $"{name}_call{number}", count, [$"bl hcall_{HeaderNames.Instructions(abi)}_instructions"]);
                break;
            default:
                foreach (var trap in (string[])["hvc", "smc"])
                    AppendCall(text, abi, registers, $"{name}_{trap}_call{number}", count, HeaderParts.Trap(registers.Architecture, trap, abi.Conduit.Immediate));
                var arguments = string.Concat(Enumerable.Range(0, count).Select(i => $", a{i}"));
                AppendSignature(text, $"{name}_call{number}", count);
                text.Append("{\n    if (HCALL_METHOD == HCALL_SMC) return ").Append(name).Append("_smc_call").Append(number).Append("(function").Append(arguments)
                    .Append(");\n    return ").Append(name).Append("_hvc_call").Append(number).Append("(function").Append(arguments).Append(");\n}\n\n");
                break;
        }
    }

    private static void AppendSignature(StringBuilder text, string name, int count)
    {
        text.Append("static inline struct hcall_result ").Append(name).Append("(uint32_t function");
        for (var i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $", uintptr_t a{i}");
        text.Append(")\n");
    }

    private static void AppendCall(StringBuilder text, HcallAbi abi, HcallRegisters registers, string name, int count, string[] lines)
    {
        // Registers in their roles: given and taken back, taken only, destroyed. A register that carries an argument is
        // taken back in any case: no ABI here promises to keep it.
        var given = new List<string> { registers.Function };
        given.AddRange(registers.Arguments.Take(count));
        var taken = registers.Results.Except(given).ToList();
        var destroyed = registers.Clobbered.Except(given).Except(taken).ToList();
        if (abi.Conduit.Kind == HcallConduitKind.FromTree && !destroyed.Contains("lr")) destroyed.Add("lr");

        AppendSignature(text, name, count);
        text.Append("{\n    struct hcall_result result;\n");
        for (var i = 0; i < given.Count; i++)
            text.Append("    register uintptr_t reg_").Append(given[i]).Append(" __asm__(\"").Append(given[i]).Append("\") = ").Append(i == 0 ? "function" : $"a{i - 1}").Append(";\n");
        foreach (var register in taken) text.Append("    register uintptr_t reg_").Append(register).Append(" __asm__(\"").Append(register).Append("\");\n");
        text.Append("    __asm__ __volatile__(\"").Append(string.Join("\\n\\t", lines)).Append("\"\n        : ")
            .Append(string.Join(", ", given.Select(register => $"\"+r\"(reg_{register})").Concat(taken.Select(register => $"\"=r\"(reg_{register})"))))
            .Append("\n        :\n        : ").Append(string.Concat(destroyed.Select(register => $"\"{register}\", "))).Append("\"memory\");\n");
        text.Append("    result.status = ").Append(Status(abi, registers)).Append(";\n");
        for (var i = 0; i < MostArguments; i++)
            text.Append(CultureInfo.InvariantCulture, $"    result.value[{i}] = ").Append(i + 1 < registers.Results.Count ? $"reg_{registers.Results[i + 1]}" : "0").Append(";\n");
        text.Append("    return result;\n}\n\n");
    }

    // Status words of Power have 32 bits also where registers have 64, and so have those of 32-bit calls of SMCCC.
    private static string Status(HcallAbi abi, HcallRegisters registers)
    {
        var register = $"reg_{registers.Results[0]}";
        if (registers.Architecture == "power") return $"(intptr_t)(int32_t){register}";
        return registers.Architecture == "arm64" && abi.Numbers.Fields.FirstOrDefault(field => field.Role == "word") is { } wide
            ? $"(function & 0x{1u << wide.Low:x8}U) ? (intptr_t){register} : (intptr_t)(int32_t){register}"
            : $"(intptr_t){register}";
    }

    private static void AppendPicker(StringBuilder text, string abi, int most)
    {
        text.Append("#define hcall_").Append(abi).Append("_call(...) HCALL_PICK(__VA_ARGS__");
        for (var count = MostArguments; count >= 0; count--) text.Append(count > most ? ", hcall_too_many_arguments" : $", hcall_{abi}_call{count}");
        text.Append(", 0)(__VA_ARGS__)\n");
    }

    private static void AppendInstructions(StringBuilder text, HcallAbi abi)
    {
        var name = HeaderNames.Instructions(abi);
        var upper = HeaderNames.Upper(name);
        var refusal = abi.Status.Codes.FirstOrDefault(code => code.Name == "UNIMPLEMENTED")?.Value ?? -1;
        text.Append(
            $$"""
            #ifndef HCALL_{{upper}}_INSTRUCTIONS
            #define HCALL_{{upper}}_INSTRUCTIONS
            /* Four instructions and blr. One source file has HCALL_{{upper}}_DEFINE; at its top level. Until they are set,
               each call returns {{refusal.ToString(CultureInfo.InvariantCulture)}}. */
            extern uint32_t hcall_{{name}}_instructions[5];
            #define HCALL_{{upper}}_DEFINE \
                __asm__(".pushsection .text\n\t.balign 32\n\t.globl hcall_{{name}}_instructions\n" \
                        "hcall_{{name}}_instructions:\n\tli 3, {{refusal.ToString(CultureInfo.InvariantCulture)}}\n\tnop\n\tnop\n\tnop\n\tblr\n\t.popsection")

            /* Sets the instructions: the cells of the property '{{HeaderNames.Comment(abi.Conduit.Property!)}}', one to four, in the byte order of
               the processor. The section .text has to be writable then. Returns 0, or -1 for another number of cells. */
            static inline int hcall_{{name}}_set_instructions(const uint32_t *cells, unsigned int count)
            {
                unsigned int i;
                if (count < 1 || count > 4) return -1;
                for (i = 0; i < 4; i++) hcall_{{name}}_instructions[i] = i < count ? cells[i] : 0x60000000U;
                __asm__ __volatile__("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync" : : "r"(hcall_{{name}}_instructions) : "memory");
                return 0;
            }
            #endif


            """);
    }
}
