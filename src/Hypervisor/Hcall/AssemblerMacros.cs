using System.Text;

namespace Hypervisor.Hcall;

/// <summary>Macros for GNU as: they load the function id and trap. Arguments are in their registers by then.</summary>
internal static class AssemblerMacros
{
    /// <summary>Appends the macros of all architectures, each where it is compiled for.</summary>
    public static void AppendGuarded(StringBuilder text, HcallAbi abi)
    {
        foreach (var registers in abi.Registers)
        {
            text.Append("\n#if ").Append(HeaderParts.Condition(registers.Architecture)).Append('\n');
            var shared = abi.Conduit.Kind == HcallConduitKind.FromTree ? $"HCALL_{HeaderNames.Instructions(abi).ToUpperInvariant()}_INSTRUCTIONS" : null;
            if (shared is not null)
            {
                text.Append("#ifndef ").Append(shared).Append("\n#define ").Append(shared).Append('\n');
                AppendDefinition(text, abi);
                text.Append("#endif\n");
            }

            AppendCalls(text, abi, registers, "");
            text.Append("#endif\n");
        }
    }

    /// <summary>Appends the macros of one architecture, with a suffix to their names.</summary>
    public static void Append(StringBuilder text, HcallAbi abi, HcallRegisters registers, string suffix)
    {
        if (abi.Conduit.Kind == HcallConduitKind.FromTree)
        {
            text.Append("\t.ifndef hcall_").Append(HeaderNames.Instructions(abi)).Append("_defined\n");
            AppendDefinition(text, abi);
            text.Append("\t.equ hcall_").Append(HeaderNames.Instructions(abi)).Append("_defined, 1\n\t.endif\n");
        }

        AppendCalls(text, abi, registers, suffix);
    }

    private static void AppendCalls(StringBuilder text, HcallAbi abi, HcallRegisters registers, string suffix)
    {
        var name = "hcall_" + HeaderNames.Lower(abi.Name);
        switch (abi.Conduit.Kind)
        {
            case HcallConduitKind.Instruction:
                AppendMacro(text, name + suffix, registers, HeaderParts.Trap(registers.Architecture, abi.Conduit.Instruction!, abi.Conduit.Immediate));
                break;
            case HcallConduitKind.FromTree:
                AppendMacro(text, name + suffix, registers, [$"bl hcall_{HeaderNames.Instructions(abi)}_instructions"]);
                break;
            default:
                foreach (var trap in (string[])["hvc", "smc"])
                    AppendMacro(text, $"{name}_{trap}{suffix}", registers, HeaderParts.Trap(registers.Architecture, trap, abi.Conduit.Immediate));
                break;
        }
    }

    private static void AppendMacro(StringBuilder text, string name, HcallRegisters registers, string[] trap)
    {
        var register = registers.Function;
        string[] load = registers.Architecture switch
        {
            "arm64" => [$"movz {register}, #((\\function) & 0xffff)", $"movk {register}, #(((\\function) >> 16) & 0xffff), lsl #16"],
            "arm32" => [$"movw {register}, #((\\function) & 0xffff)", $"movt {register}, #(((\\function) >> 16) & 0xffff)"],
            _ => [$"lis {register[1..]}, (\\function)@h", $"ori {register[1..]}, {register[1..]}, (\\function)@l"],
        };
        text.Append("\t.macro ").Append(name).Append(" function\n");
        foreach (var line in load.Concat(trap)) text.Append('\t').Append(line).Append('\n');
        text.Append("\t.endm\n");
    }

    private static void AppendDefinition(StringBuilder text, HcallAbi abi)
    {
        var name = HeaderNames.Instructions(abi);
        var refusal = abi.Status.Codes.FirstOrDefault(code => code.Name == "UNIMPLEMENTED")?.Value ?? -1;
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\t.macro hcall_{name}_define\n\t.balign 32\n\t.globl hcall_{name}_instructions\nhcall_{name}_instructions:\n\tli 3, {refusal}\n\tnop\n\tnop\n\tnop\n\tblr\n\t.endm\n");
    }
}
