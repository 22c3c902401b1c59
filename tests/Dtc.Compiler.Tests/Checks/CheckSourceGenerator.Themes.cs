namespace Dtc.Compiler.Tests.Checks;

/// <content>What stands for the checks of names, labels, references and plain values.</content>
internal sealed partial class CheckSourceGenerator
{
    private string Serial(string stem) => $"{stem}-{_serial++}";

    // Interrupt controller and providers that other themes refer to.
    private void Controllers()
    {
        Node("intc: interrupt-controller@10", () =>
        {
            Cells("reg", "0x10", 1);
            if (!Fault) Line("interrupt-controller;");
            if (!Fault) Cells("#interrupt-cells", _random.Next(80) == 0 ? "1 2" : Pick("1", "2"));
            if (Chance(50)) Cells("#address-cells", 0);
            if (Chance(20)) Cells("#size-cells", 0);
        });
        Node("prov: provider", () =>
        {
            foreach (var cells in new[] { "clock", "cooling", "dma", "hwlock", "io-channel", "iommu", "mbox", "msi", "mux-control", "phy", "power-domain", "pwm", "reset", "sound-dai", "thermal-sensor" })
            {
                if (!Chance(10)) Cells($"#{cells}-cells", Fault ? "1 2" : _random.Next(3));
            }

            if (!Fault) Cells("#gpio-cells", 2);
        });
    }

    private void Names()
    {
        if (Fault) Node(Pick("a#b", "c?d@1", "e*@2"), () => { });
        if (Fault) Node(Pick("two@1@2", "x@@"), () => { });
        if (Fault) Node("@5", () => Cells("reg", 5, 1));
        Node(Serial(Pick("under_score", "dot.ted", "plus+x", "plain")), () =>
        {
            if (Fault) Line(Pick("at@sign;", "two@a@b = <1>;"));
            Line(Pick("a#b = <1>;", "vendor,#x = <1>;", "#ok-cells = <1>;", "under_score;", "device_type = \"x\";", "plain;", "a.b;", "#a_b;", "\\esc = <2>;"));
            if (Fault) Line("name = \"other\";");
            if (Fault) Line(Pick("name = <1>;", "name;", "name = \"a\", \"b\";"));
            if (Fault)
            {
                Line("same;");
                Node("same", () => { });
            }
        });
        if (Chance(40)) Node("named@7", () => { Line("name = \"named\";"); Cells("reg", 7, 1); });
        if (Chance(10)) Node("vanishing", () => Line("/delete-property/ name;"));
    }

    private void Duplicates()
    {
        var name = Serial("twin");
        Node(name, () =>
        {
            Line("x = <1>;");
            if (Fault) Line("x = <2>;");
            if (Fault) Line("l: x = <2>;");
            Line("y;");
        });
        if (Fault) Node(name, () => Line("z;"));
        if (Fault) Line($"/delete-node/ {name};");
        if (Chance(15))
        {
            var gone = Serial("ghost");
            Line($"/delete-node/ {gone};");
            _later.Add(gone);
        }

        if (_random.Next(40) == 0)
        {
            for (var i = 0; i < 30; i++) Node($"many-{(Fault ? 7 : i)}", () => { });
            Node("lots", () => { for (var i = 0; i < 30; i++) Line($"p{(Fault ? 7 : i)} = <{i}>;"); });
        }
    }

    private void Labels()
    {
        var label = NewLabel("l");
        var other = Fault ? label : NewLabel("m");
        Node($"{label}: {Serial("labelled")}", () =>
        {
            Line($"{(Fault ? label : NewLabel("p"))}: q = {(Fault ? label : NewLabel("v"))}: <1 {(Fault ? other : NewLabel("w"))}: 2>;");
            Line($"r = \"x\" {(Fault ? other : NewLabel("u"))}: ;");
        });
        Node($"{other}: {Serial("labelled")}", () => { });
        _labels.RemoveAll(l => l[0] is 'p' or 'v' or 'w' or 'u');
    }

    private void ExplicitPhandles()
    {
        var number = 0x100 + _serial++;
        Node($"{NewLabel("h")}: {Serial("handled")}", () =>
        {
            Line(Fault ? Pick("phandle = <1 2>;", "phandle = <0>;", "phandle = <0xffffffff>;", "phandle = <&intc>;", "phandle = \"a\";") : $"phandle = <{number}>;");
            if (Chance(20)) Cells("linux,phandle", Fault ? number + 1 : number);
        });
        if (Fault) Node(Serial("handled"), () => Cells("phandle", number));
        if (Chance(20)) Node($"self{_serial}: {Serial("self")}", () => Cells("phandle", $"&self{_serial - 1}"));
        if (Chance(20)) Node(Serial("legacy"), () => Cells("linux,phandle", 0x1000 + number));
    }

    private void References()
    {
        Node(Serial("user"), () =>
        {
            Cells("good", "&prov", "&{/provider}");
            Line("path = &intc, &{/provider};");
            if (Fault) Cells("bad", "&nowhere", 1, "&{/no/where}");
            if (Fault) Line("bad-path = &nowhere;");
            if (Fault) Line("bad-paths = \"x\", &{/no/where}, &prov;");
        });
        if (Chance(40)) Node($"/omit-if-no-ref/ {NewLabel("o")}: {Serial("omitted")}@9", () => Line("unused_;"));
        if (Chance(30)) Node($"/omit-if-no-ref/ kept{_serial}: {Serial("kept")}", () => Node("sub@0x5", () => { }));
        if (Chance(10)) Line($"/include/ \"{IncludedName}\"");
    }

    private void Values()
    {
        string Value(bool list) => Fault
            ? Pick("<1>", "", "\"a\", \"b\"", "<0x61626300 0x61>", "\"\"") : list && Chance(50) ? "\"a\", \"b\"" : "\"a\"";
        void Property(string name, bool list = false) => Line(Value(list) is { Length: > 0 } value ? $"{name} = {value};" : $"{name};");
        Node(Serial("values"), () =>
        {
            if (Chance(60)) Property("device_type");
            if (Chance(60)) Property("model");
            if (Chance(60)) Property("label");
            if (Chance(60)) Property("compatible", list: true);
            if (Chance(60)) Property("reg-names", list: true);
            if (Chance(60)) Property("clock-names", list: true);
            if (Chance(60)) Line(Fault ? "status = <1>;" : Pick("status = \"okay\";", "status = \"disabled\";"));
        });
    }

    private void Chosen()
    {
        Action chosen = () =>
        {
            if (Fault) Line("interrupt-controller;");
            if (Chance(60)) Line(Fault ? Pick("bootargs = <1>;", "bootargs;", "bootargs = \"a\", \"b\";") : "bootargs = \"a\";");
            if (Chance(60)) Line(Fault ? Pick("stdout-path = <1>;", "stdout-path;") : "stdout-path = &intc;");
            if (Fault) Line(Pick("linux,stdout-path = \"/\";", "linux,stdout-path = <1>;"));
        };
        if (Fault) Node(Serial("holder"), () => Node("chosen", chosen));
        if (_chosen) return;
        _chosen = true;
        Node("chosen", chosen);
        Node("aliases", () =>
        {
            for (var n = _random.Next(4); n > 0; n--)
            {
                var name = Fault ? Pick("Upper", "under_", "a,b") : "alias";
                Line($"{name}{_serial++} = {(Fault ? Pick("\"/nowhere\"", "<0>", "\"prov\"") : Pick("&intc", "\"/provider\"", "&prov"))};");
            }

            if (Fault) Line("empty;");
            if (Chance(10)) Cells("phandle", 0x77);
        });
    }

    private bool _chosen;
}
