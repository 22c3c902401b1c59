using System.Collections.Concurrent;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Caching;

/// <summary>
/// Keeps images of programs between runs. Beside them stands, for each choice of paths, a record of the files that were
/// read. When their stamps are as recorded the image is taken; else what changed is hashed, and only contents that no
/// image is known for are loaded again. Whatever is missing, damaged, of another version or cannot be written is as
/// if it were not there.
/// </summary>
internal sealed class BindingCache(CacheStore store)
{
    /// <summary>Opens a program.</summary>
    /// <param name="inputs">Its bindings; shipped ones are known by the module they are part of.</param>
    /// <param name="findings">Receives what is wrong with them, whether they are loaded or not.</param>
    public BindingProgram Open(SchemaInputs inputs, List<LoadFinding> findings)
    {
        var sources = Key(inputs);
        var kept = store.ReadRecord(sources);
        if (kept is not null && !SourceRecord.IsWhole(kept)) kept = null;
        if (kept is not null)
        {
            if (SourceRecord.IsCurrent(kept) && TryImage(SourceRecord.ContentOf(kept)) is { } current) return Take(current, findings);
            if (Renew(SourceRecord.Read(kept), inputs) is { } renewed)
            {
                var content = renewed.Content(sources);
                if (TryImage(content) is { } known)
                {
                    store.WriteRecord(sources, renewed.Write(content));
                    return Take(known, findings);
                }
            }
        }

        return Load(inputs, sources, findings);
    }

    /// <summary>Loads bindings without keeping anything.</summary>
    public static BindingProgram Load(SchemaInputs inputs, List<LoadFinding> findings)
    {
        var found = new List<LoadFinding>();
        var image = BindingProgram.WriteImage(BindingSet.Load(inputs, found, []), found);
        return Take(Whole(image), findings);
    }

    private BindingProgram Load(SchemaInputs inputs, ContentHash sources, List<LoadFinding> findings)
    {
        var record = new SourceRecord(SourceRecord.Now);
        var found = new List<LoadFinding>();
        var searched = new List<string>();
        var set = BindingSet.Load(inputs with { Read = path => Read(path, inputs.Read, record) }, found, searched);
        foreach (var directory in searched) record.Directories[directory] = FileStamp.Of(directory);
        var image = BindingProgram.WriteImage(set, found);

        // What could not be read may be readable the next time.
        if (!found.Exists(finding => finding.Fault == LoadFault.Unreadable))
        {
            var content = record.Content(sources);
            if (store.WriteImage(content, image)) store.WriteRecord(sources, record.Write(content));
        }

        return Take(Whole(image), findings);
    }

    private static byte[] Read(string path, Func<string, byte[]> read, SourceRecord record)
    {
        var isShipped = path.StartsWith(ShippedBindings.Root, StringComparison.Ordinal);
        var stamp = isShipped ? default : FileStamp.Of(path);
        var bytes = read(path);
        if (!isShipped) record.Files[path] = new SourceFile(stamp, ContentHash.Of(bytes));
        return bytes;
    }

    // Looks at the files again: what a record knows is read anew only where the stamp differs or cannot be believed.
    private static SourceRecord? Renew(SourceRecord old, SchemaInputs inputs)
    {
        var record = new SourceRecord(SourceRecord.Now);
        foreach (var directory in old.Directories.Keys) record.Directories[directory] = FileStamp.Of(directory);
        IEnumerable<string> files = old.Files.Keys;
        if (old.Directories.Any(known => known.Value.Latest != 0 || known.Value.Identity != record.Directories[known.Key].Identity))
        {
            var findings = new List<LoadFinding>();
            var searched = new List<string>();
            files = SchemaFiles.Find(inputs, findings, searched).SelectMany(group => group.Files)
                .Where(file => !file.StartsWith(ShippedBindings.Root, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
            record.Directories.Clear();
            foreach (var directory in searched) record.Directories[directory] = FileStamp.Of(directory);
            if (findings.Count > 0) return null;
        }

        try
        {
            Parallel.ForEach(Partitioner.Create(files), path =>
            {
                var stamp = FileStamp.Of(path);
                var isKnown = old.Files.TryGetValue(path, out var known) && known.Stamp.Latest == 0 && known.Stamp.Identity == stamp.Identity;
                record.Files[path] = new SourceFile(stamp, isKnown ? known.Hash : ContentHash.Of(inputs.Read(path)));
            });
        }
        catch (AggregateException fault) when (fault.InnerExceptions.All(inner => inner is IOException or UnauthorizedAccessException))
        {
            return null;
        }

        return record;
    }

    private ProgramImage? TryImage(ContentHash content) => store.ReadImage(content) is { } bytes ? ProgramImage.Open(bytes) : null;

    private static ProgramImage Whole(byte[] image) =>
        ProgramImage.Open(image) ?? throw new InvalidOperationException("an image does not hold what was written to it");

    private static BindingProgram Take(ProgramImage image, List<LoadFinding> findings)
    {
        image.AddFindings(findings);
        return new BindingProgram(image);
    }

    // The module's id changes with every change of this library or of what it ships.
    private static ContentHash Key(SchemaInputs inputs)
    {
        var bytes = new ImageBuffer();
        bytes.PutWord(ImageFormat.Version);
        bytes.PutBytes(typeof(BindingCache).Module.ModuleVersionId.ToByteArray());
        foreach (var path in inputs.Paths.Append(inputs.CoreDirectory ?? "").Select(path => path.Length == 0 ? path : Path.GetFullPath(path)))
        {
            bytes.PutText(path);
        }

        foreach (var path in inputs.Paths.Append(inputs.CoreDirectory ?? "").Concat(inputs.Shipped)) bytes.PutText(path);
        return ContentHash.Of(bytes.Span);
    }
}
