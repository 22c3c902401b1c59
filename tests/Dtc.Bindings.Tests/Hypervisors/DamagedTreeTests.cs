using System.Buffers.Binary;
using System.Text;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.TreeRules;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>All rules about trees that are damaged, or made to take long.</summary>
public sealed class DamagedTreeTests
{
    private static readonly string[] Trees = ["domu-xl", "dom0-xen", "dom0-vexpress", "host-xl", "host-vex", "host-oracle-g3-dom0", "part-d0l", "mmio", "pci", "bc-ok"];

    [Fact]
    public void DamagedBlobsAreAskedWithoutAFault()
    {
        var random = new Random(5);
        int findings = 0, asked = 0;
        foreach (var tree in Trees)
        {
            var blob = RuleCheck.Real(tree);
            for (var i = 0; i < 35; i++)
            {
                var report = RuleCheck.Rules.Check(BindingTree.FromBlob(Break(blob, random)));
                findings += report.Findings.Count;
                asked += report.Asked.Values.Sum();
                foreach (var finding in report.Findings)
                {
                    Assert.NotEmpty(finding.Message);
                    Assert.NotNull(finding.Place.NodePath);
                    Assert.True(finding.Place.Offset >= 0);
                }
            }
        }

        Assert.True(findings > 300 && asked > 3000, $"{findings} findings, {asked} asked");
    }

    /// <summary>
    /// Trees of thousands of nodes that every rule of their sort is asked about. Twice as many may take about twice the
    /// memory, which is counted and does not depend on the machine: comparing each with each would take four times as much.
    /// </summary>
    [Theory]
    [InlineData("modules")]
    [InlineData("virtio")]
    [InlineData("interrupts")]
    [InlineData("regions")]
    [InlineData("shared")]
    [InlineData("passthrough")]
    [InlineData("handles")]
    [InlineData("nexus")]
    [InlineData("ranges")]
    [InlineData("channels")]
    [InlineData("strings")]
    public void EffortGrowsWithTheTree(string kind)
    {
        Check(kind, 50);
        var (half, _) = Check(kind, 5_000);
        var (whole, report) = Check(kind, 10_000);
        Assert.NotEmpty(report.Findings);
        Assert.True(whole < half * 3, $"{half} bytes for 5000, {whole} for 10000");
        Assert.All(report.Findings.GroupBy(finding => (finding.Rule.Id, finding.Place.NodePath)), group => Assert.True(
            group.Count() <= TreeRuleSet.MaximumFindings, group.Key.ToString()));
    }

    private static (long Bytes, TreeRuleReport Report) Check(string kind, int count)
    {
        var tree = BindingTree.FromBlob(RuleCheck.CompileBlob(Large(kind, count)));
        Assert.Null(tree.Error);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = RuleCheck.Rules.Check(tree);
        return (GC.GetAllocatedBytesForCurrentThread() - before, report);
    }

    private static string Large(string kind, int count)
    {
        var text = new StringBuilder("/dts-v1/;\n/ { #address-cells = <1>; #size-cells = <1>; interrupt-parent = <&gic>;\n");
        text.Append("gic: intc@8000000 { compatible = \"arm,gic-400\"; #interrupt-cells = <3>; #address-cells = <0>; interrupt-controller; reg = <0x8000000 0x1000>; };\n");
        text.Append("memory@40000000 { device_type = \"memory\"; reg = <0x40000000 0x40000000>; };\n");
        var all = Enumerable.Range(0, count);
        switch (kind)
        {
            case "modules":
                text.Append("chosen { #address-cells = <1>; #size-cells = <1>; xen,xen-bootargs = \"\";\n");
                text.Append("d { compatible = \"xen,domain\"; #address-cells = <1>; #size-cells = <1>; memory = <0 1>; cpus = <1>;\n");
                foreach (var i in all) text.Append($"module@{i:x} {{ compatible = \"multiboot,kernel\", \"multiboot,module\"; reg = <{0x50000000 + i} 0x10000000>; }};\n");
                text.Append("}; };\n");
                break;
            case "virtio":
                foreach (var i in all) text.Append($"v@{i:x} {{ compatible = \"virtio,mmio\"; reg = <{0x10000000 + i} 0x200>; interrupts = <0 5 1>; {(i % 2 == 0 ? "dma-coherent;" : "")} }};\n");
                break;
            case "interrupts":
                text.Append("hypervisor { compatible = \"xen,xen-4.17\", \"xen,xen\"; reg = <0x38000000 0x1000000>; interrupts = <1 15 0xf08>; };\n");
                foreach (var i in all) text.Append($"d{i} {{ interrupts = <1 {i % 16} 4>, <0 {i} 4>; }};\n");
                break;
            case "regions":
                text.Append("hypervisor { compatible = \"xen,xen-4.17\", \"xen,xen\"; interrupts = <1 15 0xf08>; reg = <0x38000000 0x1000000>");
                foreach (var i in all) text.Append($", <{0x80000000 - (i * 0x1000):d} 0x4000000>");
                text.Append("; };\n");
                foreach (var i in all) text.Append($"d@{i:x} {{ reg = <{0x40000000 + (i * 0x1000)} 0x2000000>; }};\n");
                break;
            case "shared":
                text.Append("hypervisor { compatible = \"xen,xen-4.17\", \"xen,xen\"; reg = <0x38000000 0x1000000>; interrupts = <1 15 0xf08>; };\n");
                text.Append("reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges;\n");
                foreach (var i in all) text.Append($"xen-shmem@{i:x} {{ compatible = \"xen,shared-memory-v1\"; reg = <{0x90000000 + i} 0x1000000>; xen,id = \"{i / 2}\"; }};\n");
                text.Append("};\n");
                break;
            case "passthrough":
                text.Append("passthrough { #address-cells = <1>; #size-cells = <1>;\n");
                foreach (var i in all) text.Append($"d@{i:x} {{ xen,path = \"/a{i / 2}\"; interrupts = <0 1 4>; interrupt-parent = <{i % 9}>; xen,reg = <{i * 0x1000} 0x8000 {i * 0x2000}>; }};\n");
                text.Append("};\n");
                break;
            case "handles":
                text.Append("pic: vmpic { compatible = \"epapr,hv-pic\"; #interrupt-cells = <2>; #address-cells = <0>; interrupt-controller; };\n");
                text.Append("hypervisor { compatible = \"epapr,hypervisor-1\"; };\n");
                foreach (var i in all) text.Append($"b{i} {{ compatible = \"epapr,hv-byte-channel\"; hv-handle = <{i / 2}>; interrupt-parent = <&pic>; interrupts = <{i / 2} 0 {i} 2>; }};\n");
                break;
            case "nexus":
                text.Append("nexus: nexus { #interrupt-cells = <1>; #address-cells = <0>; interrupt-map = <0 &gic 0 0 4");
                foreach (var i in all) text.Append($" {i} &gic 0 {i} 4");
                text.Append(">; };\n");
                foreach (var i in all) text.Append($"v@{i:x} {{ compatible = \"virtio,mmio\"; reg = <{0x10000000 + (i * 0x200)} 0x200>; interrupt-parent = <&nexus>; interrupts = <{i + 1}>; }};\n");
                break;
            case "ranges":
                text.Append("bus { #address-cells = <1>; #size-cells = <1>; ranges = <0xf0000000 0 1");
                foreach (var i in all) text.Append($" {i * 0x200} {0x10000000 + (i * 0x200)} 0x200");
                text.Append(">;\n");
                foreach (var i in all) text.Append($"v@{i:x} {{ compatible = \"virtio,mmio\"; reg = <{i * 0x200} 0x400>; interrupts = <0 {i} 1>; }};\n");
                text.Append("};\n");
                break;
            case "channels":
                text.Append("chosen { xen,xen-bootargs = \"\";\n");
                text.Append("d { compatible = \"xen,domain\"; memory = <0 1>; cpus = <1>;\n");
                foreach (var i in all) text.Append($"e{i}: e{i} {{ compatible = \"xen,evtchn-v1\"; xen,evtchn = <7 &e{count - 1 - i}>; }};\n");
                foreach (var i in all) text.Append($"s{i} {{ compatible = \"xen,domain-shared-memory-v1\"; role = \"owner\"; xen,shm-id = \"{i % 100}\"; xen,shared-mem = <{0x50000000 + i} 0 0x1000000>; }};\n");
                foreach (var i in all) text.Append($"v{i} {{ compatible = \"xen,vcpu\"; id = <{i % 50}>; }};\n");
                text.Append("}; };\n");
                break;
            default:
                text.Append($"chosen {{ xen,xen-bootargs = \"{string.Concat(Enumerable.Repeat("dtuart=a console=", 10 * count))}\", \"{new string('a', 100 * count)}\"; }};\n");
                text.Append("hypervisor { compatible = \"xen,xen-4.17\"");
                foreach (var i in all) text.Append($", \"xen,xen-{i}\"");
                text.Append("; };\naliases {");
                foreach (var i in all) text.Append($"a{i} = \"/a/b/c/d/{i}\";");
                text.Append("};\n");
                break;
        }

        return text.Append("};\n").ToString();
    }

    private static byte[] Break(byte[] blob, Random random)
    {
        var damaged = blob.ToArray();
        var structure = BinaryPrimitives.ReadInt32BigEndian(damaged.AsSpan(8));
        switch (random.Next(4))
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                // Cells of values, mostly: the structure block has words.
                for (var count = 1 + random.Next(40); count > 0; count--)
                    BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(structure + (random.Next((damaged.Length - structure) / 4) * 4)), (uint)random.NextInt64());
                return damaged;
            case 2:
                for (var count = 1 + random.Next(40); count > 0; count--)
                    BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(structure + (random.Next((damaged.Length - structure) / 4) * 4)), (uint)random.Next(20));
                return damaged;
            default:
                for (var count = 1 + random.Next(60); count > 0; count--) damaged[structure + random.Next(damaged.Length - structure)] ^= (byte)(1 << random.Next(8));
                return damaged;
        }
    }
}
