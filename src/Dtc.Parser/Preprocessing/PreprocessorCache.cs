using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Dtc.Parser.Preprocessing;

/// <summary>What all compilations over one <see cref="SourceCache"/> share: names, scans, spare buffers.</summary>
internal sealed class PreprocessorCache
{
    private static readonly ConditionalWeakTable<SourceCache, PreprocessorCache> Caches = [];

    private readonly ConcurrentDictionary<string, HeaderResolver> _resolvers = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<PreprocessRun> _runs = [];
    private readonly ConcurrentBag<byte[]> _buffers = [];
    private readonly Func<SourceFile, FileScan> _scan;
    private readonly SourceCache _sources;

    private PreprocessorCache(SourceCache sources)
    {
        _sources = sources;
        _scan = file => FileScanner.Scan(file, Names);
    }

    public MacroNameTable Names { get; } = new();

    public static PreprocessorCache For(SourceCache sources) => Caches.GetValue(sources, s => new PreprocessorCache(s));

    /// <summary>The scan of a file; one that another cache made uses other name ids and is not taken.</summary>
    public FileScan Scan(SourceFile file)
    {
        var scan = file.GetOrScan(_scan);
        return ReferenceEquals(scan.Names, Names) ? scan : _scan(file);
    }

    public HeaderResolver Resolver(IReadOnlyList<string> directories) =>
        _resolvers.GetOrAdd(string.Join('\0', directories), (_, dirs) => new HeaderResolver(_sources, [.. dirs]), directories);

    public PreprocessRun RentRun() => _runs.TryTake(out var run) ? run : new PreprocessRun(this);

    public void Return(PreprocessRun run) => _runs.Add(run);

    public byte[] RentBuffer() => _buffers.TryTake(out var buffer) ? buffer : new byte[1 << 17];

    public void Return(byte[] buffer)
    {
        if (buffer.Length <= 16 << 20) _buffers.Add(buffer);
    }
}
