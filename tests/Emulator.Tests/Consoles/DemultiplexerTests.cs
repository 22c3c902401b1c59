using System.Text;
using Emulator.Consoles;
using Xunit;

namespace Emulator.Tests.Consoles;

public sealed class DemultiplexerTests
{
    private static List<string> Lines(string text, int pieces = int.MaxValue)
    {
        var lines = new List<string>();
        var demultiplexer = new Demultiplexer(line => lines.Add($"{line.Channel}|{line.Text}"));
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var at = 0; at < bytes.Length; at += Math.Min(pieces, bytes.Length)) demultiplexer.Add(bytes.AsSpan(at, Math.Min(Math.Min(pieces, bytes.Length), bytes.Length - at)));
        demultiplexer.Complete();
        return lines;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void TakesConsolesApart(int pieces) => Assert.Equal(
        ["xen|Xen version 4.17", "dom1|hello", "host|dom0 here", "dom12|a: b", "dom3|debug", "host|last"],
        Lines("(XEN) Xen version 4.17\r\n(XEN) DOM1: hello\r\r\ndom0 here\r\r\n(XEN) [2026-01-01 10:00:00] DOM12: a: b\r\r\n(d3) debug\r\nlast", pieces));

    [Fact]
    public void GivesTheHostsLineItsRestBack() => Assert.Equal(
        ["dom1|in between", "xen|d1v0 Unhandled", "host|H4sIAAAA+tail", "host|next"],
        Lines("H4sIA(XEN) DOM1: in between\r\r\nAAA(XEN) d1v0 Unhandled\r\n+tail\r\nnext\r\n"));

    [Fact]
    public void JoinsWhatXenCutAtItsBuffer()
    {
        var head = new string('a', 126);
        Assert.Equal([$"dom1|{head}bc", "dom1|next"], Lines($"(XEN) DOM1: {head}\r\n(XEN) DOM1: bc\r\r\n(XEN) DOM1: next\r\r\n"));
    }

    [Fact]
    public void LetsNothingThroughThatDrivesATerminal()
    {
        Assert.Equal(["host|red [evil] \\x07\\x9b2J\\x1b]0;title\\x07 tab x"], Lines("\u001b[31mred\u001b[0m [evil] \u0007\u009b2J\u001b]0;title\u0007 tab\tx\n"));
        foreach (var c in Lines(new string([.. Enumerable.Range(0, 256).Select(static i => (char)i)])).SelectMany(static l => l)) Assert.InRange(c, ' ', '~');
    }

    [Fact]
    public void CutsLinesWithoutAnEnd()
    {
        var lines = Lines(new string('x', (3 * Demultiplexer.MaxLine) + 5));
        Assert.Equal([Demultiplexer.MaxLine, Demultiplexer.MaxLine, Demultiplexer.MaxLine, 5], lines.Select(static l => l.Length - "host|".Length));
    }

    [Fact]
    public void BoundsWhatItKeeps()
    {
        // Never-ending partial lines of the host and of very many domains.
        var text = new StringBuilder();
        for (var i = 0; i < 5000; i++) text.Append($"part(XEN) DOM{i}: ").Append('a', 126).Append("\r\n");
        Assert.Equal(5000, Lines(text.ToString()).Count(static l => l.StartsWith("dom", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("(XEN) DOM: x", "xen|DOM: x")]
    [InlineData("(XEN) DOM99999: x", "xen|DOM99999: x")]
    [InlineData("(XEN) DOM1 x", "xen|DOM1 x")]
    [InlineData("(XEN) ", "xen|")]
    [InlineData("(d) x", "host|(d) x")]
    [InlineData("", "host|")]
    public void TakesNoOtherTextForAPrefix(string text, string line) => Assert.Equal([line], Lines(text + "\r\n"));
}
