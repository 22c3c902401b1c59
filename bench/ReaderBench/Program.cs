using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Dtc.Fdt;
using ReaderBench;

// Compares the reader with libfdt, in one process on one blob:
//   dotnet publish bench/ReaderBench -c Release -f net10.0 -r linux-x64 -p:PublishAot=true
//   ReaderBench board.dtb [rounds]
// Each figure is the fastest of all rounds; the two sides take turns, so that a slow spell of the machine meets both.

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: ReaderBench board.dtb [rounds]");
    return 2;
}
var bytes = File.ReadAllBytes(args[0]);
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 40;
const int lookups = 1000;
var (paths, phandles, nodes, properties) = Collect(bytes);
Console.WriteLine($"{args[0]}: {bytes.Length} bytes, {nodes} nodes, {properties} properties");
Console.WriteLine($"fastest of {rounds} rounds\n");
Console.WriteLine("| what | libfdt, µs | ours, µs | ours / libfdt | allocated, bytes |");
Console.WriteLine("|---|---|---|---|---|");
unsafe
{
    var libfdt = new Libfdt();
    var blob = (byte*)NativeMemory.AlignedAlloc((nuint)bytes.Length, 8);
    var span = new Span<byte>(blob, bytes.Length);
    bytes.CopyTo(span);
    var size = bytes.Length;
    ReadOnlySpan<byte> Blob() => new(blob, size);

    Row("walk, nodes then properties", 20, () => libfdt.Walk(blob, false), () => Ours.Walk(Blob(), false));
    Row("the same, with names", 20, () => libfdt.Walk(blob, true), () => Ours.Walk(Blob(), true));
    Row("walk in one pass (cursor)", 20, () => libfdt.Walk(blob, false), () => Ours.Cursor(Blob(), false));
    Row("the same, with names", 20, () => libfdt.Walk(blob, true), () => Ours.Cursor(Blob(), true));
    Row($"{lookups} paths", 1, () => PathsOf(libfdt, blob, paths), () => Ours.Paths(Blob(), paths));
    Row($"{lookups} phandles", 1, () => PhandlesOf(libfdt, blob, phandles), () => Ours.Phandles(Blob(), phandles));
    Row("full check", 20, () => libfdt.CheckFull(blob, (nuint)size), () => (long)FdtVerifier.Check(Blob()));
    NativeMemory.AlignedFree(blob);
}
return 0;

void Row(string what, int repeats, Func<long> theirs, Func<long> ours)
{
    if (theirs() != ours()) throw new InvalidOperationException($"{what}: the answers differ");
    double fastestTheirs = double.MaxValue, fastestOurs = double.MaxValue;
    long allocated = 0;
    for (var round = 0; round < rounds; round++)
    {
        fastestTheirs = Math.Min(fastestTheirs, Time(theirs, repeats));
        var before = GC.GetAllocatedBytesForCurrentThread();
        fastestOurs = Math.Min(fastestOurs, Time(ours, repeats));
        allocated += GC.GetAllocatedBytesForCurrentThread() - before;
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {fastestTheirs:f1} | {fastestOurs:f1} | {fastestOurs / fastestTheirs:f2} | {allocated} |"));
}

static double Time(Func<long> action, int repeats)
{
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < repeats; i++) action();
    return (Stopwatch.GetTimestamp() - start) * 1e6 / Stopwatch.Frequency / repeats;
}

static unsafe long PathsOf(Libfdt libfdt, byte* blob, byte[][] paths)
{
    long sum = 0;
    foreach (var path in paths)
    {
        fixed (byte* p = path)
        {
            var node = libfdt.PathOffset(blob, p, path.Length);
            if (node >= 0) sum += node;
        }
    }
    return sum;
}

static unsafe long PhandlesOf(Libfdt libfdt, byte* blob, uint[] phandles)
{
    long sum = 0;
    foreach (var phandle in phandles)
    {
        var node = libfdt.NodeByPhandle(blob, phandle);
        if (node >= 0) sum += node;
    }
    return sum;
}

// Paths and phandles spread evenly over the blob.
static (byte[][] Paths, uint[] Phandles, int Nodes, int Properties) Collect(byte[] blob)
{
    if (!FdtReader.TryOpen(blob, out var reader, out var error))
        throw new InvalidDataException($"not a readable blob: {error}");
    var paths = new List<byte[]>();
    var phandles = new List<uint>();
    var properties = 0;
    Span<byte> path = stackalloc byte[4096];
    foreach (var node in reader.Nodes)
    {
        if (reader.TryGetPath(node, path, out var written, out _)) paths.Add(path[..written].ToArray());
        if (node.Phandle is not 0 and var phandle) phandles.Add(phandle);
        foreach (var _ in node.Properties) properties++;
    }
    if (phandles.Count == 0) phandles.Add(1);
    return ([.. Spread(paths)], [.. Spread(phandles)], paths.Count, properties);

    static IEnumerable<T> Spread<T>(List<T> all) =>
        Enumerable.Range(0, lookups).Select(i => all[(int)((long)i * 7919 % all.Count)]);
}
