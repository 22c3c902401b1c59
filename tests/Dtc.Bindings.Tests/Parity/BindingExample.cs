using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>The examples of a binding as one source, in the frame that dt-extract-example puts around them.</summary>
internal static partial class BindingExample
{
    /// <summary>The source; null when the binding has no examples.</summary>
    public static string? Extract(byte[] binding)
    {
        if (YamlReader.Read(binding)["examples"] is not { IsArray: true } examples) return null;
        var source = new StringBuilder("/dts-v1/;\n/plugin/;\n");
        for (var i = 0; i < examples.Items.Count; i++)
        {
            var text = examples.Items[i].String;
            if (Root().IsMatch(text)) source.Append(text).Append('\n');
            else AppendFramed(source, text, i);
        }

        return source.ToString();
    }

    private static void AppendFramed(StringBuilder source, string text, int number)
    {
        const string Cells = "#address-cells = <1>; #size-cells = <1>;\n";
        source.Append("/ { compatible = \"foo\"; model = \"foo\"; ").Append(Cells);
        source.Append(CultureInfo.InvariantCulture, $"example-{number} {{ {Cells}");
        if (Interrupts().Match(text) is { Success: true } interrupts)
        {
            // A call of a macro is one cell.
            var cells = Call().Replace(interrupts.Groups[1].Value, "0");
            var count = cells.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
            source.Append(CultureInfo.InvariantCulture, $$"""
                interrupt-parent = <&fake_intc{{number}}>;
                fake_intc{{number}}: fake-interrupt-controller { interrupt-controller; #interrupt-cells = <{{count}}>; };

                """);
        }

        source.Append(text).Append("\n}; };\n");
    }

    [GeneratedRegex(@"/\s*{")]
    private static partial Regex Root();

    [GeneratedRegex(@"\sinterrupts\s*=\s*<([0-9a-zA-Z |()_]+)>")]
    private static partial Regex Interrupts();

    [GeneratedRegex(@"\(.+|\)")]
    private static partial Regex Call();
}
