using Cli.Hosting;
using Cli.Output;
using Dtc.Compiler.Inputs;

namespace Cli.Batch;

/// <summary>Names the outputs of a batch, before anything is compiled or written.</summary>
internal static class BatchPlan
{
    /// <summary>
    /// Outputs mirror the inputs' paths below <paramref name="root"/>, or below the inputs' common directory.
    /// Names are taken as written, links are not followed.
    /// </summary>
    public static BatchJob[] Make(List<string> inputs, string outDirectory, string? root)
    {
        var full = new string[inputs.Count];
        for (var i = 0; i < full.Length; i++)
        {
            if (inputs[i] == "-")
                throw new UsageException("standard input has no name for an output below --out-dir; give -o");
            full[i] = Path.GetFullPath(inputs[i]);
        }

        var top = root is null ? CommonDirectory(full) : Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var prefix = top.EndsWith('/') ? top : top + "/";
        var jobs = new BatchJob[full.Length];
        var byOutput = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < full.Length; i++)
        {
            if (!full[i].StartsWith(prefix, StringComparison.Ordinal))
                throw new UsageException($"'{inputs[i]}' is not below --root '{root}'");
            var output = Path.Join(outDirectory, OutputName.ForInput(full[i][prefix.Length..]));
            if (!byOutput.TryAdd(Path.GetFullPath(output), inputs[i]))
            {
                var other = byOutput[Path.GetFullPath(output)];
                throw new UsageException($"'{other}' and '{inputs[i]}' would both be written to '{output}'");
            }

            jobs[i] = new BatchJob(inputs[i], output);
        }

        foreach (var (input, path) in inputs.Zip(full))
        {
            if (byOutput.ContainsKey(path))
                throw new UsageException($"the input '{input}' would be overwritten by an output");
        }

        // Outputs of an earlier run may have become links to sources.
        var identities = new Lazy<Dictionary<(ulong Device, ulong Number), string>>(() => Identities(inputs));
        foreach (var job in jobs)
        {
            if (File.Exists(job.Output) && PathStatus.Of(job.Output).Identity is { } identity && identities.Value.TryGetValue(identity, out var input))
                throw new UsageException($"the input '{input}' would be overwritten by an output");
        }

        return jobs;
    }

    private static Dictionary<(ulong Device, ulong Number), string> Identities(List<string> inputs)
    {
        var known = new Dictionary<(ulong Device, ulong Number), string>();
        foreach (var input in inputs)
        {
            if (PathStatus.Of(input).Identity is { } identity) known.TryAdd(identity, input);
        }

        return known;
    }

    /// <summary>The deepest directory that holds all files.</summary>
    public static string CommonDirectory(ReadOnlySpan<string> files)
    {
        var common = Path.GetDirectoryName(files[0]) ?? "/";
        foreach (var file in files)
        {
            while (common != "/" && !file.StartsWith(common + "/", StringComparison.Ordinal))
                common = Path.GetDirectoryName(common) ?? "/";
        }

        return common;
    }
}
