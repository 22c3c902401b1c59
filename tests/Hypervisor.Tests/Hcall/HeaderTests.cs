using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hypervisor.Hcall;
using Xunit;

namespace Hypervisor.Tests.Hcall;

/// <summary>Headers, compiled and disassembled: what counts is the instructions.</summary>
public sealed class HeaderTests : IDisposable
{
    private static readonly string[] Strict = ["-ffreestanding", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
    private static readonly AbiLibrary Library = AbiLibrary.Shipped;

    private readonly string _directory = Directory.CreateTempSubdirectory("hcall-").FullName;

    public static TheoryData<string, string> AbisAndArchitectures
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var abi in Library.Abis)
            {
                foreach (var registers in abi.Registers) data.Add(abi.Name, registers.Architecture);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(AbisAndArchitectures))]
    public void EachAbiCompilesWithoutAWarningAndCallsAsItsDataSay(string name, string architecture)
    {
        var abi = Library.Find(name)!;
        var compiler = CrossCompiler.Of(architecture);
        var registers = abi.For(architecture)!;
        Header("hcall.h", abi);
        var text = Calls(abi, registers);
        foreach (var level in (string[])["-O0", "-O2", "-Os"])
        {
            foreach (var standard in (string[])["-std=c99", "-std=gnu17"])
                Inspect(compiler, compiler.Compile(_directory, "calls.c", text, [.. Strict, level, standard]), abi, registers, level);
            if (compiler.Has("g++")) Inspect(compiler, compiler.Compile(_directory, "calls.cpp", "extern \"C\" {\n" + text + "}\n", [.. Strict, level]), abi, registers, level);
        }
    }

    [Theory]
    [MemberData(nameof(AbisAndArchitectures))]
    public void MacrosLoadTheIdAndTrap(string name, string architecture)
    {
        var abi = Library.Find(name)!;
        var compiler = CrossCompiler.Of(architecture);
        var lower = "hcall_" + name.Replace('-', '_');
        Header("hcall.h", abi);
        var traps = abi.Conduit.Kind == HcallConduitKind.Method ? (string[])["_hvc", "_smc"] : [""];
        var preprocessed = new StringBuilder("#include \"hcall.h\"\n\t.text\ncalls:\n");
        var plain = new StringBuilder("\t.include \"hcall.inc\"\n\t.text\ncalls:\n");
        var suffix = abi.Registers.Count > 1 ? "_" + architecture : "";
        foreach (var function in abi.Functions)
        {
            foreach (var trap in traps)
            {
                preprocessed.Append(CultureInfo.InvariantCulture, $"\t{lower}{trap} {HeaderNames.Function(abi, function.Name)}\n");
                plain.Append(CultureInfo.InvariantCulture, $"\t{lower}{trap}{suffix} {HeaderNames.Function(abi, function.Name)}\n");
            }
        }

        var tail = abi.Conduit.Kind == HcallConduitKind.FromTree ? "\thcall_epapr_define\n" : "";
        File.WriteAllText(Path.Join(_directory, "hcall.inc"), HeaderWriter.Assembler([abi]));
        var first = compiler.Disassemble(compiler.Compile(_directory, "calls.S", preprocessed + tail), "calls");
        var second = compiler.Disassemble(compiler.Compile(_directory, "plain.s", plain + tail, "-Wa,-I" + _directory), "calls");
        Assert.Equal(first, second);
        Assert.Equal(abi.Functions.Count * traps.Length, first.Count(line => IsTrap(abi, line)));
        foreach (var function in abi.Functions)
            Assert.Contains(function.Number, Ids(first, architecture));
    }

    [Fact]
    public void XenLoadsX16AndTrapsWithItsTag()
    {
        Header("hcall.h", Library.Find("xen-arm64")!);
        var file = CrossCompiler.Arm64.Compile(
            _directory, "x.c", "#include \"hcall.h\"\nlong f(uintptr_t a, uintptr_t b) { return hcall_xen_arm64_call(HCALL_XEN_ARM64_GRANT_TABLE_OP, a, b).status; }\n", [.. Strict, "-O2"]);
        Assert.Equal(["mov x16, #0x14 // #20", "hvc #0xea1", "ret"], CrossCompiler.Arm64.Disassemble(file, "f").Where(line => line != "nop"));
    }

    [Fact]
    public void XenOnArm32LoadsR12AndKeepsR4()
    {
        Header("hcall.h", Library.Find("xen-arm32")!);
        var file = CrossCompiler.Arm32.Compile(
            _directory, "x.c", "#include \"hcall.h\"\nlong f(uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e) { return hcall_xen_arm32_call(39, a, b, c, d, e).status; }\n", [.. Strict, "-O2", "-marm"]);
        var lines = CrossCompiler.Arm32.Disassemble(file, "f");
        Assert.Contains(lines, line => line.StartsWith("mov ip, #39", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("hvc 3745", StringComparison.Ordinal));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^(push|str).*r4"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^(pop|ldr).*r4"));
    }

    [Fact]
    public void EpaprBranchesToTheInstructionsWithTheTokenInR11AndKeepsTheLinkRegister()
    {
        Header("hcall.h", Library.Find("kvm-ppc")!);
        var text = "#include \"hcall.h\"\nHCALL_EPAPR_DEFINE;\nlong f(void) { return (long)hcall_kvm_ppc_call(HCALL_KVM_PPC_KVM_HC_FEATURES).value[0]; }\nint set(const uint32_t *p) { return hcall_epapr_set_instructions(p, 1); }\n";
        var file = CrossCompiler.Power.Compile(_directory, "x.c", text, [.. Strict, "-O2"]);
        var lines = CrossCompiler.Power.Disassemble(file, "f");
        Assert.Equal(
            ["mflr r0", "lis r11,42", "ori r11,r11,3", "bl", "mr r3,r4", "mtlr r0", "blr"],
            lines.Where(line => Regex.IsMatch(line, "r11|lr|^bl|^mr")).Select(line => line.StartsWith("bl ", StringComparison.Ordinal) ? "bl" : line));
        Assert.Equal(["li r3,12", "nop", "nop", "nop", "blr"], CrossCompiler.Power.Disassemble(file, "hcall_epapr_instructions").Take(5));
        Assert.Contains(CrossCompiler.Power.Disassemble(file, "set"), line => line.StartsWith("icbi", StringComparison.Ordinal));
    }

    // A value that lives across a call must not be in a register that the call destroys, and is in one it keeps.
    [Theory]
    [InlineData("xen-arm64", "arm64", "x16|x17", 0)]
    [InlineData("smccc", "arm64", "x[4-9]|x1[0-7]", 18)]
    [InlineData("epapr", "power", "r0|r[4-9]|r1[0-2]", 13)]
    public void ValuesThatLiveAcrossACallAreKept(string name, string architecture, string destroyed, int firstKept)
    {
        var abi = Library.Find(name)!;
        var compiler = CrossCompiler.Of(architecture);
        Header("hcall.h", abi);
        var call = $"hcall_{name.Replace('-', '_')}_call";
        var text = new StringBuilder("#include \"hcall.h\"\n");
        text.Append(CultureInfo.InvariantCulture, $"void f(volatile long *p) {{ long a = p[0], b = p[1], c = p[2], d = p[3]; p[4] = {call}(1).status; p[5] = a; p[6] = b; p[7] = c; p[8] = d; }}\n");
        var lines = compiler.Disassemble(compiler.Compile(_directory, "live.c", text.ToString(), [.. Strict, "-O2"]), "f");
        var trap = lines.FindIndex(line => IsTrap(abi, line));
        Assert.True(trap >= 0);

        // Before the next definition, nothing that the call destroys is read.
        var stale = new Regex($@"^(str|stp|stw|std)\s+({destroyed})\b");
        foreach (var line in lines.Skip(trap + 1).Where(line => stale.IsMatch(line)))
        {
            var register = Regex.Match(line, destroyed).Value;
            Assert.Contains(lines.Skip(trap + 1).TakeWhile(other => other != line), other => Regex.IsMatch(other, $@"^(ldr|lwz|ld|mov|mr|ldp)\s+.*\b{register}\b"));
        }

        if (firstKept > 0) Assert.Contains(lines.Skip(trap), line => Regex.Matches(line, @"\b[xr](\d+)\b").Any(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) >= firstKept));
    }

    [Fact]
    public void AllAbisGoIntoOneHeaderAndHeadersGoTogether()
    {
        Assert.Null(HeaderWriter.Clash(Library.Abis));
        File.WriteAllText(Path.Join(_directory, "all.h"), HeaderWriter.Header(Library.Abis));
        foreach (var abi in Library.Abis) Header(abi.Name + ".h", abi);
        var several = string.Concat(Library.Abis.Select(abi => $"#include \"{abi.Name}.h\"\n"));
        foreach (var compiler in (CrossCompiler[])[CrossCompiler.Arm64, CrossCompiler.Arm32, CrossCompiler.Power])
        {
            compiler.Compile(_directory, "one.c", "#include \"all.h\"\n#include \"all.h\"\nint unused;\n", [.. Strict, "-std=c99"]);
            compiler.Compile(_directory, "several.c", several + "int unused;\n", [.. Strict, "-std=c99"]);
            compiler.Compile(_directory, "one.S", "#include \"all.h\"\n");
            compiler.Compile(_directory, "several.S", several);
        }
    }

    [Fact]
    public void TooManyArgumentsAreNotCompiled()
    {
        Header("hcall.h", Library.Find("xen-arm64")!);
        Assert.True(CrossCompiler.Arm64.Refuses(_directory, "many.c", "#include \"hcall.h\"\nvoid f(void) { hcall_xen_arm64_call(1, 1, 2, 3, 4, 5, 6); }\n", Strict));
        Assert.False(CrossCompiler.Arm64.Refuses(_directory, "most.c", "#include \"hcall.h\"\nvoid f(void) { hcall_xen_arm64_call(1, 1, 2, 3, 4, 5); }\n", Strict));
    }

    [Fact]
    public void TheMethodIsAnExpression()
    {
        Header("hcall.h", Library.Find("psci")!);
        var text = "extern int conduit;\n#define HCALL_METHOD conduit\n#include \"hcall.h\"\nlong f(void) { return hcall_psci_call(HCALL_PSCI_SYSTEM_OFF).status; }\n";
        var lines = CrossCompiler.Arm64.Disassemble(CrossCompiler.Arm64.Compile(_directory, "m.c", text, [.. Strict, "-O2"]), "f");
        Assert.Contains("hvc #0x0", lines);
        Assert.Contains("smc #0x0", lines);
    }

    [Fact]
    public void ConstantsHaveTheirValues()
    {
        File.WriteAllText(Path.Join(_directory, "all.h"), HeaderWriter.Header(Library.Abis));
        var text = new StringBuilder("#include \"all.h\"\n");
        foreach (var abi in Library.Abis)
        {
            foreach (var (name, number) in abi.Functions.SelectMany(function => function.Numbers))
                text.Append(CultureInfo.InvariantCulture, $"_Static_assert({HeaderNames.Function(abi, name)} == {number}U, \"\");\n");
            foreach (var code in abi.Status.Codes) text.Append(CultureInfo.InvariantCulture, $"_Static_assert({HeaderNames.Status(abi, code)} == {code.Value}, \"\");\n");
        }

        foreach (var compiler in (CrossCompiler[])[CrossCompiler.Arm64, CrossCompiler.Arm32, CrossCompiler.Power])
            compiler.Compile(_directory, "values.c", text.ToString(), [.. Strict, "-std=c11"]);
    }

    [Fact]
    public void TheTextIsTheSameEachTime() => Assert.Equal(HeaderWriter.Header(Library.Abis), HeaderWriter.Header([.. AbiLibrary.Shipped.With([], []).Abis]));

    [Fact]
    public void NamesThatWouldBeOneAreRefused()
    {
        var findings = new List<AbiFinding>();
        var library = Library.With([("a.yaml", Encoding.UTF8.GetBytes("name: psci-x\ntitle: a\nextends: smccc\nsources: [x]\nfunctions: [{ name: y, number: 0x86000100 }]\n")), ("b.yaml", Encoding.UTF8.GetBytes("name: psci-x-y\ntitle: */ b\nextends: smccc\nsources: [x]\nfunctions: [{ name: psci_x_y_status_ok, number: 0x86000101 }]\nstatus: { codes: [{ name: ok, value: 1 }] }\n".Replace("*/ b", "'*/ b'", StringComparison.Ordinal)))], findings);
        Assert.Empty(findings);
        Assert.Contains("HCALL_PSCI_X_Y_STATUS_OK", HeaderWriter.Clash([library.Find("psci-x-y")!]), StringComparison.Ordinal);
        Assert.DoesNotContain("*/ b", HeaderWriter.Header([library.Find("psci-x-y")!]), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Header(string name, HcallAbi abi) => File.WriteAllText(Path.Join(_directory, name), HeaderWriter.Header([abi]));

    private static string Calls(HcallAbi abi, HcallRegisters registers)
    {
        var text = new StringBuilder("#include \"hcall.h\"\n");
        var name = "hcall_" + abi.Name.Replace('-', '_');
        for (var count = 0; count <= registers.Arguments.Count; count++)
        {
            // Arguments come through memory, so that each register has to be loaded for the call.
            text.Append(CultureInfo.InvariantCulture, $"struct hcall_result f{count}(const uintptr_t *p);\nstruct hcall_result f{count}(const uintptr_t *p) {{ (void)p; return {name}_call(0x{0x12345u:x}U");
            for (var i = 0; i < count; i++) text.Append(CultureInfo.InvariantCulture, $", p[{i}]");
            text.Append("); }\n");
        }

        return text.ToString();
    }

    private static void Inspect(CrossCompiler compiler, string file, HcallAbi abi, HcallRegisters registers, string level)
    {
        for (var count = 0; count <= registers.Arguments.Count; count++)
        {
            // Without optimisation the call is in the function of its own.
            var direct = abi.Conduit.Kind == HcallConduitKind.Method ? "_hvc_call" : "_call";
            var name = level == "-O0" ? $"hcall_{abi.Name.Replace('-', '_')}{direct}{count}" : $"f{count}";
            var lines = compiler.Disassemble(file, name);
            var trap = lines.FindIndex(line => IsTrap(abi, line));
            Assert.True(trap >= 0, $"{abi.Name} {level} {name}:\n{string.Join('\n', lines)}");

            // Each register of the call is written before it.
            foreach (var register in registers.Arguments.Take(count).Prepend(registers.Function))
                Assert.True(lines.Take(trap).Any(line => Mentions(line, register)), $"{register} is not loaded:\n{string.Join('\n', lines.Take(trap + 1))}");

            // And what a caller keeps is saved when the call uses it.
            foreach (var register in registers.Arguments.Take(count).Where(register => IsCallerKept(registers.Architecture, register)))
                Assert.Contains(lines.Take(trap), line => Regex.IsMatch(line, "^(push|str|stm)") && (Mentions(line, register) || line.Contains("r4-", StringComparison.Ordinal)));
            if (abi.Conduit.Kind == HcallConduitKind.FromTree) Assert.Contains(lines.Take(trap), line => line.StartsWith("mflr", StringComparison.Ordinal));
        }
    }

    private static bool Mentions(string line, string register) => register switch
    {
        "r12" when line.Contains("ip", StringComparison.Ordinal) => true,
        ['x', ..] => Regex.IsMatch(line, $@"\b[xw]{register[1..]}\b"),
        _ => Regex.IsMatch(line, $@"\b{register}\b"),
    };

    private static bool IsCallerKept(string architecture, string register) => architecture == "arm32" && register is "r4" or "r5" or "r6";

    private static bool IsTrap(HcallAbi abi, string line) => abi.Conduit.Kind switch
    {
        HcallConduitKind.FromTree => line.StartsWith("bl ", StringComparison.Ordinal),
        HcallConduitKind.Method => Regex.IsMatch(line, @"^(hvc|smc) (#0x0|#0|0)\b"),
        _ => Regex.IsMatch(line, @"^hvc (#0xea1|#?3745)\b"),
    };

    // The ids that pairs of instructions load: low half first on Arm, high half first on Power.
    private static HashSet<uint> Ids(List<string> lines, string architecture)
    {
        var ids = new HashSet<uint>();
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            var (first, second) = (Immediate(lines[i]), Immediate(lines[i + 1]));
            if (first is { } a && second is { } b) ids.Add(architecture == "power" ? (a << 16) | b : (b << 16) | a);
        }

        return ids;
    }

    private static uint? Immediate(string line)
    {
        var match = Regex.Match(line, @"^(?:mov|movz|movk|movw|movt|lis|ori)\s[^/@]*?[,#](?<number>-?(?:0x)?[0-9a-f]+)(?:, lsl #16)?\s*(?:[/@].*)?$");
        if (!match.Success) return null;
        var text = match.Groups["number"].Value;
        return text.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToUInt32(text, 16) : (uint)(int.Parse(text, CultureInfo.InvariantCulture) & 0xffff);
    }
}
