using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>
/// The C preprocessor, with the results of <c>gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp</c>. Thread-safe;
/// all preprocessors over one <see cref="SourceCache"/> share what they learn about files.
/// </summary>
public sealed class Preprocessor
{
    private readonly PreprocessorCache _cache;
    private readonly PreprocessOptions _options;
    private readonly HeaderResolver _resolver;
    private readonly CommandLineMacros _macros;

    /// <summary>Makes a preprocessor that reads files through <paramref name="sources"/>.</summary>
    public Preprocessor(SourceCache sources, PreprocessOptions options)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(options);
        _cache = PreprocessorCache.For(sources);
        _options = options;
        _resolver = _cache.Resolver(options.IncludeDirectories);
        _macros = new CommandLineMacros(options.Macros, _cache.Names);
    }

    /// <summary>Expands <paramref name="input"/>. Never throws for bad input: faults go to the bag.</summary>
    public PreprocessedSource Preprocess(SourceFile input, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var run = _cache.RentRun();
        var result = run.Run(input, _options, _resolver, _macros, diagnostics);
        _cache.Return(run); // not when it threw: its state would be anybody's guess
        return result;
    }

    /// <summary>The text of <paramref name="input"/> as it is, with a map of one file.</summary>
    public static PreprocessedSource Verbatim(SourceCache sources, SourceFile input)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(input);
        var map = new SourceMap();
        map.AddFrame(null, input, -1, 0);
        map.AddPlain(0, 0, 0);
        map.Finish(input.Length, 0);
        return new PreprocessedSource(input.TerminatedBuffer, input.Length, map, [input], null);
    }
}
