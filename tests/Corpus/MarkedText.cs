using Cli.Output;
using Dtc.Compiler;
using Dtc.Parser;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Corpus.Tests;

/// <summary>Boards as text with line markers: what kbuild gives dtc, and what both compilers read in these tests.</summary>
public sealed class MarkedText(CorpusFixture fixture, DtsCompiler compiler)
{
    /// <summary>The expansion of a board; null when the preprocessor refuses it.</summary>
    public byte[]? Expand(string board)
    {
        if (compiler.Sources.Open(fixture.Corpus.FullPath(board)).File is not { } file) return null;
        var diagnostics = new DiagnosticBag();
        using var source = new Preprocessor(compiler.Sources, fixture.PreprocessOptions(board)).Preprocess(file, diagnostics);
        return diagnostics.HasErrors ? null : LineMarkers.Insert(source.Text.AsSpan(0, source.Length), source.Map).ToArray();
    }

    /// <summary>The text read and processed, ready to be written; it lies in the root of the corpus, where the oracle runs.</summary>
    public Compilation Load(string board, byte[] text, CompileOptions options)
    {
        // A path for each thread: the cache of sources keeps but a few texts.
        var path = fixture.Corpus.FullPath($"marked-{Environment.CurrentManagedThreadId}.dts");
        compiler.Sources.Add(new SourceFile(path, text));
        options = options with { RunPreprocessor = false, Preprocess = fixture.PreprocessOptions(board) };
        var compilation = compiler.Load(path, options);
        if (compilation.Tree is not null && !compilation.Diagnostics.HasErrors) DtsCompiler.Process(compilation, options);
        return compilation;
    }
}
