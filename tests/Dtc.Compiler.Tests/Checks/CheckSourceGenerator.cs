using System.Text;

namespace Dtc.Compiler.Tests.Checks;

/// <summary>
/// Makes trees that provoke the checks. A tree consists of a few themes, each about some checks and sound but for a fault
/// here and there: a fault too many, and the checks that presuppose its absence would never run.
/// </summary>
internal sealed partial class CheckSourceGenerator
{
    /// <summary>The file that sources include.</summary>
    public const string IncludedName = "part.dtsi";

    public const string IncludedText = "part@1 {\n\tstatus = \"okay\", \"two\";\n\tpart-names = <1>;\n};\n";

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<string> _labels = [];
    private readonly List<string> _later = [];
    private readonly int _fault;
    private int _depth;
    private int _serial;
    private bool _plugin;

    private CheckSourceGenerator(int seed)
    {
        _random = new Random(seed);
        _fault = _random.Next(4) switch { 0 => 0, 1 => 4, 2 => 12, _ => 30 };
    }

    /// <summary>The source of a seed.</summary>
    public static CheckSource Make(int seed)
    {
        var generator = new CheckSourceGenerator(seed);
        generator.Tree();
        return generator.Finish();
    }

    private CheckSource Finish()
    {
        var levels = new List<string>();
        if (Chance(50)) levels.AddRange(CheckLevels.Names.Where(name => name != "always_fail").Where(_ => Chance(70)).Select(name => "-W" + name));
        for (var n = Chance(40) ? _random.Next(1, 5) : 0; n > 0; n--)
        {
            var name = Pick([.. CheckLevels.Names]);
            levels.Add($"-{(Chance(50) ? "W" : "E")}{(Chance(60) ? Chance(50) ? "no-" : "no_" : "")}{name}");
        }

        return new CheckSource(_text.ToString(), Chance(30), Chance(85) ? 0 : _random.Next(1, 3), Chance(20), levels);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>Now and then, in a source that is to have faults.</summary>
    private bool Fault => Chance(_fault);

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];

    private void Line(string text) => _text.Append('\t', _depth).Append(text).Append('\n');

    private void Open(string text)
    {
        Line(text + " {");
        _depth++;
    }

    private void Close()
    {
        _depth--;
        Line("};");
    }

    private void Node(string name, Action body)
    {
        Open(name);
        body();
        Close();
    }

    private void Cells(string name, params object[] cells) => Line($"{name} = <{string.Join(' ', cells)}>;");

    private string NewLabel(string stem)
    {
        var label = $"{stem}{_serial++}";
        _labels.Add(label);
        return label;
    }

    private void Counts(int address, int size)
    {
        if (Fault) address = _random.Next(4);
        if (Fault) size = _random.Next(3);
        if (!Chance(_fault / 3)) Line(Chance(_fault / 6) ? $"#address-cells = <{address} 1>;" : $"#address-cells = <{address}>;");
        if (!Chance(_fault / 3)) Line(Chance(_fault / 6) ? "#size-cells = \"x\";" : $"#size-cells = <{size}>;");
    }

    private void Tree()
    {
        _plugin = Chance(8);
        Line(_plugin ? "/dts-v1/; /plugin/;" : "/dts-v1/;");
        if (Chance(15)) Line("# 7 \"first.dts\"");
        if (_plugin && Chance(50))
        {
            Node("&outside", Theme);
            if (Chance(50)) Node("&{/target}", Theme);
        }

        Open("/");
        if (Chance(90)) Counts(1, 1);
        if (Chance(60)) Line(Fault ? "model = \"a\", \"b\";" : "model = \"a\";");
        if (Chance(50)) Line("compatible = \"a,b\", \"c\";");
        if (Fault) Line(Pick("reg = <1 2>;", "ranges;", "dma-ranges = <1>;", "ranges = <1 2 3>;", "remote-endpoint = <5>;"));
        if (Chance(40)) Cells("interrupt-parent", "&intc");
        Controllers();
        for (var n = _random.Next(1, 5); n > 0; n--) Theme();
        Close();
        for (var n = _random.Next(3); n > 0; n--) Later();
    }

    // Bodies that are merged in afterwards.
    private void Later()
    {
        switch (_random.Next(7))
        {
            case 0:
                Line($"# {_random.Next(1, 90)} \"other.dtsi\"");
                break;
            case 1 when _labels.Count > 0:
                Node("&" + Pick([.. _labels]), () => Line(Pick("status = \"okay\";", "extra;", "reg = <0x10 1>;", "#address-cells = <2>;")));
                break;
            case 2:
                Node("/", Theme);
                break;
            case 3 when _later.Count > 0:
                Line($"/ {{ {Pick([.. _later])} {{ reg = <1 1>;\n\tranges; interrupts = <1>; }}; }};");
                break;
            case 4 when _labels.Count > 0 && Fault:
                Line($"/delete-node/ &{Pick([.. _labels])};");
                break;
            case 5:
                Line(Chance(50) ? "/ { chosen { bootargs = \"a\"; }; };" : "/ { n@1 {\n}; };");
                break;
            default:
                Node("/", () => Node("soc@0", () =>
                {
                    if (Chance(50)) Line("/delete-property/ ranges;");
                    Line("late = <1>;");
                }));
                break;
        }
    }

    private void Theme()
    {
        switch (_random.Next(17))
        {
            case 0: Names(); break;
            case 1: Duplicates(); break;
            case 2: Labels(); break;
            case 3: ExplicitPhandles(); break;
            case 4: References(); break;
            case 5: Values(); break;
            case 6: Ranges(); break;
            case 7: Pci(); break;
            case 8: SimpleBus(); break;
            case 9: I2c(); break;
            case 10: Spi(); break;
            case 11: Chosen(); break;
            case 12: Providers(); break;
            case 13: Interrupts(); break;
            case 14: InterruptMap(); break;
            case 15: Graph(); break;
            default: UnitAddresses(); break;
        }
    }
}
