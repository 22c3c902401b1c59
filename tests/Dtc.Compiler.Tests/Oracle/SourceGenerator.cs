using System.Text;

namespace Dtc.Compiler.Tests.Oracle;

/// <summary>
/// Writes random sources with everything the language has, reproducibly from a seed. Names come from small pools,
/// so that they collide. Most sources are tame: what is known to be refused is left out; the rest is wild.
/// </summary>
internal sealed partial class SourceGenerator
{
    private static readonly string[] Labels = ["l0", "l1", "l2", "l3", "L_4", "_5", "l6", "target", "phandle", "x"];
    private static readonly string[] External = ["ext0", "ext1", "i2c", "_x"];

    private static readonly string[] NodeNames =
    [
        "a", "b", "n@1", "n@2", "n", "bus", "soc", "x,y", "q-1", "w+w_.z", "cpu@0", "cpu@1", "p", "1", "@-", "0123456789-0123456789-0123456789-x",
    ];

    private static readonly string[] RootNames = ["cpus", "aliases", "chosen", "fragment@0", "memory@0", "cpus"];

    private readonly Random _random;
    private readonly bool _modern;
    private readonly bool _wild;
    private readonly bool _plugin;
    private readonly List<string> _lines = [];
    private readonly ModelNode _root = new("", null);
    private readonly Dictionary<string, ModelNode> _owners = [];
    private bool _makesFixups;
    private int _valueLabels;
    private int _fragments;

    private SourceGenerator(int seed, bool modern)
    {
        _random = new Random(seed);
        _modern = modern;
        _wild = _random.Next(5) == 0;
        _plugin = _random.Next(4) == 0;
    }

    /// <summary>Files that the sources include; they lie next to them.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["props.dtsi"] = "a = \"included\";\nincluded = <1>;\n",
        ["node.dtsi"] = "included-node { p; k { }; };\n",
        ["cells.dtsi"] = "1 0x2 '\\n' ",
        ["top.dtsi"] = "/ { top-included; };\n",
        ["sub/nested.dtsi"] = "/include/ \"again.dtsi\"\n",
        ["sub/again.dtsi"] = "nested = /incbin/(\"data.bin\");\n",
        ["sub/data.bin"] = "\x01\x02\x03",
        ["data.bin"] = "binary\0\xff\n",
    };

    /// <summary>The source of a seed. <paramref name="modern"/>: with what dtc 1.6 did not know yet.</summary>
    public static GeneratedSource Make(int seed, bool modern)
    {
        var generator = new SourceGenerator(seed, modern);
        var options = generator.Options();
        generator._makesFixups = generator._plugin || options.LocalFixups;
        generator.Source();
        var text = generator.Resolve(string.Join('\n', generator._lines) + "\n");
        if (generator.Chance(10)) text = TokenMutation.Apply(text, generator._random);
        if (!text.EndsWith('\n')) text += '\n'; // dtc wants it behind a last comment; we do not mind
        return new GeneratedSource(text, options);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    // Something that is probably refused: only in wild sources, and not often.
    private bool Rarely => _wild && _random.Next(12) == 0;

    private string Pick(string[] pool) => pool[_random.Next(pool.Length)];

    private void Line(int depth, string text) => _lines.Add(new string('\t', depth) + text);

    private CompileOptions Options()
    {
        var options = new CompileOptions
        {
            RunPreprocessor = false,
            Symbols = Chance(40),
            AutoAliases = Chance(20),
            LocalFixups = _modern && Chance(10),
            Sort = Chance(15),
            PhandleFormat = Chance(75) ? PhandleFormats.Epapr : Chance(50) ? PhandleFormats.Both : PhandleFormats.Legacy,
            BootCpu = Chance(10) ? (uint)_random.Next(10) : null,
            ReservedEntries = Chance(10) ? _random.Next(4) : 0,
            Alignment = Chance(10) ? 1 << _random.Next(8) : 0,
        };
        if (Chance(10)) options = options with { MinimumSize = _random.Next(1000) };
        else if (Chance(10)) options = options with { Padding = _random.Next(100) };
        if (!Chance(15)) return options;
        var simple = !_plugin && !options.Symbols && !options.AutoAliases && !options.LocalFixups; // else dtc crashes
        return options with { Version = simple ? _random.Next(1, 4) : 16 };
    }

    private void Source()
    {
        var header = _plugin ? "/dts-v1/; /plugin/;" : "/dts-v1/;";
        Line(0, Chance(10) ? $"// {header}\n{header}" : header);
        if (Chance(10)) Line(0, Rarely ? "/dts-v1/;" : header);
        for (var n = Chance(20) ? _random.Next(1, 4) : 0; n > 0; n--)
        {
            var labels = string.Concat(Enumerable.Range(0, _random.Next(3)).Select(_ => ValueLabel()));
            Line(0, $"{labels}/memreserve/ {Primary(64)} {Primary(64)};");
        }

        if (_plugin && Chance(40) || Rarely) Extension(first: true);
        else RootBlock(first: true);
        for (var n = _random.Next(6); n > 0; n--) Item();
        if (_modern && Chance(12)) Metadata();
        if (Chance(10)) Item();
    }

    private void Item()
    {
        switch (_random.Next(100))
        {
            case < 30:
                RootBlock(first: false);
                break;
            case < 72:
                Extension(first: false);
                break;
            case < 84:
                if (Target() is not { } doomed || doomed.Node == _root && !Rarely) break;
                Line(0, $"/delete-node/ {doomed.Text};");
                doomed.Node?.Delete();
                break;
            case < 90:
                if (Target() is { } omitted) Line(0, $"/omit-if-no-ref/ {omitted.Text};");
                break;
            case < 93:
                Line(0, "/include/ \"top.dtsi\"");
                break;
            case < 95:
                Line(0, $"# {_random.Next(100)} \"{Pick(Labels)}.dts\"" + (Chance(50) ? " 1" : ""));
                break;
            default:
                Line(0, Chance(50) ? "/* a\n * comment */" : "// a comment \\");
                if (Rarely) Line(0, "/memreserve/ 1 2;");
                break;
        }
    }

    private void RootBlock(bool first)
    {
        Line(0, "/ {");
        Body(_root, !first, 1);
        Line(0, "};");
    }

    // &label { }, &{/path} { }, &{label/path} { }, label: &ref { }
    private void Extension(bool first)
    {
        if (_plugin && (first || Chance(50)))
        {
            var reference = Chance(60) ? "&" + Pick(Chance(70) ? External : Labels)
                : Chance(70) || !_wild ? $"&{{/{Pick(NodeNames)}}}" : "&{" + Pick(Labels) + "/" + Pick(NodeNames) + "}";
            var known = !first && reference[1] != '{' && _owners.TryGetValue(reference[1..], out var owner) && !owner.Dead ? owner : null;
            Line(0, $"{reference} {{");
            Body(known ?? _root.Add($"fragment@{_fragments++}").Add("__overlay__"), known is not null, 1);
            Line(0, "};");
            return;
        }

        if (Target() is not { } target) return;
        var label = "";
        if (Chance(15) && Label(target.Node ?? _root) is { } added) label = Chance(50) ? $"{added}: " : $"{added}:\n";
        Line(0, $"{label}{target.Text} {{");
        var body = target.Node ?? _root;
        if (_plugin && label.Length == 0 && target.Text[1] == '{') body = _root.Add($"fragment@{_fragments++}").Add("__overlay__");
        Body(body, true, 1);
        Line(0, "};");
    }

    // A node that is there, as a reference; the node is null when it is not there.
    private (string Text, ModelNode? Node)? Target()
    {
        if (Rarely) return ("&" + Pick(Chance(50) ? Labels : External), null);
        if (Rarely) return ($"&{{/{Pick(NodeNames)}}}", null);
        var all = _root.All.ToArray();
        if (Chance(75))
        {
            var labelled = all.Where(node => node.Labels.Count > 0).ToArray();
            if (labelled.Length == 0) return null;
            var node = labelled[_random.Next(labelled.Length)];
            var label = node.Labels.ElementAt(_random.Next(node.Labels.Count));
            if (!_modern || _plugin || !Chance(10) || node.Children.Count == 0) return ("&" + label, node);
            var child = node.Children.Values.ElementAt(_random.Next(node.Children.Count));
            return ($"&{{{label}/{child.Name}}}", child);
        }

        var any = all[_random.Next(all.Length)];
        var path = Chance(4) ? any.Path.Replace("/", "//", StringComparison.Ordinal) : any.Path;
        if (Chance(4)) path += "/";
        return ($"&{{{path}}}", any);
    }

    private string? Label(ModelNode node)
    {
        var label = Pick(Labels);
        if (_owners.TryGetValue(label, out var owner) && owner != node && !owner.Dead && !Rarely) return null;
        _owners[label] = node;
        node.Labels.Add(label);
        return label;
    }

    private string ValueLabel() => Rarely ? Pick(Labels) + ": " : $"v{(Rarely ? 0 : _valueLabels++)}: ";

    private void Body(ModelNode node, bool merging, int depth)
    {
        var used = new HashSet<string>();
        for (var n = _random.Next(_random.Next(1, 6)); n > 0; n--) Property(node, merging, depth, used);
        used.Clear();
        for (var n = depth > 5 ? 0 : _random.Next(depth == 1 ? 5 : 3); n > 0; n--) Child(node, merging, depth, used);
        if (Rarely) Property(node, merging, depth, used);
    }

    private void Child(ModelNode node, bool merging, int depth, HashSet<string> used)
    {
        var name = node == _root && Chance(15) ? Pick(RootNames) : Pick(NodeNames);
        if (name is "@-" && !Rarely) name = "a"; // no base name: refused by dtc 1.7 on
        if (Rarely) name = Chance(50) ? "n@1@2" : "odd#?*";
        if (node.Name == "cpus") name = Chance(50) ? "cpu@0" : "cpu@1";
        if (Chance(3))
        {
            if (used.Add("included-node") || merging)
            {
                Line(depth, "/include/ \"node.dtsi\"");
                node.Add("included-node").Add("k");
            }

            return;
        }

        if (Chance(14))
        {
            if (!merging && !used.Add("-" + name) && !Rarely) return;
            if (!merging && used.Contains(name) && !Rarely) return;
            // dtc forgets the parent of a node that begins as a deletion: /__local_fixups__ would go wrong there.
            if (!merging && _makesFixups) name = "never";
            var label = Chance(8) ? Pick(Labels) + ": " : "";
            Line(depth, $"{label}{(Chance(5) ? "/omit-if-no-ref/ " : "")}/delete-node/ {name};");
            if (merging && node.Children.TryGetValue(name, out var doomed)) doomed.Delete();
            return;
        }

        if (!merging && !used.Add(name) && !Rarely) return;
        var known = node.Children.ContainsKey(name);
        var child = node.Add(name);
        var start = new StringBuilder();
        for (var n = Chance(45) ? _random.Next(1, 4) : 0; n > 0; n--)
        {
            if (Chance(6)) start.Append("/omit-if-no-ref/ ");
            if (Label(child) is { } label) start.Append(label).Append(Chance(90) ? ": " : ":");
        }

        if (Chance(8)) start.Append("/omit-if-no-ref/ ");
        Line(depth, $"{start}{Escaped(name)} {{");
        Body(child, merging && known, depth + 1);
        Line(depth, "};");
    }

    private string Escaped(string name) => Chance(3) ? "\\" + name : name;

    // /__symbols__, /__fixups__ and /__local_fixups__ that the source itself brings
    private void Metadata()
    {
        Line(0, "/ {");
        var nodes = _root.All.ToArray();
        ModelNode Any() => nodes[_random.Next(nodes.Length)];
        string Property(ModelNode node) => node.Properties.Count > 0 && Chance(90) ? node.Properties.ElementAt(_random.Next(node.Properties.Count)) : "p";
        if (Chance(50))
        {
            Line(1, "__symbols__ {");
            foreach (var label in Labels.Where(_ => Chance(20))) Line(2, $"{label} = \"{(Chance(10) ? "/nowhere" : Any().Path)}\";");
            Line(1, "};");
        }

        if (Chance(40))
        {
            Line(1, "__fixups__ {");
            foreach (var label in External.Concat(Labels).Where(_ => Chance(20)))
            {
                var node = Any();
                var entries = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => $"\"{node.Path}:{Property(node)}:{_random.Next(3) * 4}\"");
                Line(2, $"{label} = {string.Join(", ", entries)}{(Rarely ? ", \"bad\"" : "")}{(Rarely ? ", \"/a:p:9x\"" : "")};");
            }

            Line(1, "};");
        }

        if (Chance(40))
        {
            Line(1, "__local_fixups__ {");
            LocalFixups(_root, 2);
            Line(1, "};");
        }

        Line(0, "};");
    }

    private void LocalFixups(ModelNode node, int depth)
    {
        foreach (var property in node.Properties.Where(_ => Chance(20)))
        {
            Line(depth, $"{property} = <{string.Join(' ', Enumerable.Range(0, _random.Next(1, 3)).Select(_ => _random.Next(3) * 4))}>;");
        }

        foreach (var child in node.Children.Values.Where(_ => Chance(40)))
        {
            Line(depth, $"{child.Name} {{");
            LocalFixups(child, depth + 1);
            Line(depth, "};");
        }
    }
}
