using System.Collections.Concurrent;
using Dtc.Compiler.Output;
using Dtc.Compiler.Passes;
using Dtc.Fdt;
using Dtc.Parser;
using Dtc.Parser.Preprocessing;
using Dtc.Parser.Syntax;
using Dtc.Tree;

namespace Dtc.Compiler;

/// <summary>
/// Compiles device tree source into blobs. One instance serves many compilations on many threads; what it
/// keeps between them is the cache of files read and scanned, and the names met.
/// </summary>
public sealed class DtsCompiler
{
    private static ReadOnlySpan<byte> BlobMagic => [0xd0, 0x0d, 0xfe, 0xed];

    private readonly ConcurrentBag<BlobOutput> _outputs = [];
    private readonly NameTable _names = new();

    /// <summary>Stack in bytes that the deepest input taken needs, with room to spare; reserved, not committed.</summary>
    public const int StackSize = 64 << 20;

    /// <summary>Makes a compiler with a cache of its own, or with <paramref name="sources"/>.</summary>
    public DtsCompiler(SourceCache? sources = null) => Sources = sources ?? new SourceCache();

    /// <summary>The files read so far.</summary>
    public SourceCache Sources { get; }

    /// <summary>
    /// Compiles the file at <paramref name="path"/> (<c>-</c> is standard input). Never throws for bad input.
    /// Deeply nested input needs stack: give the calling thread <see cref="StackSize"/>.
    /// </summary>
    public CompileResult Compile(string path, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var diagnostics = new DiagnosticBag();
        var opened = Sources.Open(path);
        if (opened.File is not { } file)
        {
            diagnostics.Add(new Diagnostic(Rules.UnreadableInput, SourceSpan.None, opened.Reason) { File = path });
            return new CompileResult { Diagnostics = diagnostics, InputUnreadable = true };
        }

        if (file.Text.StartsWith(BlobMagic))
        {
            const string message = "this is a device tree blob, not source";
            diagnostics.Add(new Diagnostic(Rules.BlobAsSource, SourceSpan.None, message) { File = path });
            return new CompileResult { Diagnostics = diagnostics, PreprocessorInputs = [file.Path] };
        }

        using var source = options.RunPreprocessor
            ? new Preprocessor(Sources, options.Preprocess).Preprocess(file, diagnostics)
            : Preprocessor.Verbatim(Sources, file);
        var incomplete = diagnostics.HasErrors;
        var includes = new IncludeResolver(Sources, options.Preprocess.IncludeDirectories);
        var tree = DtsParser.Parse(source, _names, includes, diagnostics);
        byte[]? blob = null;
        var parsed = !diagnostics.HasErrors;
        if (IsWhole(diagnostics))
        {
            TreePasses.Run(new TreeContext(tree, options, diagnostics));
            if (!diagnostics.HasErrors || (options.Force && parsed)) blob = Write(tree, options, diagnostics);
        }

        // Where the text is incomplete, unknown words and labels are the consequence.
        if (incomplete) diagnostics.RemoveAll(d => d.Rule == Rules.UnexpectedIdentifier || d.Rule == Rules.LabelNotFound);
        diagnostics.SortByPosition(SourceMap.FirstDirectivePosition);
        return new CompileResult
        {
            Blob = blob,
            Tree = tree,
            Diagnostics = diagnostics,
            Map = source.Map,
            PreprocessorInputs = [.. source.Inputs.Select(i => i.Path)],
            IncludedFiles = includes.Opened,
        };
    }

    private byte[]? Write(DeviceTree tree, CompileOptions options, DiagnosticBag diagnostics)
    {
        if (tree.Root.Deleted)
        {
            // dtc writes a blob without a root then, which nothing can read.
            diagnostics.Add(Rules.NoTree, TreeContext.Place(tree.Root), "the root node was deleted or dropped: nothing is left to write");
            return null;
        }

        if (!_outputs.TryTake(out var output)) output = new BlobOutput();
        try
        {
            var blob = output.Write(tree, options, out var exceeded);
            if (exceeded)
            {
                diagnostics.Add(Rules.MinimumSizeExceeded, SourceSpan.None,
                    $"the blob has {blob.Length} bytes, more than the minimum of {options.MinimumSize}");
            }

            _outputs.Add(output);
            return blob;
        }
        catch (FdtTooLargeException e)
        {
            diagnostics.Add(Rules.BlobTooLarge, SourceSpan.None, e.Message);
            return null;
        }
    }

    // After an error that cost part of the tree, findings about the tree would only be consequences of it.
    private static bool IsWhole(DiagnosticBag diagnostics)
    {
        if (!diagnostics.HasErrors) return true;
        if (diagnostics.Dropped > 0) return false;
        foreach (var diagnostic in diagnostics.Items)
        {
            if (diagnostic.Severity == Severity.Error && !LeavesTreeWhole(diagnostic.Rule)) return false;
        }

        return true;
    }

    private static bool LeavesTreeWhole(Rule rule) =>
        rule == Rules.UnexpectedIdentifier || rule == Rules.BadLiteral || rule == Rules.LiteralOutOfRange
        || rule == Rules.BadCharLiteral || rule == Rules.BadBits || rule == Rules.ReferenceNeedsCells
        || rule == Rules.DivisionByZero || rule == Rules.BadEscape || rule == Rules.PropertyAfterSubnode
        || rule == Rules.MissingSemicolon || rule == Rules.MissingVersionTag || rule == Rules.HeaderMismatch;
}
