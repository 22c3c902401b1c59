using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Examples;
using Xunit;

namespace Dtc.Bindings.Tests.Examples;

/// <summary>
/// <c>examples-6.1.gz</c> has a line for every binding of Linux 6.1: file, hash of the binding, hash of what
/// dt-extract-example (01b5073, 2026-08-05) prints for it; both the first digits of a SHA-256.
/// </summary>
public sealed class ExampleTests
{
    private const string Binding = """
        %YAML 1.2
        ---
        title: some
        examples:
          - |
            #include <dt-bindings/irq.h>
            device@0 {
                interrupts = <GIC_SPI 5 (IRQ_TYPE_EDGE | 8)>;

                reg = <0 1>;
            };

          - "one { two; };"

        """;

    [Fact]
    public void EveryBindingOfTheKernelGivesTheTextOfDtExtractExample()
    {
        using var stream = new GZipStream(File.OpenRead(KernelBindings.Golden("examples-6.1.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var same = 0;
        var changed = 0;
        var different = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            var file = Path.Combine(KernelBindings.Root, fields[0]);
            var bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
            if (!Hash(bytes).StartsWith(fields[1], StringComparison.Ordinal))
            {
                changed++; // the mirror has one point release at a time
                continue;
            }

            var text = ExampleSource.Of(YamlReader.Read(bytes), bytes).Text;
            if (Hash(Encoding.UTF8.GetBytes(text)).StartsWith(fields[2], StringComparison.Ordinal)) same++;
            else different.Add(fields[0]);
        }

        Assert.Empty(different);
        Assert.True(changed < 300, $"{changed} bindings changed; please renew the golden data");
        KernelBindings.Report($"examples: those of {same} bindings of linux 6.1 as extracted by dt-extract-example, {changed} bindings changed since");
    }

    [Fact]
    public void InterruptsGetAController()
    {
        var text = Extract(Binding).Text;
        Assert.Contains("#interrupt-cells = < 3 >;", text, StringComparison.Ordinal);
        Assert.Contains("interrupt-parent = <&fake_intc0>;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fake_intc1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void APlaceInTheTextLeadsBackToTheBinding()
    {
        var source = Extract(Binding);
        var lines = source.Text.Split('\n');
        var yaml = Binding.Split('\n');
        foreach (var word in (ReadOnlySpan<string>)["#include", "device@0", "interrupts =", "reg ="])
        {
            var line = Array.FindIndex(lines, text => text.Contains(word, StringComparison.Ordinal));
            var place = source.Locate(line + 1, lines[line].IndexOf(word, StringComparison.Ordinal) + 1);
            Assert.StartsWith(word, yaml[place.Line - 1][(place.Column - 1)..], StringComparison.Ordinal);
        }

        // A string in quotes may be written in many ways; its beginning is told.
        var quoted = Array.FindIndex(lines, text => text.Contains("two;", StringComparison.Ordinal));
        Assert.Contains("\"one", yaml[source.Locate(quoted + 1, 15).Line - 1], StringComparison.Ordinal);
    }

    [Fact]
    public void AnExampleWithARootNodeStandsAsItIs()
    {
        var text = Extract("examples:\n  - |\n    / {\n        a;\n    };\n").Text;
        Assert.EndsWith("references\n/ {\n    a;\n};\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("title: none", "    #size-cells = <1>;\n\n\n};\n")]
    [InlineData("examples: []", "references\n\n")]
    public void BindingsWithoutExamples(string yaml, string end) => Assert.EndsWith(end, Extract(yaml).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("examples: text")]
    [InlineData("examples:\n  - 5")]
    [InlineData("examples:\n  a: b")]
    public void ExamplesThatAreNoListOfStringsAreRefused(string yaml) => Assert.Throws<DocumentException>(() => Extract(yaml));

    private static ExampleSource Extract(string yaml)
    {
        var bytes = Encoding.UTF8.GetBytes(yaml);
        return ExampleSource.Of(YamlReader.Read(bytes), bytes);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
