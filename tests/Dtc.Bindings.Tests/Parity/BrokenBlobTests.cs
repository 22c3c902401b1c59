using System.Buffers.Binary;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Fdt;
using Xunit;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>Blobs whose structure is damaged, header and tokens included, are read as far as they go.</summary>
public sealed class BrokenBlobTests
{
    private static readonly string[] Boards =
    [
        "arch/arm/boot/dts/sd5203.dts",
        "arch/arm64/boot/dts/freescale/s32v234-evb.dts",
        "arch/mips/boot/dts/xilfpga/nexys4ddr.dts",
        "arch/openrisc/boot/dts/or1ksim.dts",
    ];

    [Fact]
    public void BrokenStructureIsAFindingAndEnds()
    {
        var input = new ParityInput();
        var random = new Random(7);
        int broken = 0, told = 0;
        foreach (var board in Boards)
        {
            var blob = input.Make(board)!;
            for (var i = 0; i < 150; i++)
            {
                var damaged = Break(blob, random);
                var findings = new List<BindingFinding>();
                Validator.Validate(BindingTree.FromBlob(damaged), CoreSchemas.Program, findings.Add);
                foreach (var finding in findings) Assert.NotEmpty(DtValidateText.Format(finding, "x.dtb"));
                if (IsWhole(damaged)) continue;
                broken++;
                if (findings.Exists(f => f is { Kind: FindingKind.Decode, NodePath: null })) told++;
            }
        }

        Assert.True(broken > 200, $"{broken}");

        // Behind the end of the root, and in properties that follow a child, nothing is looked for, as in libfdt.
        Assert.InRange(told, broken * 98 / 100, broken);
    }

    // What libfdt needs to walk the tree; the strings block and the reservations do not matter to bindings.
    private static bool IsWhole(byte[] blob)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out _)) return false;
        var cursor = reader.Cursor;
        while (cursor.Read())
        {
            if (cursor.Token == FdtToken.Property && !cursor.Property.TryGetName(out _, out _)) return false;
        }

        return cursor.Error == FdtError.None;
    }

    private static byte[] Break(byte[] blob, Random random)
    {
        var damaged = blob.ToArray();
        switch (random.Next(5))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(random.Next(10) * 4), (uint)random.Next(damaged.Length * 2));
                return damaged;
            case 2:
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(random.Next(10) * 4), (uint)random.NextInt64());
                return damaged;
            case 3:
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(random.Next(damaged.Length / 4) * 4), (uint)random.Next(12));
                return damaged;
            default:
                for (var count = 1 + random.Next(6); count > 0; count--) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                return damaged;
        }
    }
}
