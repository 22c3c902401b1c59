using System.Text;
using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Examples;

/// <summary>
/// The examples of a binding as one device tree source, byte for byte as dt-extract-example makes it. An example with a
/// root node stands as it is; any other is put into a node of its own, <c>/example-N</c>, with one cell of address and
/// size, and with an interrupt controller where it has interrupts.
/// </summary>
/// <example><code>
/// var source = ExampleSource.Of(YamlReader.Read(bytes), bytes);
/// Console.Write(source.Text);
/// var place = source.Locate(12, 9); // where line 12, column 9 of the text stands in the binding
/// </code></example>
public sealed partial class ExampleSource
{
    private const string Header = "\n/dts-v1/;\n/plugin/; // silence any missing phandle references\n";

    private const string Root = """

        /{
            compatible = "foo";
            model = "foo";
            #address-cells = <1>;
            #size-cells = <1>;


        """;

    private const int Indent = 8;

    private readonly List<ExampleLines> _examples = [];

    private ExampleSource() => Text = "";

    /// <summary>The source; empty when the document is no mapping.</summary>
    public string Text { get; private set; }

    /// <summary>Number of examples in it.</summary>
    public int Count => _examples.Count;

    /// <summary>Makes the source.</summary>
    /// <param name="binding">The binding as it was read, not fixed up.</param>
    /// <param name="yaml">The text it was read from, for places in it.</param>
    /// <exception cref="DocumentException">The examples are not a list of strings.</exception>
    public static ExampleSource Of(SchemaValue binding, ReadOnlySpan<byte> yaml)
    {
        ArgumentNullException.ThrowIfNull(binding);
        var source = new ExampleSource();
        if (!binding.IsObject) return source;
        var text = new StringBuilder(Header);
        if (binding["examples"] is not { } examples) text.Append(Root).Append("\n};");
        else source.Append(text, examples, Encoding.UTF8.GetString(yaml).Split('\n'));
        source.Text = text.Append('\n').ToString();
        return source;
    }

    /// <summary>
    /// Where a place of the source stands in the binding. A place in what was put around an example is where the example
    /// begins; nowhere (0:0) in front of the first one.
    /// </summary>
    /// <param name="line">1-based line of <see cref="Text"/>.</param>
    /// <param name="column">1-based column.</param>
    public SchemaPosition Locate(int line, int column)
    {
        ExampleLines? nearest = null;
        foreach (var example in _examples)
        {
            if (example.FirstLine <= line || nearest is null) nearest = example;
        }

        return nearest?.Locate(line, column) ?? default;
    }

    private void Append(StringBuilder text, SchemaValue examples, string[] yaml)
    {
        if (!examples.IsArray) throw new DocumentException("examples must be a list of strings", examples.Position);
        for (var i = 0; i < examples.Items.Count; i++)
        {
            var item = examples.Items[i];
            if (!item.IsString) throw new DocumentException("an example must be a string", item.Position);
            var example = item.String;
            if (RootNode.IsMatch(example))
            {
                _examples.Add(ExampleLines.Find(LineOf(text), 0, item, yaml));
                text.Append(example);
                continue;
            }

            text.Append(Root).Append($"\n    example-{i} {{\n        #address-cells = <1>;\n        #size-cells = <1>;\n\n        ");
            AppendInterrupts(text, example, i);
            text.Append("\n\n        ");
            _examples.Add(ExampleLines.Find(LineOf(text), Indent, item, yaml));
            AppendIndented(text, example);
            text.Append("\n    };\n};\n");
        }
    }

    private static void AppendInterrupts(StringBuilder text, string example, int index)
    {
        var cells = CountInterruptCells(example);
        if (cells == 0) return;
        text.Append($$"""

                    interrupt-parent = <&fake_intc{{index}}>;
                    fake_intc{{index}}: fake-interrupt-controller {
                        interrupt-controller;
                        #interrupt-cells = < {{cells}} >;
                    };

            """);
    }

    // The words of the first list of cells; a macro call and what follows it count as one.
    private static int CountInterruptCells(string example)
    {
        if (Interrupts.Match(example) is not { Success: true } match) return 0;
        var cells = match.Groups[1].Value;
        var call = cells.IndexOf('(', StringComparison.Ordinal);
        if (call >= 0 && call + 1 < cells.Length) cells = cells[..call] + "0";
        cells = cells.Replace(")", "0", StringComparison.Ordinal);
        return cells.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    // Every line but the first, which follows blanks already. Lines end where Python ends them.
    private static void AppendIndented(StringBuilder text, string example)
    {
        var lines = PythonLines.Split(example);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0) text.Append(' ', Indent);
            text.Append(lines[i]);
        }
    }

    // 1-based line on which the next character comes to stand.
    private static int LineOf(StringBuilder text)
    {
        var line = 1;
        foreach (var chunk in text.GetChunks()) line += chunk.Span.Count('\n');
        return line;
    }

    [GeneratedRegex(@"/\s*{", RegexOptions.CultureInvariant)]
    private static partial Regex RootNode { get; }

    [GeneratedRegex(@"\sinterrupts\s*=\s*<([0-9a-zA-Z |()_]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex Interrupts { get; }
}
