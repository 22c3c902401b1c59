using System.Buffers.Binary;
using Cli.Tests.DropIn;
using Cli.Tests.Output;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>What the commands about guests write spares what they read.</summary>
public sealed class GuestOverwriteTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public GuestOverwriteTests()
    {
        _temp.Write("guests.yaml", "version: 1\nplatform: vexpress-a15\nhost: { cpus: 1, memory: 512MiB, tree: host.dts }\ndomains:\n  - { name: linux, kernel: zImage }\n");
        _temp.Write("host.dts", """
            /dts-v1/;
            / {
            	#address-cells = <1>; #size-cells = <1>; interrupt-parent = <&gic>;
            	memory@80000000 { device_type = "memory"; reg = <0x80000000 0x20000000>; };
            	cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a15"; reg = <0>; }; };
            	timer { compatible = "arm,armv7-timer"; interrupts = <1 13 8>, <1 14 8>, <1 11 8>, <1 10 8>; };
            	gic: interrupt-controller@2c001000 { compatible = "arm,cortex-a15-gic"; reg = <0x2c001000 0x1000>, <0x2c002000 0x2000>;
            		interrupt-controller; #interrupt-cells = <3>; #address-cells = <0>; };
            	serial@1c090000 { compatible = "arm,pl011", "arm,primecell"; reg = <0x1c090000 0x1000>; interrupts = <0 5 4>; };
            };
            """);
        var kernel = new byte[4096];
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x24), 0x016f2818);
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x2c), (uint)kernel.Length);
        File.WriteAllBytes(_temp["zImage"], kernel);
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("guests.yaml")]
    [InlineData("host.dts")]
    [InlineData("zImage")]
    public void TheLock(string file)
    {
        InputGuardTests.HardLink(_temp[file], _temp["lock.yaml"]);
        foreach (var output in (string[])[_temp[file], _temp["lock.yaml"]]) Refused(1, "GST0019", file, "plan", _temp["guests.yaml"], "--update-lock", "--lock", output);
    }

    [Fact]
    public void TheTrees() => Refused(2, "DTS0002", "host.dts", "generate", _temp["guests.yaml"], "-o", _temp["."]);

    [Fact]
    public void ThePlanInADirectoryOfItsOwn() =>
        Assert.Equal(0, DtSchemaBoard.Run("generate", _temp["guests.yaml"], "-o", _temp["out"], "--lock", _temp["lock.yaml"]).Code);

    private void Refused(int code, string rule, string file, params string[] args)
    {
        var before = File.ReadAllBytes(_temp[file]);
        var files = _temp.Files();
        var run = DtSchemaBoard.Run(args);
        Assert.True(run.Code == code, run.Out + run.Error);
        Assert.Contains($"[{rule}]", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp[file]));
        Assert.Equal(files, _temp.Files());
    }
}
