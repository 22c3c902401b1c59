namespace Hypervisor.Tests.Planning;

/// <summary>What a host's tree may have wrong: mutations of the trees that QEMU writes.</summary>
internal static partial class RuleCases
{
    private static void Hosts()
    {
        foreach (var (name, text) in new[] { ("under Xen", Change(Bases.Static, ["gic: 2", "gic: 3"])), ("alone", Bases.Machine) })
        {
            void Host(string rule, string what, string? says, params string[] tree) => Breaks(rule, $"{what} {name}", text, [], says, tree);

            Host("GST0121", "unknown GIC", "arm,gic-v9", "\"arm,gic-v3\"", "\"arm,gic-v9\"");
            Host("GST0121", "distributor elsewhere", "distributor", "0x8000000 0x00 0x10000 0x00 0x80a0000", "0x8010000 0x00 0x10000 0x00 0x80a0000");
            Host("GST0121", "redistributors elsewhere", "redistributors", "0x80a0000 0x00 0xf60000", "0x80b0000 0x00 0xf50000");
            Host("GST0121", "another version", "GICv3", "\"arm,gic-v3\"", "\"arm,cortex-a15-gic\"");
            Host("GST0121", "disabled GIC", "is disabled", "\t\tinterrupt-controller;", "\t\tinterrupt-controller;\n\t\tstatus = \"disabled\";");
            Host("GST0121", "a redistributor too few", "room for 1 CPUs", "0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x20000");
            Host("GST0121", "regions that are not there", "there are 2", "#redistributor-regions = <0x01>", "#redistributor-regions = <0x02>");
            Host("GST0122", "no timer", null, "arm,armv8-timer\\0arm,armv7-timer", "acme,timer");
            Host("GST0122", "wrong timer interrupt", "13", "0x01 0x0b 0x04 0x01 0x0a 0x04", "0x01 0x0c 0x04 0x01 0x0a 0x04");
            Host("GST0122", "disabled timer", null, "always-on;", "status = \"disabled\";");
            Host("GST0123", "memory elsewhere", null, "reg = <0x00 0x40000000 0x01 0x80000000>", "reg = <0x00 0x10000000 0x01 0x80000000>");
            Host("GST0123", "no memory", null, "device_type = \"memory\";", "");
            Host("GST0124", "a CPU too few", null, "device_type = \"cpu\";", "");
            Host("GST0124", "two CPUs of one number", "only one of them", "reg = <0x01>;", "reg = <0x00>;");
            Host("GST0124", "a CPU without a number", "no reg", "reg = <0x01>;", "");
            Host("GST0125", "another interrupt of the UART", "shared one 1", "interrupts = <0x00 0x01 0x04>", "interrupts = <0x00 0x09 0x04>");
            Host("GST0125", "no interrupt of the UART", "no interrupt", "interrupts = <0x00 0x01 0x04>;", "");
            Host("GST0124", "no psci", null, "method = \"smc\";", "");
            Host("GST0126", "swapped compatible", "swapped", "\tpsci {", "\thypervisor { compatible = \"xen,xen\", \"xen,xen-4.17\"; };\n\tpsci {");
            Host("GST0126", "a hypervisor node", null, "\tpsci {", "\thypervisor { compatible = \"xen,xen-4.17\", \"xen,xen\"; };\n\tpsci {");
        }

        Breaks("GST0121", "no maintenance interrupt", Bases.Dom0less, [], "maintenance interrupt", ["\t\tinterrupts = <0x01 0x09 0x04>;", ""]);
        Fine("no maintenance interrupt without Xen", Bases.Machine, [], ["\t\tinterrupts = <0x01 0x09 0x04>;", ""]);
        Fine("just enough redistributors", Bases.Dom0less, [], ["0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x40000"]);
        Breaks("GST0124", "called by the wrong instruction under Xen", Change(Bases.Static, ["gic: 2", "gic: 3"]), [], "\"smc\"", ["method = \"smc\";", "method = \"hvc\";"]);
        Breaks("GST0124", "called by the wrong instruction alone", Bases.Machine, [], "\"hvc\"", ["method = \"smc\";", "method =  \"smc\";"]);
        Breaks("GST0126", "domains of another boot", Bases.Dom0less, [], "/chosen/old, /chosen/module@48000000", ["\t\tstdout-path = \"/pl011@9000000\";\n", "\t\tstdout-path = \"/pl011@9000000\";\n\t\told { compatible = \"xen,domain\"; };\n\t\tmodule@48000000 { compatible = \"multiboot,module\"; };\n\t\tother { };\n"]);
        Breaks("GST0125", "no such alias", Bases.Dom0less, ["console: /pl011@9000000", "console: serial7"]);
        Breaks("GST0125", "no UART", Bases.Dom0less, ["console: /pl011@9000000", "console: /pl061@9030000"]);
        Breaks("GST0125", "a UART where there is none", Bases.Dom0less, [], "has no UART", ["pl011@9000000 {", "pl011@9000000 {\n\t\tdummy;", "reg = <0x00 0x9000000 0x00 0x1000>", "reg = <0x00 0x9001000 0x00 0x1000>"]);
        Breaks("GST0120", "RAM that the tree cannot say", Bases.Vexpress, ["memory: 1GiB", "memory: 5GiB", "vexpress-v2p-ca15.dts", "vexpress-narrow.dts"], "#address-cells 1");
    }
}
