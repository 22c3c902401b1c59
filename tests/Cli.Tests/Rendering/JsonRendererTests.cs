using System.Buffers;
using System.Text;
using System.Text.Json;
using Cli.Rendering;
using Dtc.Tree;
using Xunit;

namespace Cli.Tests.Rendering;

public sealed class JsonRendererTests
{
    private static string Render(Diagnostic diagnostic, ISourceMap? map)
    {
        var output = new ArrayBufferWriter<byte>();
        new JsonRenderer().Append(output, diagnostic, "board.dts", map);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void Fields_are_stable()
    {
        var map = new FakeMap("b.dts", "abc", new SourceLink(SourceLinkKind.MacroDefinition, "M", "m.h", 1, 9));
        var diagnostic = new Diagnostic(TestRun.SampleRule, new SourceSpan(1, 1), "no")
        {
            Help = "yes?",
            Related = [new RelatedSpan("here", new SourceSpan(0, 1))],
        };
        Assert.Equal(
            """
            {"file":"b.dts","line":1,"column":2,"endLine":1,"endColumn":3,"severity":"error","rule":"DTS0999",
            "name":"sample","message":"no","help":"yes?",
            "related":[{"file":"b.dts","line":1,"column":1,"endLine":1,"endColumn":2,"message":"here"}],
            "chain":[{"kind":"macro","name":"M","file":"m.h","line":1,"column":9}]}
            """.Replace("\n", "", StringComparison.Ordinal) + "\n",
            Render(diagnostic, map));
    }

    [Fact]
    public void Places_may_be_null_and_lines_are_one_line()
    {
        var text = Render(new Diagnostic(TestRun.SampleRule, SourceSpan.None, "two\nlines\e\u202e"), null);
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(text[..^1], c => c is < ' ' or > '~');
        using var json = JsonDocument.Parse(text);
        Assert.Equal("board.dts", json.RootElement.GetProperty("file").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("line").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("help").ValueKind);
        Assert.Equal("two\nlines\e\u202e", json.RootElement.GetProperty("message").GetString());
    }
}
