using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Decoding;
using Dtc.Compiler;
using Dtc.Compiler.Comparison;
using Dtc.Compiler.Inputs;
using Dtc.Fdt;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>Reads sources and blobs into trees that can be checked. Thread-safe.</summary>
internal sealed class InputLoader(ValidateArguments arguments, IReadOnlyDictionary<string, string>? troubles = null)
{
    private readonly DtsCompiler _compiler = new();
    private readonly IncludePath _includePath = new(arguments);

    /// <summary>Reads one input.</summary>
    public CheckedInput Load(string path)
    {
        if (troubles?.GetValueOrDefault(path) is { } trouble) return Unreadable(path, trouble);
        // Blobs are used once; the cache of sources would keep them all.
        if (path != "-" && InputGuess.Of(path) == InputFormat.Blob) return LoadBlob(path);
        var opened = _compiler.Sources.Open(path);
        if (opened.File is not { } file) return Unreadable(path, opened.Reason);
        return FdtHeader.HasMagic(file.Text) ? Blob(path, file.TerminatedBuffer.AsMemory(0, file.Length)) : LoadSource(path);
    }

    private CheckedInput LoadBlob(string path)
    {
        try
        {
            return Blob(path, File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, _compiler.Sources.Open(path).Reason ?? fault.Message);
        }
    }

    private CheckedInput Blob(string path, ReadOnlyMemory<byte> bytes)
    {
        var tree = BindingTree.FromBlob(bytes);
        return arguments.Source is { } source ? WithSource(path, tree, source) : new CheckedInput(path, tree, null);
    }

    private CheckedInput LoadSource(string path)
    {
        var compilation = Compile(path);
        var failed = compilation.Tree is null || compilation.Diagnostics.HasErrors;
        var places = failed || compilation.Map is null ? null : new SourcePlaces(compilation.Tree!, compilation.Map);
        return new CheckedInput(path, failed ? null : BindingTree.FromTree(compilation.Tree!), places)
        {
            Diagnostics = compilation.Diagnostics,
            Map = compilation.Map,
            Files = FilesOf(compilation),
        };
    }

    private static IReadOnlyList<string> FilesOf(CompileResult compilation) => [.. compilation.PreprocessorInputs, .. compilation.IncludedFiles];

    // The blob is what is checked; the source only lends its lines.
    private CheckedInput WithSource(string path, BindingTree tree, string source)
    {
        var compilation = Compile(source);
        if (compilation.Tree is not { } written || compilation.Diagnostics.HasErrors || compilation.Map is null)
            return new CheckedInput(source, null, null) { Diagnostics = compilation.Diagnostics, Map = compilation.Map };

        var blob = _compiler.Load(path, new CompileOptions { InputFormat = InputFormat.Blob });
        var differences = blob.Tree is { } read ? TreeComparison.Of(read, written, false, false).Count : 0;
        return new CheckedInput(path, tree, new SourcePlaces(written, compilation.Map))
        {
            Files = FilesOf(compilation),
            Remark = differences == 0 ? null : new Diagnostic(
                Rules.SourceDiffers, SourceSpan.None, $"'{source}' differs from the blob in {Counted.Of(differences, "place")}; lines may be off")
            {
                File = path,
            },
        };
    }

    private CompileResult Compile(string path)
    {
        var options = new CompileOptions
        {
            Preprocess = arguments.ToPreprocessOptions(_includePath.For(path)),
            InputFormat = InputFormat.Source,
            Symbols = arguments.Symbols,
            OutputFormat = OutputFormat.Null,
            MarkElements = true,
        };
        var result = _compiler.Compile(path, options);
        if (result.Tree is { Root.Deleted: true } && !result.Diagnostics.HasErrors)
            result.Diagnostics.Add(Rules.NoTree, SourceSpan.None, "the root node was deleted or dropped: nothing is left to check");
        return result;
    }

    private static CheckedInput Unreadable(string path, string reason)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.Add(new Diagnostic(Rules.UnreadableInput, SourceSpan.None, reason) { File = path });
        return new CheckedInput(path, null, null) { Diagnostics = diagnostics };
    }
}
