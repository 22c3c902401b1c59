using System.Buffers;
using System.Globalization;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Compiler;
using Dtc.Compiler.Inputs;
using Dtc.Fdt;
using Dtc.Tree;

namespace Cli.Edits;

/// <summary>An overlay to be applied: a blob, or source that is compiled first and then knows its places.</summary>
internal sealed class OverlayInput
{
    private readonly CompileResult? _source;

    private OverlayInput(byte[] blob, CompileResult? source)
    {
        Blob = blob;
        _source = source;
    }

    /// <summary>The overlay's blob.</summary>
    public byte[] Blob { get; }

    /// <summary>The files of its source; none of a blob.</summary>
    public IEnumerable<string> Files => _source is null ? [] : _source.PreprocessorInputs.Concat(_source.IncludedFiles);

    /// <summary>Reads an overlay; complains, with an exit code, when it cannot be used.</summary>
    public static OverlayInput? Open(string path, OverlayArguments arguments, Host host, out int code)
    {
        if (path != "-" && InputGuess.Of(path) == InputFormat.Source) return Compile(path, arguments, host, out code);
        code = ExitCode.UsageOrIO;
        if (BlobFile.Read(path, host) is not { } blob) return null;
        code = ExitCode.InputErrors;
        if (FdtHeader.Validate(blob, out _, out var error)) return new OverlayInput(blob, null);
        host.Complain($"{path}: {BlobFile.Describe(error)}");
        return null;
    }

    /// <summary><c>FILE:LINE:COLUMN: </c> of what does not fit; empty when the overlay is a blob.</summary>
    public string Place(FdtOverlayFailure failure)
    {
        if (_source is not { Tree: { } tree, Map: { } map } || failure.Location is not { } location) return "";
        var parts = location.Split(':');
        if (tree.FindByPath(System.Text.Encoding.UTF8.GetBytes(parts[0])) is not { } node) return "";
        var span = parts.Length > 1 && tree.Names.Find(System.Text.Encoding.UTF8.GetBytes(parts[1])) is { } name && node.Find(name) is { } property
            ? At(property, parts.Length > 2 ? parts[2] : "")
            : SourceSpan.None;
        if (span.IsNone) span = !node.NameSpan.IsNone ? node.NameSpan : node.Span;
        return map.Resolve(span) is { } at ? $"{at.File}:{at.Line}:{at.Column}: " : "";
    }

    // The reference at an offset, else the property.
    private static SourceSpan At(Property property, string offset)
    {
        if (int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            foreach (var marker in property.Markers)
            {
                if (marker.Kind == MarkerKind.PhandleReference && marker.Offset == at && !marker.Span.IsNone) return marker.Span;
            }
        }

        return property.Span;
    }

    private static OverlayInput? Compile(string path, OverlayArguments arguments, Host host, out int code)
    {
        var options = new CompileOptions
        {
            Preprocess = arguments.ToPreprocessOptions(new IncludePath(arguments).For(path)),
            Symbols = true,
        };
        var result = host.Engine()(path, options);
        var messages = new ArrayBufferWriter<byte>();
        Reporter.Create(arguments, host).Append(messages, path, result.Diagnostics, result.Map);
        if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        code = result.InputUnreadable ? ExitCode.UsageOrIO : ExitCode.InputErrors;
        return result.Output is { } blob && !result.Diagnostics.HasErrors ? new OverlayInput(blob, result) : null;
    }
}
