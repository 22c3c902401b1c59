using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Xunit;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>
/// What we find is what dt-schema of mid-2026 finds: over boards of all architectures, examples of bindings, and
/// damaged blobs of both, checked against the bindings of Linux 6.1 with dt-schema's core schemas.
/// </summary>
public sealed class ParityTests
{
    [Fact]
    public void FindingsAreThoseOfDtSchema()
    {
        var (cores, files) = GoldenFindings.Read(KernelBindings.Golden("parity.gz"));
        if (Environment.GetEnvironmentVariable("DTC_SHARP_PARITY_EXPORT") is { Length: > 0 } directory) Export(files, directory);
        // Debian moves on, and findings under newer core schemas are others; under ours they are those of 2026.06.
        var isKnown = cores.Contains(CoreSchemas.Hash());
        if (!isKnown) KernelBindings.Report($"bindings: dt-schema 2026.06 is no longer to be had ({CoreSchemas.Directory} is another), so with our core schemas:");
        var program = isKnown ? CoreSchemas.Program : BindingLibrary.Open(new BindingSources { Paths = [KernelBindings.Root] }, []);
        var results = new Result[files.Count];
        Parallel.For(
            0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, () => new ParityInput(),
            (i, _, input) =>
            {
                results[i] = Check(files[i], input.Make(files[i].Name), program);
                return input;
            },
            _ => { });

        // The mirror has one point release of the kernel at a time: sources that changed since cannot be compared.
        var changed = results.Count(r => r.Changed);
        var crashes = files.Count(f => f.Crash is not null);
        var messages = files.Sum(f => f.Findings.Count);
        KernelBindings.Report(
            $"bindings: {results.Count(r => !r.Changed && r.Fault is null)}/{files.Count} blobs found at fault as by dt-schema ({messages} findings, {crashes} blobs that it fails on), {changed} changed since");
        Assert.Empty(results.Where(r => r.Fault is not null).Select(r => r.Fault).Take(10));
        Assert.True(changed < files.Count / 10, $"{changed} of {files.Count} sources changed; please renew the golden data (Golden/parity.py)");
        Assert.True(files.Count - changed >= 300);
        Assert.True(messages > 30_000);
    }

    private static Result Check(GoldenFile golden, byte[]? blob, BindingProgram program)
    {
        if (blob is null || GoldenFindings.Hash(blob) != golden.Hash) return new Result(true, null);
        var findings = new List<BindingFinding>();
        Validator.Validate(BindingTree.FromBlob(blob), program, findings.Add, new ValidationOptions { ShowUnmatched = true });
        var ours = findings.ConvertAll(GoldenFindings.Key);
        if (golden.Crash is not null) return new Result(false, FaultOfCrash(golden, findings));

        var left = golden.Findings.ToList();
        var extra = ours.Where(finding => !left.Remove(finding)).ToList();
        return left.Count + extra.Count == 0
            ? new Result(false, null)
            : new Result(false, $"{golden.Name}: missing {left.Count}, as {left.FirstOrDefault()}; too many {extra.Count}, as {extra.FirstOrDefault()}");
    }

    /// <summary>Where dt-schema ends with an exception we say what is wrong with the tree, unless nothing is.</summary>
    private static string? FaultOfCrash(GoldenFile golden, List<BindingFinding> findings)
    {
        var crash = golden.Crash!;

        // dt-schema itself is at fault: it cannot choose between an array and a matrix; and a binding of 6.1 refers to
        // a place that does not exist.
        if (crash.Contains("prop_value: KeyError: 'uint32-array'", StringComparison.Ordinal)) return null;
        if (crash.Contains("_validate_reference", StringComparison.Ordinal)) return null;
        var told = crash.Contains("iter_errors: TypeError: 'bool'", StringComparison.Ordinal)
            ? findings.Exists(f => f is { Kind: FindingKind.Validation, PropertyPath: [{ Name: "compatible" }, ..] })
            : findings.Exists(f => f.Kind == FindingKind.Decode);
        return told ? null : $"{golden.Name}: nothing is said where dt-schema fails with {crash}";
    }

    /// <summary>Writes the blobs and their names, for dt-schema to be run on.</summary>
    private static void Export(List<GoldenFile> files, string directory)
    {
        Directory.CreateDirectory(directory);
        var input = new ParityInput();
        var names = new List<string>();
        foreach (var file in files)
        {
            if (input.Make(file.Name) is not { } blob) continue;
            File.WriteAllBytes(Path.Combine(directory, $"parity-{names.Count:D4}.dtb"), blob);
            names.Add($"parity-{names.Count:D4}.dtb\t{file.Name}");
        }

        File.WriteAllLines(Path.Combine(directory, "names"), names);
    }

    private readonly record struct Result(bool Changed, string? Fault);
}
