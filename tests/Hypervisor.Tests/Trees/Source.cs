using System.Text;
using Dtc.Compiler;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.DomZero;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Tests.Trees;

/// <summary>Small trees from text.</summary>
internal static class Source
{
    /// <summary>A host that Xen can run on, with more in its root.</summary>
    public static string Host(string more = "", string chosen = "", string gic = "") => $$"""
        /dts-v1/;
        / {
            #address-cells = <2>; #size-cells = <2>; interrupt-parent = <&gic>;
            aliases { serial0 = "/uart@9000000"; };
            memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x80000000>; };
            cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a53"; reg = <0>; }; };
            gic: intc@8000000 { compatible = "arm,gic-400"; interrupt-controller; #interrupt-cells = <3>; #address-cells = <2>; #size-cells = <2>; ranges;
                reg = <0 0x8000000 0 0x10000 0 0x8010000 0 0x10000 0 0x8030000 0 0x10000 0 0x8040000 0 0x10000>; interrupts = <1 9 4>; {{gic}} };
            timer { compatible = "arm,armv8-timer"; interrupts = <1 13 8>, <1 14 8>, <1 11 8>, <1 10 8>; };
            uart@9000000 { compatible = "arm,pl011"; reg = <0 0x9000000 0 0x1000>; interrupts = <0 1 4>; };
            chosen { #address-cells = <2>; #size-cells = <2>; xen,xen-bootargs = "dtuart=serial0 dom0_mem=256M bootscrub=0";
                module@60000000 { compatible = "multiboot,kernel", "multiboot,module"; reg = <0 0x60000000 0 0x1000000>; bootargs = "quiet"; }; {{chosen}} };
            {{more}}
        };
        """;

    public static DeviceTree Read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text, Encoding.UTF8);
            return OracleCase.Read(path, new DtsCompiler());
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static DomZeroResult DomZero(string text, DiagnosticBag diagnostics, string version = "4.17", Func<DomZeroOptions, DomZeroOptions>? change = null) =>
        DomZero(Read(text), diagnostics, version, change);

    public static DomZeroResult DomZero(DeviceTree tree, DiagnosticBag diagnostics, string version = "4.17", Func<DomZeroOptions, DomZeroOptions>? change = null)
    {
        var options = new DomZeroOptions
        {
            Xen = XenProfile.For(XenVersion.Parse(version)),
            XenImage = new AddressRange(0x40200000, 0x140000),
            BootBlob = new AddressRange(0x48000000, 0x100000),
            Kernel = new KernelImage(true, 0x1000000),
        };
        return DomZeroTree.Make(tree, change is null ? options : change(options), diagnostics);
    }

    public static Node? At(DomZeroResult result, string path) => result.Tree.Tree.FindByPath(Encoding.UTF8.GetBytes(path));

    public static string Text(DomZeroResult result) => Encoding.UTF8.GetString(result.Tree.ToSource(comments: false));
}
