using System.Text;
using Dtc.Bindings.Documents;
using Xunit;

namespace Dtc.Bindings.Tests.Documents;

public sealed class JsonTests
{
    // Python's json.dumps(…, indent=4, sort_keys=True) of the same values.
    [Fact]
    public void WritesAsPythonDoes()
    {
        var value = Yaml.Read("b: [1, [], {}, true, ~, \"q\\\"\\\\/\\t\\n\\x7f\\xe9\\u20ac\\U0001F600\"]\na: {z: 1, \"\\U0001F600\": 2, \"\\uFF5E\": 3}\n");
        const string Expected = """
            {
                "a": {
                    "z": 1,
                    "\uff5e": 3,
                    "\ud83d\ude00": 2
                },
                "b": [
                    1,
                    [],
                    {},
                    true,
                    null,
                    "q\"\\/\t\n\u007f\u00e9\u20ac\ud83d\ude00"
                ]
            }
            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), Encoding.ASCII.GetString(JsonWriter.Write(value)));
    }

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(double.NaN, "NaN")]
    public void NumbersAreWrittenAsPythonDoes(double value, string text) =>
        Assert.Equal(text, Encoding.ASCII.GetString(JsonWriter.Write(SchemaValue.Of(value))));

    [Theory]
    [InlineData("""{"a": [1, -2, 18446744073709551615, 1.5, true, null, "x\u00e9"], "b": {}}""")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void ReadsWhatItWrites(string text)
    {
        var once = JsonWriter.Write(JsonReader.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(once, JsonWriter.Write(JsonReader.Read(once)));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), Yaml.Json(JsonReader.Read(once)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n \"a\": }", 2)]
    [InlineData("{}\n{}", 2)]
    [InlineData("[\n\"\\ud800\"]", 2)]
    public void DamageHasAPlace(string text, int line) =>
        Assert.Equal(line, Assert.Throws<DocumentException>(() => JsonReader.Read(Encoding.UTF8.GetBytes(text))).Position.Line);

    [Fact]
    public void DepthIsBounded() => Assert.Throws<DocumentException>(() => JsonReader.Read(Encoding.ASCII.GetBytes(new string('[', 100_000))));
}
