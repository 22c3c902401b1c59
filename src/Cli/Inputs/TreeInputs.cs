using System.Buffers;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Dtc.Compiler;
using Dtc.Compiler.Inputs;
using Dtc.Fdt;
using Dtc.Tree;

namespace Cli.Inputs;

/// <summary>A tree that was read, whatever from.</summary>
/// <param name="Path">What the command line calls it.</param>
/// <param name="Tree">The tree, its passes run.</param>
/// <param name="Map">Where things were written; null when the input is no source.</param>
internal sealed record LoadedTree(string Path, DeviceTree Tree, ISourceMap? Map)
{
    /// <summary><c>file:line</c> of a span; null when nothing was written there.</summary>
    public string? Place(SourceSpan span) =>
        !span.IsNone && Map?.Resolve(span) is { } at ? $"{at.File}:{at.Line}" : null;
}

/// <summary>Reads sources, blobs and directories into trees that can be compared with each other.</summary>
internal sealed class TreeInputs(TreeArguments arguments, Host host)
{
    private readonly DtsCompiler _compiler = new();
    private readonly IncludePath _includePath = new(arguments);
    private readonly Reporter _reporter = Reporter.Create(arguments, host);

    /// <summary>All files that were read so far.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Keep the place of each cell and byte of a source.</summary>
    public bool MarkElements { get; init; }

    /// <summary>Writes a tree; says what is wrong and returns null when it cannot be written.</summary>
    public byte[]? Write(LoadedTree input, OutputFormat format)
    {
        var compilation = new Compilation { Tree = input.Tree, Diagnostics = new DiagnosticBag() };
        var content = _compiler.Write(compilation, new CompileOptions { OutputFormat = format });
        var messages = new ArrayBufferWriter<byte>();
        _reporter.Append(messages, input.Path, compilation.Diagnostics, null);
        if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        return content;
    }

    /// <summary>Reads an input and runs the passes; says what is wrong and returns null when it cannot be used.</summary>
    public LoadedTree? Load(string path)
    {
        var format = InputGuess.Of(path);
        // Standard input and pipes are guessed by what they hold, once it is read.
        if (format == InputFormat.Source && _compiler.Sources.Open(path).File is { } file && FdtHeader.HasMagic(file.Text))
            format = InputFormat.Blob;
        var options = new CompileOptions
        {
            Preprocess = arguments.ToPreprocessOptions(_includePath.For(path)),
            InputFormat = format,
            Symbols = arguments.Symbols && format == InputFormat.Source,
            OutputFormat = OutputFormat.Null,
            MarkElements = MarkElements,
            // What is wrong with the tree of a blob keeps nobody from looking at it.
            Checks = format == InputFormat.Source ? CheckSettings.Default : new CheckSettings { Levels = CheckLevels.Off },
        };
        var compilation = _compiler.Load(path, options);
        Files.AddRange(compilation.PreprocessorInputs.Concat(compilation.IncludedFiles));
        var usable = compilation.Tree is not null && !compilation.Diagnostics.HasErrors;
        if (usable)
        {
            DtsCompiler.Process(compilation, options);
            usable = format != InputFormat.Source || !compilation.Diagnostics.HasErrors;
        }

        if (!usable || format == InputFormat.Source)
        {
            var messages = new ArrayBufferWriter<byte>();
            _reporter.Append(messages, path, compilation.Diagnostics, compilation.Map);
            if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        }

        return usable ? new LoadedTree(path, compilation.Tree!, compilation.Map) : null;
    }
}
