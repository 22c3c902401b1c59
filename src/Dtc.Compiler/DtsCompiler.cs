using System.Buffers;
using System.Collections.Concurrent;
using Dtc.Compiler.Inputs;
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

    private const int MaxAssemblerReservations = 1 << 24; // a text of 400 MB

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
        var compilation = Load(path, options);
        var diagnostics = compilation.Diagnostics;
        byte[]? output = null;
        if (compilation.Tree is { } tree)
        {
            var parsed = !diagnostics.HasErrors;
            if (IsWhole(diagnostics))
            {
                Process(compilation, options);
                if (!diagnostics.HasErrors || (options.Force && parsed)) output = Write(compilation, options);
            }

            if (compilation.TextIncomplete)
                diagnostics.RemoveAll(d => d.Rule == Rules.UnexpectedIdentifier || d.Rule == Rules.LabelNotFound);
            diagnostics.SortByPosition(SourceMap.FirstDirectivePosition);
        }

        return new CompileResult
        {
            Output = output,
            Tree = compilation.Tree,
            Diagnostics = diagnostics,
            Map = compilation.Map,
            PreprocessorInputs = compilation.PreprocessorInputs,
            IncludedFiles = compilation.IncludedFiles,
            InputUnreadable = compilation.InputUnreadable,
        };
    }

    /// <summary>Reads the input into a tree that <see cref="Process"/> has not touched yet.</summary>
    public Compilation Load(string path, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Who stands in for dtc must print all that it prints.
        var diagnostics = new DiagnosticBag(options.Checks.DtcFlow ? int.MaxValue : DiagnosticBag.Capacity);
        if (options.InputFormat == InputFormat.Directory)
        {
            var directory = DirectoryInput.Read(path, _names, diagnostics);
            return new Compilation
            {
                Format = InputFormat.Directory, Tree = directory, Diagnostics = diagnostics, InputUnreadable = directory is null,
            };
        }

        var opened = Sources.Open(path);
        if (opened.File is not { } file)
        {
            diagnostics.Add(new Diagnostic(Rules.UnreadableInput, SourceSpan.None, opened.Reason) { File = path });
            return new Compilation { Diagnostics = diagnostics, InputUnreadable = true };
        }

        if (options.InputFormat == InputFormat.Blob)
        {
            return new Compilation
            {
                Format = InputFormat.Blob, Tree = BlobInput.Read(file.Text, _names, diagnostics), Diagnostics = diagnostics, PreprocessorInputs = [file.Path],
            };
        }

        if (file.Text.StartsWith(BlobMagic))
        {
            const string message = "this is a device tree blob, not source";
            diagnostics.Add(new Diagnostic(Rules.BlobAsSource, SourceSpan.None, message) { File = path });
            return new Compilation { Diagnostics = diagnostics, PreprocessorInputs = [file.Path] };
        }

        using var source = options.RunPreprocessor
            ? new Preprocessor(Sources, options.Preprocess).Preprocess(file, diagnostics)
            : Preprocessor.Verbatim(Sources, file);
        var incomplete = diagnostics.HasErrors;
        var includes = new IncludeResolver(Sources, options.Preprocess.IncludeDirectories);
        return new Compilation
        {
            Tree = DtsParser.Parse(source, _names, includes, diagnostics, options.MarkElements),
            Diagnostics = diagnostics,
            Map = source.Map,
            PreprocessorInputs = [.. source.Inputs.Select(i => i.Path)],
            IncludedFiles = includes.Opened,
            TextIncomplete = incomplete,
        };
    }

    /// <summary>
    /// Runs the passes over the tree: checks, phandles, references, generated nodes, order. Ends with the checks when they
    /// run in dtc's flow and failed, unless <see cref="CompileOptions.Force"/> is set.
    /// </summary>
    public static void Process(Compilation compilation, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(compilation);
        compilation.ChecksFailed = !TreePasses.Run(new TreeContext(compilation.Tree!, options, compilation.Diagnostics));
    }

    /// <summary>Writes the finished tree in the format asked for; null when it cannot be, which is then reported.</summary>
    public byte[]? Write(Compilation compilation, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(compilation);
        ArgumentNullException.ThrowIfNull(options);
        var tree = compilation.Tree!;
        if (options.OutputFormat == OutputFormat.Null) return [];
        if (options.OutputFormat == OutputFormat.Blob) return WriteBlob(tree, options, compilation.Diagnostics);
        if (options is { OutputFormat: OutputFormat.Assembler, ReservedEntries: > MaxAssemblerReservations })
        {
            compilation.Diagnostics.Add(Rules.BlobTooLarge, SourceSpan.None, $"{options.ReservedEntries} reserved entries are too many");
            return null;
        }

        var text = new ArrayBufferWriter<byte>(65536);
        if (options.OutputFormat == OutputFormat.Source) DtsOutput.Write(tree, options, compilation.Map, text);
        else if (options.OutputFormat == OutputFormat.Assembler) AsmOutput.Write(tree, options, text);
        else if (YamlOutput.Write(tree, text) is { } untyped)
        {
            compilation.Diagnostics.Add(Rules.UntypedData, TreeContext.Place(untyped), $"nothing says what type of data '{untyped.Name}' holds");
            return null;
        }

        return text.WrittenSpan.ToArray();
    }

    private byte[]? WriteBlob(DeviceTree tree, CompileOptions options, DiagnosticBag diagnostics)
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
                // Before padding for alignment; older versions do not tell.
                var size = FdtHeader.TryRead(blob, out var header, out _) && header.Version >= 3 ? header.StringsOffset + header.StringsSize : (uint)blob.Length;
                diagnostics.Add(new Diagnostic(Rules.MinimumSizeExceeded, SourceSpan.None,
                    $"the blob has {blob.Length} bytes, more than the minimum of {options.MinimumSize}")
                {
                    DtcText = $"Warning: blob size {size} >= minimum size {options.MinimumSize}",
                });
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
