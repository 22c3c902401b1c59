using Dtc.Parser;
using Dtc.Tree;

namespace Dtc.Compiler;

/// <summary>
/// Compiles device tree source into blobs. One instance serves many compilations on many threads; what it
/// keeps between them is the cache of files read and scanned.
/// </summary>
public sealed class DtsCompiler
{
    /// <summary>Makes a compiler with a cache of its own, or with <paramref name="sources"/>.</summary>
    public DtsCompiler(SourceCache? sources = null) => Sources = sources ?? new SourceCache();

    /// <summary>The files read so far.</summary>
    public SourceCache Sources { get; }

    /// <summary>Compiles the file at <paramref name="path"/> (<c>-</c> is standard input). Never throws for bad input.</summary>
    public CompileResult Compile(string path, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = Sources.Open(path);
        var bag = new DiagnosticBag();
        bag.Add(new Diagnostic(Rules.UnreadableInput, SourceSpan.None, "not implemented") { File = path });
        return new CompileResult { Diagnostics = bag, InputUnreadable = true };
    }
}
