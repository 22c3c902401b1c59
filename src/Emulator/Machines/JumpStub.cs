using System.Buffers.Binary;

namespace Emulator.Machines;

/// <summary>
/// The few instructions that start a 64-bit Arm kernel by Linux's boot protocol (x0 the tree, x1 to x3 zero), so that QEMU
/// need not do it and leaves the tree as it is.
/// </summary>
public static class JumpStub
{
    private const uint Movz = 0xd2800000; // movz xd, #imm16, lsl #(16 * hw)
    private const uint Movk = 0xf2800000;
    private const uint Br = 0xd61f0000; // br xn
    private const int Target = 4;

    /// <summary>Code that may lie at any address that is a multiple of 4.</summary>
    /// <param name="tree">Address of the tree.</param>
    /// <param name="kernel">Address to go on at.</param>
    public static byte[] Arm64(ulong tree, ulong kernel)
    {
        var code = new List<uint>();
        Load(code, 0, tree);
        for (var register = 1; register <= 3; register++) Load(code, register, 0);
        Load(code, Target, kernel);
        code.Add(Br | (Target << 5));
        var bytes = new byte[code.Count * 4];
        for (var i = 0; i < code.Count; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), code[i]);
        return bytes;
    }

    private static void Load(List<uint> code, int register, ulong value)
    {
        var first = true;
        for (var part = 0; part < 4; part++)
        {
            var bits = (uint)(value >> (16 * part)) & 0xffff;
            if (bits == 0 && !(part == 3 && first)) continue;
            // A value of zero is one movz without a shift.
            var shift = value == 0 ? 0 : part;
            code.Add((first ? Movz : Movk) | ((uint)shift << 21) | (bits << 5) | (uint)register);
            first = false;
        }
    }
}
