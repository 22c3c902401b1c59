using System.Globalization;

namespace Dtc.Compiler.Tests.Checks;

/// <content>What stands for the checks of addresses, buses, providers, interrupts and graphs.</content>
internal sealed partial class CheckSourceGenerator
{
    private static string Hex(ulong number) => number.ToString("x", CultureInfo.InvariantCulture);

    // The unit address of a number, or something near to it.
    private string Unit(ulong number) => Fault ? Pick("0x" + Hex(number), "0" + Hex(number), "z", Hex(number + 1)) : Hex(number);

    private void Ranges()
    {
        Node(Serial("bridge"), () =>
        {
            Counts(Chance(70) ? 1 : 2, 1);
            if (Chance(50)) Line(Fault ? "ranges = <1 2 3 4 5 6 7>;" : Pick("ranges;", "ranges = <1 2 3 4 5 6>;"));
            if (Chance(30)) Line(Fault ? "dma-ranges = <1 2>;" : Pick("dma-ranges;", "dma-ranges = <1 2 3>;"));
            Node($"dev@{Unit(1)}", () => Line(Fault ? Pick("reg;", "reg = <1>;", "reg = <1 2 3>;", "reg = [01 02];") : "reg = <1 2>;"));
        });
        if (Chance(30))
        {
            Node(Serial("plain"), () => Node("inner@1", () => Line(Pick("reg = <0 1 2>;", "ranges = <1 2 3 4 5 6>;"))));
        }
    }

    private void UnitAddresses()
    {
        Node(Serial("units"), () =>
        {
            Counts(1, 0);
            if (Chance(20)) Line("ranges;");
            for (var n = _random.Next(5); n > 0; n--)
            {
                var number = (ulong)_random.Next(3);
                Node($"{Serial("u")}@{Unit(number)}", () =>
                {
                    if (Chance(30)) Line(Pick("status = \"disabled\";", "status = \"okay\";"));
                    if (!Fault) Cells("reg", number);
                });
            }

            if (Fault) Node(Serial("noaddr"), () => Cells("reg", 1));
            if (Fault) Node($"fragment@{_serial++}", () => Node("__overlay__", () => { }));
        });
        if (Chance(15))
        {
            Node(Serial("useless"), () =>
            {
                Counts(1, 0);
                Node("child", () => { });
            });
        }

        if (_random.Next(30) == 0)
        {
            Node(Serial("wide"), () =>
            {
                Counts(1, 0);
                for (var i = 0; i < 40; i++) Node($"w{i}@{i % (Chance(20) ? 20 : 40):x}", () => Cells("reg", i));
            });
        }
    }

    private void Pci()
    {
        Node($"{(Fault ? Serial("bus") : Pick("pci", "pcie"))}@{_serial + 0x40:x}", () =>
        {
            Line("device_type = \"pci\";");
            Cells("reg", $"0x{_serial++ + 0x40:x}", 1);
            Counts(3, 2);
            if (!Fault) Line("ranges = <0 0 0 0 0 0>;");
            if (Chance(40)) Line(Fault ? Pick("bus-range = <0>;", "bus-range = <2 1>;", "bus-range = <0 0x100>;") : "bus-range = <1 2>;");
            for (var n = _random.Next(3); n > 0; n--)
            {
                var (device, function) = (_random.Next(3), Chance(40) ? _random.Next(3) : 0);
                var address = (device << 11) | (function << 8) | (_random.Next(4) << 16) | (Fault ? 0x02000000 : 0) | (Fault ? 5 : 0);
                var unit = Fault ? "9" : function > 0 || Chance(30) ? $"{device:x},{function:x}" : $"{device:x}";
                Node($"{Serial("dev")}@{unit}", () =>
                {
                    if (!Chance(8)) Cells("reg", $"0x{address:x}", Fault ? 1 : 0, Fault ? 1 : 0, 0, 0);
                });
            }
        });
    }

    private void SimpleBus()
    {
        Node(Chance(60) ? "soc@0" : $"{NewLabel("s")}: {Serial("soc")}", () =>
        {
            Line(Pick("compatible = \"simple-bus\";", "compatible = \"a\", \"simple-bus\";"));
            var wide = Chance(25);
            Counts(wide ? 2 : 1, 1);
            Line(Pick("ranges;", "ranges = <0 0 0 0 0 0>;"));
            for (var n = _random.Next(4); n > 0; n--)
            {
                var number = (ulong)_random.Next(0x20);
                switch (_random.Next(5))
                {
                    case 0:
                        Node(Serial("bare"), () => Line(Fault ? "reg;" : Fault ? "ranges;" : "x;"));
                        break;
                    case 1:
                        Node($"{Serial("inner")}@{Unit(number)}", () =>
                        {
                            Counts(1, 1);
                            Line($"ranges = <0 {(wide ? "0 " : "")}{number} {(wide ? "1 2 3 4" : "1")}{(wide ? "" : " 0 0 0")}>;");
                        });
                        break;
                    case 2:
                        Node($"{Serial("bus")}", () => { Line("compatible = \"simple-bus\";"); Counts(1, 1); });
                        break;
                    default:
                        Node($"{Serial("dev")}@{(wide ? Hex(number << 32 | 5) : Unit(number))}", () => Cells("reg", wide ? $"{number} 5" : number, 1));
                        break;
                }
            }
        });
    }

    private void I2c()
    {
        Node(Pick("i2c", "i2c-bus", "i2c-arb", "i2c") + $"@{_serial + 0x80:x}", () =>
        {
            Cells("reg", $"0x{_serial++ + 0x80:x}", 1);
            if (Chance(5)) Line("/* no children */");
            Counts(1, 0);
            if (Chance(10)) Node("i2c-bus", () => { Counts(1, 0); });
            for (var n = _random.Next(3); n > 0; n--)
            {
                var address = Fault ? Pick(0x80u, 0x80000400u, 0x8000003f) : Pick(0x10u, 0x40000011u, 0x50u);
                Node($"{Serial("chip")}@{Unit(address & ~0x40000000u)}", () =>
                {
                    if (!Fault) Cells("reg", $"0x{address:x}", Chance(30) ? Fault ? "0x99" : "0x33" : "");
                });
            }
        });
    }

    private void Spi()
    {
        var slave = Chance(15);
        Node(Chance(60) ? $"spi@{_serial + 0xc0:x}" : $"{Serial("qspi")}@{_serial + 0xc0:x}", () =>
        {
            Cells("reg", $"0x{_serial++ + 0xc0:x}", 1);
            if (slave) Line("spi-slave;");
            Counts(slave ? 0 : 1, 0);
            for (var n = _random.Next(3); n > 0; n--)
            {
                Node($"{Serial("flash")}{(slave ? "" : "@" + Unit(2))}", () =>
                {
                    if (!Fault && !slave) Cells("reg", 2);
                    if (Chance(70)) Cells("spi-max-frequency", 1000);
                });
            }
        });
    }

    private void Providers()
    {
        string[] lists =
        [
            "clocks", "cooling-device", "dmas", "hwlocks", "interrupts-extended", "io-channels", "iommus", "mboxes", "msi-parent", "mux-controls", "phys",
            "power-domains", "pwms", "resets", "sound-dai", "thermal-sensors", "gpios", "reset-gpios", "cs-gpio", "gpio", "vendor,nr-gpios",
        ];
        Node(Serial("consumer"), () =>
        {
            foreach (var list in lists)
            {
                if (!Chance(25)) continue;
                var target = list == "interrupts-extended" ? "&intc" : "&prov";
                Line(_random.Next(Math.Max(1, 160 / (_fault + 1))) > 5 ? $"{list} = <{target} 1 2>;" : _random.Next(9) switch
                {
                    0 => $"{list} = [01 02 03];",
                    1 => $"{list} = <0>, <{target} 1 2>;",
                    2 => $"{list} = <0xffffffff {target} 1>;",
                    3 => $"{list} = <0x9999 1>;",
                    4 => $"{list} = <{target}>;",
                    5 => $"{list} = <&intc 1>, <&prov>;",
                    6 => $"{list} = <1 2>;",
                    7 => $"{list};",
                    _ => $"{list} = <{target} 0 {target} 1 2 3>;",
                });
            }

            if (Chance(10)) Line("gpio-hog;");
        });
    }

    private void Interrupts()
    {
        Node(Serial("irq"), () =>
        {
            if (Chance(50)) Cells("interrupt-parent", _plugin && Chance(30) ? "&outside" : Fault ? Pick("0", "0x7777", "&prov") : "&intc");
            Line(Fault ? Pick("interrupts = [01];", "interrupts = <1 2 3>;", "interrupts;") : Pick("interrupts = <1 2>;", "interrupts = <1>;"));
            if (Fault) Cells("#interrupt-cells", 1);
            Node("nested", () => Cells("interrupts", 1, 2));
        });
        if (Chance(20))
        {
            Node(Serial("controller"), () =>
            {
                Line(Pick("interrupt-controller;", "interrupt-map = <>;"));
                Cells("#interrupt-cells", 1);
                Node("below", () => Cells("interrupts", 1));
            });
        }

        if (Fault) Node(Serial("bad-controller"), () => Line("interrupt-controller;"));
    }

    private void InterruptMap()
    {
        Node($"nexus{_serial}: {Serial("nexus")}", () =>
        {
            if (!Fault) Cells("#interrupt-cells", 1);
            if (!Fault) Cells("#address-cells", Pick(0, 1, 2));
            if (Chance(40)) Line(Fault ? "interrupt-map-mask = <1>;" : Pick("interrupt-map-mask = <0 1>;", "interrupt-map-mask = <0 0 1>;", "interrupt-map-mask = <1>;"));
            Line("interrupt-map = " + _random.Next(12) switch
            {
                0 => "[01 02 03]",
                1 => "<1>",
                2 => "<0 1 0>",
                3 => "<0 1 0x5555 1>",
                4 => "<0 1 &prov 1>",
                5 => "<0 0 1 &intc 1>, <0 0 2 &intc 2>",
                6 => "<1 &intc 1>, <2 &intc 2>",
                7 => "<0 1 &intc>",
                8 => "<1 &intc 1 2>, <2 &intc 2 2>",
                9 => "<0 1 &intc 1 2>",
                10 => "<0 0 1 0 0>",
                _ => "<0 1 &intc 1>, <0 2 &intc 2>",
            } + ";");
        });
    }

    private void Graph()
    {
        var (one, two) = ($"ep{_serial++}", $"ep{_serial++}");
        Node(Serial("camera"), () =>
        {
            var ports = Chance(50);
            if (ports) Open("ports");
            Counts(1, 0);
            Node(Fault ? "plug@0" : $"port@{Unit(0)}", () =>
            {
                Line(Fault ? Pick("reg = <0 1>;", "reg;") : "reg = <0>;");
                Counts(1, 0);
                Endpoint(one, two, numbered: true);
            });
            if (ports) Close();
        });
        Node(Serial("sensor"), () => Node("port", () => Endpoint(two, one, numbered: false)));
        if (Fault) Node(Pick("endpoint", Serial("stray")), () => Cells("remote-endpoint", $"&{one}"));
    }

    private void Endpoint(string own, string other, bool numbered) =>
        Node($"{own}: {(Fault ? "end" : "endpoint")}{(numbered ? $"@{Unit(1)}" : "")}", () =>
        {
            if (numbered) Cells("reg", Fault ? 2 : 1);
            if (Fault) Cells("#address-cells", 1);
            if (!Fault) Cells("remote-endpoint", Fault ? Pick("&intc", "0x6666", "0") : $"&{other}");
        });
}
