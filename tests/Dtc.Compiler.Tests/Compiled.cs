using System.Text;
using Dtc.Parser;
using Dtc.Tests;

namespace Dtc.Compiler.Tests;

/// <summary>Compiles texts held in memory.</summary>
internal static class Compiled
{
    public static CompileResult Result(string dts, CompileOptions? options = null, params (string Path, string Text)[] files)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("board.dts", Encoding.Latin1.GetBytes(dts)));
        foreach (var (path, text) in files) sources.Add(new SourceFile(path, Encoding.Latin1.GetBytes(text)));
        return new DtsCompiler(sources).Compile("board.dts", options ?? CompileOptions.Default);
    }

    /// <summary>The tree as one line; fails the test when there are errors.</summary>
    public static string Tree(string dts, CompileOptions? options = null, params (string Path, string Text)[] files)
    {
        var result = Result(dts, options, files);
        Assert.True(result.Output is not null, $"expected a blob, got:\n{Findings(result)}");
        Assert.Null(BlobTree.Difference(result.Tree!, result.Output!));
        return BlobTree.Text(result.Output!);
    }

    /// <summary>The findings as <c>line:column rule-name</c> lines.</summary>
    public static string Findings(CompileResult result, bool messages = false)
    {
        var text = new StringBuilder();
        foreach (var finding in result.Diagnostics.Items)
        {
            var place = result.Map?.Resolve(finding.Span);
            if (text.Length > 0) text.Append('\n');
            text.Append(place is null ? "-" : $"{place.Line}:{place.Column}").Append(' ').Append(finding.Rule.Name);
            if (messages) text.Append(": ").Append(finding.Message);
        }

        return text.ToString();
    }

    public static string Findings(string dts, params (string Path, string Text)[] files) => Findings(Result(dts, null, files));
}
