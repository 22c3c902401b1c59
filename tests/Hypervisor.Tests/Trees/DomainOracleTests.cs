using Dtc.Compiler;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Guests;
using Xunit;

namespace Hypervisor.Tests.Trees;

/// <summary>Trees of domains as promised, against what the domains read back.</summary>
public sealed class DomainOracleTests
{
    private static readonly XenProfile Xen = XenProfile.For(XenVersion.Parse("4.17"));

    public static TheoryData<string, string> Domains
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in OracleCase.Names)
            {
                foreach (var domain in new OracleCase(name).Domains.Where(domain => domain != "dom0")) data.Add(name, domain);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Domains))]
    public void PromisesWhatDomainsReadBack(string name, string domain)
    {
        var oracle = new OracleCase(name);
        var partial = oracle.Has("part") && domain == "domu1" ? oracle.Read("part") : null;
        var options = DomainReader.Read(oracle.Host, $"fdtname={domain}", Xen, oracle.Kernel, partial);
        var diagnostics = new DiagnosticBag();
        var result = Dom0lessTree.Make(options, oracle.Host.Names, diagnostics);
        var diff = TreeDiff.Of(result.Tree.Tree, oracle.Read(domain), (_, _) => null);
        Assert.True(diff.Differences.Count == 0, string.Join('\n', diff.Differences));
        Assert.True(diff.Properties > 30, "hardly anything was compared");
        Assert.False(diagnostics.HasErrors);
    }

    [Theory]
    [InlineData("domu-dom0less", 2, true, null)]
    [InlineData("domu-dom0less-partial", 2, true, "part-d0l")]
    public void PromisesWhatDomainsBesideXlReadBack(string name, int cpus, bool uart, string? partial)
    {
        var compiler = new DtsCompiler();
        var read = OracleCase.Read(Path.Combine(AppContext.BaseDirectory, "Oracle-xl", $"{name}.dts"), compiler);
        var options = new XenGuestOptions
        {
            Xen = Xen,
            Cpus = name.EndsWith("partial", StringComparison.Ordinal) ? cpus : 1,
            MemoryKiB = 0x30000,
            Arguments = $"console=ttyAMA0 quiet fdtname={name}",
            Kernel = new Hypervisor.Trees.Placement.KernelImage(true, 0x1f6dfc0),
            RamdiskSize = RamdiskSize(read),
            Uart = uart,
            CpuCompatible = ["arm,cortex-a57"],
            Partial = partial is null ? null : OracleCase.Read(Path.Combine(AppContext.BaseDirectory, "Oracle-xl", $"{partial}.dts"), compiler),
        };
        var diff = TreeDiff.Of(Dom0lessTree.Make(options, read.Names, new DiagnosticBag()).Tree.Tree, read, (_, _) => null);
        Assert.True(diff.Differences.Count == 0, string.Join('\n', diff.Differences));
    }

    [Fact]
    public void PromisesWhatAGuestOfXlReadsBack()
    {
        var compiler = new DtsCompiler();
        var read = OracleCase.Read(Path.Combine(AppContext.BaseDirectory, "Oracle-xl", "domu-xl.dts"), compiler);
        var guest = new XenGuestOptions
        {
            Xen = Xen, Cpus = 1, MemoryKiB = 192 << 10, Arguments = "console=hvc0 quiet fdtname=domu-xl", RamdiskSize = 0xfe0a0,
        };
        var result = XlTree.Make(new XlOptions { Guest = guest }, read.Names, new DiagnosticBag());
        var diff = TreeDiff.Of(result.Tree.Tree, read, (_, _) => null);
        Assert.True(diff.Differences.Count == 0, string.Join('\n', diff.Differences));
        Assert.Contains(result.ChosenAtBoot, open => open.Property == "rng-seed");
    }

    private static ulong RamdiskSize(DeviceTree read)
    {
        var chosen = read.FindByPath("/chosen"u8)!;
        return Number("linux,initrd-end"u8) - Number("linux,initrd-start"u8);

        ulong Number(ReadOnlySpan<byte> name) =>
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(chosen.Find(read.Names.Intern(name))!.Value);
    }
}
