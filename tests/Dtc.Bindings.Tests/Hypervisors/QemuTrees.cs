using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>Trees that QEMU makes for its machines, here and now. Without it nothing can be shown, which is an error.</summary>
internal static class QemuTrees
{
    private const string Virt = "qemu-system-aarch64 -cpu cortex-a57 -net none -M virt,";

    // Program, arguments, and what goes before the file of the tree.
    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["qemu virt, GICv2"] = Virt + "gic-version=2",
        ["qemu virt, GICv3"] = Virt + "gic-version=3",
        ["qemu virt, GICv3 without ITS"] = Virt + "gic-version=3,its=off",
        ["qemu virt, EL2"] = Virt + "gic-version=3,virtualization=on",
        ["qemu virt, EL2 and EL3, GICv2"] = Virt + "gic-version=2,virtualization=on,secure=on",
        ["qemu virt, low memory"] = Virt + "gic-version=2,highmem=off",
        ["qemu virt, 32 bits"] = "qemu-system-arm -cpu cortex-a15 -net none -M virt",
        ["qemu vexpress-a15"] = "qemu-system-arm -dtb {vexpress} -M vexpress-a15",
        ["qemu ppce500"] = "qemu-system-ppc -net none -kernel {elf} -M ppce500",
    };

    public static IEnumerable<string> Names => Commands.Keys;

    /// <summary>The tree of a machine.</summary>
    public static byte[] Make(string name)
    {
        using var scratch = new Scratch();
        var tree = Path.Combine(scratch.Path, "tree.dtb");
        var words = Commands[name].Split(' ');
        var arguments = words[1..].Select(word => word switch
        {
            "{vexpress}" => Write("vexpress.dtb", KernelTree("arch/arm/boot/dts/vexpress-v2p-ca15-tc1.dts")),
            "{elf}" => Write("kernel.elf", PowerProgram()),
            _ => word,
        }).ToList();
        arguments[^1] += $",dumpdtb={tree}";
        Run(words[0], [.. arguments, "-display", "none", "-nodefaults"]);
        return File.ReadAllBytes(tree);

        string Write(string file, byte[] content)
        {
            File.WriteAllBytes(Path.Combine(scratch.Path, file), content);
            return Path.Combine(scratch.Path, file);
        }
    }

    /// <summary>A tree of Linux 6.1.</summary>
    public static byte[] KernelTree(string path) =>
        new Parity.ParityInput().Make(path) ?? throw new InvalidOperationException($"{path} does not compile");

    private static void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["QEMU_AUDIO_DRV"] = "none";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}{output.Result}");
        }
        catch (Win32Exception)
        {
            var package = program == "qemu-system-ppc" ? program : "qemu-system-arm";
            throw new InvalidOperationException($"there is no {program}; please run: scripts/install.sh {package}");
        }
    }

    // One instruction, a branch to itself: ppce500 wants a kernel before it makes a tree.
    private static byte[] PowerProgram()
    {
        var program = new byte[88];
        ((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 1, 2, 1]).CopyTo(program);
        Half(16, 2);
        Half(18, 20);
        Word(20, 1);
        Word(24, 0x100000);
        Word(28, 52);
        Half(40, 52);
        Half(42, 32);
        Half(44, 1);
        uint[] segment = [1, 84, 0x100000, 0x100000, 4, 4, 5, 4];
        for (var i = 0; i < segment.Length; i++) Word(52 + (4 * i), segment[i]);
        Word(84, 0x48000000);
        return program;

        void Half(int at, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(program.AsSpan(at), value);
        void Word(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(program.AsSpan(at), value);
    }
}
