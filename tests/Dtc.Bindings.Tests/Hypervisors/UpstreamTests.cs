using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Loading;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>
/// The bindings of hypervisors in the hands of dt-schema 2026.06, run here and now: dt-doc-validate accepts all of them, and
/// dt-validate finds in all trees of these tests, word for word, what is found here.
/// </summary>
public sealed class UpstreamTests
{
    private const int Batch = 32;
    private const string From = "\tfrom schema $id: ";

    [Fact]
    public void DocValidateAcceptsAllBindings()
    {
        using var scratch = new Scratch();
        var files = WriteBindings(scratch);
        var (code, output, error) = Upstream.Run(scratch.Path, "dt-doc-validate", ["-u", "bindings", .. files]);
        Assert.True(code == 0 && output.Length + error.Length == 0, output + error);

        // It does look at them.
        File.AppendAllText(Path.Combine(scratch.Path, "bindings/xen.yaml"), "\nunheard-of: true\n");
        (code, output, error) = Upstream.Run(scratch.Path, "dt-doc-validate", "-u", "bindings", "bindings/xen.yaml");
        Assert.Contains("unheard-of", output + error, StringComparison.Ordinal);
        KernelBindings.Report($"bindings of hypervisors: dt-doc-validate 2026.06 accepts all {files.Length} files");
    }

    [Fact]
    public void ValidateFindsTheSame()
    {
        using var scratch = new Scratch();
        WriteBindings(scratch);
        var blobs = Trees().ToList();
        for (var i = 0; i < blobs.Count; i++) File.WriteAllBytes(Path.Combine(scratch.Path, $"{i}.dtb"), blobs[i]);
        var (code, _, error) = Upstream.Run(scratch.Path, "dt-mk-schema", "-j", "-o", "processed.json", "bindings");
        Assert.True(code == 0, error);
        var theirs = new List<string>();
        var failed = new Dictionary<int, string>();
        for (var i = 0; i < blobs.Count; i += Batch) Validate(scratch, i, Math.Min(i + Batch, blobs.Count), theirs, failed);
        var ours = new List<string>();
        for (var i = 0; i < blobs.Count; i++)
        {
            if (failed.ContainsKey(i)) continue;
            Validator.Validate(BindingTree.FromBlob(blobs[i]), HypervisorBindings.Program, finding =>
            {
                if (finding.Kind == FindingKind.Validation && HypervisorBindings.NameOf(finding.SchemaId!) is not null) ours.Add(DtValidateText.Format(finding, $"{i}.dtb").TrimEnd('\n'));
            });
        }

        var left = ours.ToList();
        var missing = theirs.Where(finding => !left.Remove(finding)).ToList();
        KernelBindings.Report($"bindings of hypervisors: {theirs.Count} findings in {blobs.Count} trees as by dt-validate 2026.06, {missing.Count} only its, {left.Count} only ours; it ends in a traceback on {failed.Count} trees ({string.Join("; ", failed.Values.Distinct().Order(StringComparer.Ordinal))})");
        Assert.True(missing.Count + left.Count == 0, string.Join('\n', missing.Select(f => "- " + f).Concat(left.Select(f => "+ " + f)).Take(20)));
        Assert.True(theirs.Count > 200, $"only {theirs.Count} findings: are the trees still looked at?");
        Assert.True(failed.Count < blobs.Count / 10, $"{failed.Count} tracebacks");
    }

    // Where it ends in a traceback (its decoder looks up a phandle that no node has), halves are tried, down to the one tree.
    private static void Validate(Scratch scratch, int first, int end, List<string> findings, Dictionary<int, string> failed)
    {
        var (_, output, errors) = Upstream.Run(scratch.Path, "dt-validate", ["-s", "processed.json", .. Enumerable.Range(first, end - first).Select(i => $"{i}.dtb")]);
        if (!errors.Contains("Traceback", StringComparison.Ordinal) && !output.Contains("Traceback", StringComparison.Ordinal))
        {
            findings.AddRange(Parse((output + errors).Replace(scratch.Path + "/", string.Empty, StringComparison.Ordinal)));
        }
        else if (end - first == 1)
        {
            failed.Add(first, errors.TrimEnd().Split('\n')[^1]);
        }
        else
        {
            var middle = first + ((end - first) / 2);
            Validate(scratch, first, middle, findings, failed);
            Validate(scratch, middle, end, findings, failed);
        }
    }

    private static IEnumerable<byte[]> Trees()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Hypervisors"), "*.cases").Order(StringComparer.Ordinal))
        {
            foreach (var item in TreeCase.Read(file)) yield return RuleCheck.CompileBlob(item.Source);
        }

        foreach (var file in Directory.GetFiles(RuleCheck.RealTrees, "*.dts").Order(StringComparer.Ordinal)) yield return RuleCheck.CompileBlob(File.ReadAllText(file));
    }

    // As they lie in the folder of bindings.
    private static string[] WriteBindings(Scratch scratch)
    {
        foreach (var name in HypervisorBindings.Names)
        {
            using var stream = typeof(BindingSet).Assembly.GetManifestResourceStream($"bindings/{name}.yaml")!;
            using var reader = new StreamReader(stream);
            scratch.Write($"bindings/{name}.yaml", reader.ReadToEnd());
        }

        return [.. HypervisorBindings.Names.Select(name => $"bindings/{name}.yaml")];
    }

    // Findings of our schemas: from the line that names the tree to the one that names the schema.
    private static List<string> Parse(string output)
    {
        var findings = new List<string>();
        var text = new List<string>();
        foreach (var line in output.Split('\n'))
        {
            // What decoding says of a value stands before, without a file.
            if (IsFirst(line)) text.Clear();
            text.Add(line);
            if (!line.StartsWith(From, StringComparison.Ordinal)) continue;
            if (HypervisorBindings.NameOf(line[From.Length..].TrimEnd('#')) is not null) findings.Add(string.Join('\n', text));
            text.Clear();
        }

        return findings;
    }

    private static bool IsFirst(string line) =>
        line.IndexOf(".dtb: ", StringComparison.Ordinal) is > 0 and var end && line.AsSpan(0, end).IndexOfAnyExceptInRange('0', '9') < 0;
}
