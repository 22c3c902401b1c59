using Dtc.Compiler;
using Dtc.Compiler.Inputs;
using Dtc.Parser;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Hypervisor.Hosts;

/// <summary>Reads a host's tree, source or blob.</summary>
public static class HostTreeLoader
{
    /// <summary>Reads a tree and runs the passes over it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="blob">Its contents when it is a blob that is no file; null to read the file.</param>
    /// <param name="fault">Why there is none, when the result is null.</param>
    /// <param name="includePaths">Where the includes of a source are searched beside its own directory.</param>
    public static HostTree? Load(string path, string name, byte[]? blob, out string? fault, IReadOnlyList<string>? includePaths = null)
    {
        var sources = new SourceCache();
        if (blob is not null) sources.Add(new SourceFile(path, blob));
        var format = blob is not null ? InputFormat.Blob : InputGuess.Of(path);
        // What is wrong with a blob was not written here; the checks of the plan say what keeps it from booting.
        var options = new CompileOptions
        {
            InputFormat = format,
            OutputFormat = OutputFormat.Null,
            Preprocess = PreprocessOptions.Default with { IncludeDirectories = includePaths ?? [] },
            Checks = format == InputFormat.Source ? CheckSettings.Default : new CheckSettings { Levels = CheckLevels.Off },
        };
        var compiler = new DtsCompiler(sources);
        var compilation = compiler.Load(path, options);
        fault = null;
        if (compilation.Tree is { } tree && !compilation.Diagnostics.HasErrors)
        {
            DtsCompiler.Process(compilation, options);
            if (format != InputFormat.Source || !compilation.Diagnostics.HasErrors) return new HostTree(tree, name) { Files = blob is null ? [.. compilation.PreprocessorInputs, .. compilation.IncludedFiles] : [] };
        }

        var first = compilation.Diagnostics.Items.FirstOrDefault(d => d.Severity == Severity.Error);
        fault = first?.Message ?? "it is damaged";
        if (first is not null && !first.Span.IsNone && compilation.Map?.Resolve(first.Span) is { } at) fault += $" (line {at.Line})";
        return null;
    }
}
