using System.Text;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Dtc.Parser.Tests.Preprocessing;

/// <summary>A run over texts that exist only in memory.</summary>
internal sealed class PreprocessingTest : IDisposable
{
    private readonly PreprocessedSource _result;

    public PreprocessingTest(string source, PreprocessOptions? options = null, params (string Path, string Text)[] files)
        : this(Encoding.UTF8.GetBytes(source), options, files)
    {
    }

    public PreprocessingTest(byte[] source, PreprocessOptions? options = null, params (string Path, string Text)[] files)
    {
        var cache = new SourceCache();
        foreach (var (path, text) in files) cache.Add(new SourceFile(path, Encoding.UTF8.GetBytes(text)));
        var input = new SourceFile("in.dts", source);
        cache.Add(input);
        _result = new Preprocessor(cache, options ?? PreprocessOptions.Default).Preprocess(input, Bag);
        Text = Encoding.UTF8.GetString(_result.Text, 0, _result.Length);
        Assert.Equal(0, _result.Text[_result.Length]);
    }

    public DiagnosticBag Bag { get; } = new();

    public string Text { get; }

    public SourceMap Map => _result.Map;

    public IEnumerable<string> Inputs => _result.Inputs.Select(f => f.Path);

    /// <summary>The diagnostics as <c>file:line:column id message</c>.</summary>
    public string[] Found => [.. Bag.Items.Select(d =>
    {
        var at = Map.Resolve(d.Span);
        return $"{at?.File ?? d.File}:{at?.Line}:{at?.Column} {d.Rule.Id} {d.Message}";
    })];

    /// <summary>The place of the nth occurrence of a text in the output.</summary>
    public SourceLocation Where(string text, int nth = 0)
    {
        var at = -1;
        for (var i = 0; i <= nth; i++) at = Text.IndexOf(text, at + 1, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{text}' is not in:\n{Text}");
        return Map.Resolve(new SourceSpan(Encoding.UTF8.GetByteCount(Text.AsSpan(0, at)), Encoding.UTF8.GetByteCount(text)))!;
    }

    public void Dispose() => _result.Dispose();
}
