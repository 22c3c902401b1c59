using Dtc.Bindings.Documents;
using Xunit;

namespace Dtc.Bindings.Tests.Documents;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("a: [1, [2, {b: []}], {}]")]
    [InlineData("text: [yes, 'true', '1', '', 'a: b', ' x ', '#c', '^foo$', \"tab\\t\\n\\\"\\\\\", 'ü€𝄞', '-', '~', null]")]
    [InlineData("b: true\na: {d: -5, c: 18446744073709551615}\n'null': 1.5")]
    [InlineData("[[[]], [{a: [{b: c}]}]]")]
    public void WhatIsWrittenReadsTheSame(string yaml)
    {
        var value = Yaml.Read(yaml);
        var copy = YamlReader.Read(YamlWriter.Write(value));
        Assert.Equal(JsonWriter.Write(value), JsonWriter.Write(copy));
    }

    [Fact]
    public void AProcessedSetReadsTheSame()
    {
        // One binding in fifty stands for all; the whole has more values than a document may have.
        var binding = KernelBindings.Set.Bindings.Where((_, i) => i % 50 == 0);
        foreach (var schema in binding.Select(b => b.Schema))
        {
            Assert.Equal(JsonWriter.Write(schema), JsonWriter.Write(YamlReader.Read(YamlWriter.Write(schema))));
        }
    }
}
