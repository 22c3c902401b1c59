using System.Buffers.Binary;
using System.Text;
using Cli.Commands;
using Cli.Hosting;
using Hypervisor.Planning;

namespace Cli.Tests.Guests;

/// <summary>A directory with a configuration of a vexpress-a15, its tree and a kernel.</summary>
internal sealed class GuestFiles : IDisposable
{
    public const string Good = "version: 1\nplatform: vexpress-a15\nhost: { cpus: 1, memory: 512MiB, tree: board.dts }\ndomains:\n  - { name: linux, kernel: zImage }\n";

    /// <summary>The least that a plan for this machine asks of its tree.</summary>
    public const string Board = """
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
        """;

    private readonly TempDirectory _temp = new();

    public GuestFiles(string yaml = Good)
    {
        Configure(yaml);
        _temp.Write("board.dts", Board);
        File.WriteAllBytes(_temp["zImage"], Kernel());
    }

    /// <summary>The head of a zImage, and no more of it.</summary>
    public static byte[] Kernel()
    {
        var kernel = new byte[4096];
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x24), 0x016f2818);
        BinaryPrimitives.WriteUInt32LittleEndian(kernel.AsSpan(0x2c), (uint)kernel.Length);
        return kernel;
    }

    public string Path => _temp.Path;

    public string Configuration => _temp["guests.yaml"];

    public string this[string name] => _temp[name];

    public void Configure(string yaml) => _temp.Write("guests.yaml", yaml);

    public string[] Files() => _temp.Files();

    public string Write(string name, string text) => _temp.Write(name, text);

    public static (int Code, string Out, string Error) Run(params string[] args) => Run(args, null);

    public static (int Code, string Out, string Error) Run(string[] args, IPlanInputs? inputs)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var host = new Host { Out = stdout, Error = stderr, OutIsTerminal = () => false, ErrorIsTerminal = () => false, Environment = _ => null };
        var code = inputs is null ? CommandLine.Run(args, host) : PlanCommand.Run(args, host, inputs);
        return (code, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()));
    }

    public void Dispose() => _temp.Dispose();
}
