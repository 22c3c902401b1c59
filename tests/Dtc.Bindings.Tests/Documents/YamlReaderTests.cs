using Dtc.Bindings.Documents;
using Xunit;

namespace Dtc.Bindings.Tests.Documents;

public sealed class YamlReaderTests
{
    // What ruamel.yaml 0.17 and 0.18 (YAML 1.2, safe) make of plain words.
    [Theory]
    [InlineData("1", "1")]
    [InlineData("+1", "1")]
    [InlineData("-0", "0")]
    [InlineData("017", "17")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x1f", "-31")]
    [InlineData("0X1f", "\"0X1f\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("0x1G", "\"0x1G\"")]
    [InlineData("0o17", "15")]
    [InlineData("0o8", "\"0o8\"")]
    [InlineData("0b101", "5")]
    [InlineData("0b2", "\"0b2\"")]
    [InlineData("1_000", "1000")]
    [InlineData("_1", "\"_1\"")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData(".5e1", "\".5e1\"")]
    [InlineData("-1.5e-3", "-0.0015")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("0.1.2", "\"0.1.2\"")]
    [InlineData(".inf", "Infinity")]
    [InlineData("~", "null")]
    [InlineData("NULL", "null")]
    [InlineData("nULL", "\"nULL\"")]
    [InlineData("", "null")]
    [InlineData("True", "true")]
    [InlineData("tRue", "\"tRue\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2020-01-01", "\"2020-01-01\"")]
    [InlineData("--", "\"--\"")]
    [InlineData("1,000", "\"1,000\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"on\\n\"", "\"on\\n\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"5\"", "5")]
    public void PlainWordsFollowYaml12(string text, string json) => Assert.Equal($"{{\"a\":{json}}}", Yaml.Json(Yaml.Read($"a: {text}\n")));

    [Theory]
    [InlineData("a: [-, 1]\n", """{"a":["-",1]}""")]
    [InlineData("a: [1, -]\n", """{"a":[1,"-"]}""")]
    [InlineData("a: [1,\n  -,\n  -]\nb: [x, -]\n", """{"a":[1,"-","-"],"b":["x","-"]}""")]
    [InlineData("{a: -}\n", """{"a":"-"}""")]
    [InlineData("# , -]\na: ', -]'\nb: [-]\n", """{"a":", -]","b":["-"]}""")]
    public void ALoneDashInAFlowSequenceIsAString(string text, string json) => Assert.Equal(json, Yaml.Json(Yaml.Read(text)));

    [Theory]
    [InlineData("%YAML 1.2\n---\na: |\n  x\n   y\n\nb: >-\n  p\n  q\n...\n", """{"a":"x\n y\n","b":"p q"}""")]
    [InlineData("\uFEFFa: b\r\nc: d\r\n", """{"a":"b","c":"d"}""")]
    [InlineData("a: &x {b: 1}\nc: *x\n", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("a: [1 2, {b, c}, ]\n", """{"a":["1 2",{"b":null,"c":null}]}""")]
    public void DocumentsAreReadAsWritten(string text, string json) => Assert.Equal(json, Yaml.Json(Yaml.Read(text)));

    [Fact]
    public void ValuesAndKeysKnowTheirPlaces()
    {
        var document = Yaml.Read("# c\na:\n  - x: 1\n    y: [é, -]\n");
        var item = document["a"]!.Items[0];
        Assert.Equal(new SchemaPosition(2, 1), document.Members.PositionOf("a"));
        Assert.Equal(new SchemaPosition(3, 5), item.Position);
        Assert.Equal(new SchemaPosition(3, 8), item["x"]!.Position);
        Assert.Equal(new SchemaPosition(4, 5), item.Members.PositionOf("y"));
        Assert.Equal(new SchemaPosition(4, 12), item["y"]!.Items[1].Position);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "duplicate key 'a', already given on line 1")]
    [InlineData("a:\n  b: 1\n  b: 2\n", 3, 3, "duplicate key 'b', already given on line 2")]
    [InlineData("a: 1\n---\nb: 2\n", 0, 0, "")]
    [InlineData("", 1, 1, "the file holds no document")]
    [InlineData("a: *x\n", 1, 4, "")]
    [InlineData("a: !foo 1\n", 1, 4, "tag '!foo' does not fit here")]
    [InlineData("1: 2\n", 1, 1, "a key must be a string, not an integer")]
    [InlineData("? [a]\n: b\n", 1, 3, "a key must be a string")]
    [InlineData("b: 1\n<<: {c: 3}\n", 2, 1, "merge keys ('<<') are not part of YAML 1.2")]
    [InlineData("a: 'x\n", 0, 0, "")]
    [InlineData("a: b: c\n", 1, 5, "")]
    [InlineData("a: [1, 2\nb: 3\n", 0, 0, "")]
    [InlineData("%YAML 2.0\n---\na: 1\n", 0, 0, "")]
    [InlineData("# x\n%FOO bar\n---\na: 1\n", 2, 1, "unknown directive '%FOO'")]
    [InlineData("a: 1\nb: x\u0001\n", 2, 5, "character U+0001 may not stand in a document")]
    public void DamageHasAPlace(string text, int line, int column, string message)
    {
        var fault = Assert.Throws<DocumentException>(() => Yaml.Read(text));
        Assert.True(fault.Position.Line >= 1 && fault.Position.Column >= 1, fault.Position.ToString());
        if (line > 0) Assert.Equal(new SchemaPosition(line, column), fault.Position);
        if (message.Length > 0) Assert.Equal(message, fault.Message);
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public void BytesThatAreNoTextHaveAPlace()
    {
        var fault = Assert.Throws<DocumentException>(() => YamlReader.Read([.. "a: 1\nb: é"u8, 0xff, (byte)'\n']));
        Assert.Equal(new SchemaPosition(2, 5), fault.Position);
    }

    [Fact]
    public void DepthAndSizeAreBounded()
    {
        Assert.Throws<DocumentException>(() => Yaml.Read(new string('[', 100_000)));
        Assert.Throws<DocumentException>(() => Yaml.Read(string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "a:\n"))));
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("too many values", Assert.Throws<DocumentException>(() => Yaml.Read(bomb)).Message, StringComparison.Ordinal);
    }
}
