using System.IO.Compression;
using System.Security.Cryptography;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Xunit;

namespace Dtc.Bindings.Tests.Loading;

/// <summary>
/// What dt-schema 01b5073 (2026-08-05) makes of bindings. <c>linux-6.1.gz</c> is written by Golden/make.py; for
/// <c>generated.json.gz</c> a seeded program wrote odd bindings in 16 sets, and dt-schema processed each set.
/// </summary>
public sealed class GoldenTests
{
    [Fact]
    public void KernelBindingsBecomeWhatDtSchemaMakesOfThem()
    {
        var golden = ReadLines("linux-6.1.gz").Select(line => line.Split('\t')).ToLookup(fields => fields[0]);
        // The mirror has one point release at a time: bindings that changed since cannot be compared.
        var changed = golden["source"].Where(fields => !IsUnchanged(fields[1], fields[2])).Select(fields => fields[1]).ToHashSet();
        var processed = KernelBindings.Set.ToProcessed("x");
        var expected = golden["schema"].ToDictionary(fields => fields[1], fields => fields[2]);
        var ours = KernelBindings.Set.Bindings.ToDictionary(binding => binding.Id, binding => Path.GetRelativePath(KernelBindings.Root, binding.File));

        var different = new List<string>();
        foreach (var (id, hash) in expected)
        {
            if (!ours.TryGetValue(id, out var file)) different.Add($"{id}: missing");
            else if (!changed.Contains(file) && Hash(WithoutFile(processed[id]!)) != hash) different.Add(id);
        }

        Assert.Empty(different);
        Assert.True(changed.Count < 300, $"{changed.Count} bindings changed; please renew the golden data");
        KernelBindings.Report($"bindings: {expected.Count} of linux 6.1 fixed up as by dt-schema, {changed.Count} of them changed since");
        if (changed.Count > 0) return;

        Assert.Equal(expected.Count, ours.Count);
        Assert.Equal(2983, golden["source"].Count());
        Assert.Equal(
            golden["refused"].Select(fields => $"{fields[1]}: {fields[2]}"),
            KernelBindings.Findings.Where(finding => finding.IsError).Select(finding =>
                $"{Path.GetRelativePath(KernelBindings.Root, finding.File)}: {finding.Message[..finding.Message.LastIndexOf(": ", StringComparison.Ordinal)]}"));
    }

    [Fact]
    public void GeneratedBindingsBecomeWhatDtSchemaMakesOfThem()
    {
        using var stream = Open("generated.json.gz");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var sets = JsonReader.Read(memory.ToArray()).Items;
        Assert.Equal(16, sets.Count);
        foreach (var set in sets)
        {
            using var scratch = new Scratch();
            foreach (var (name, binding, _) in Yaml.Members(set["bindings"]!)) scratch.Write(name, Yaml.Json(binding));
            var processed = BindingSet.Load([scratch.Path], null, []).ToProcessed("x");
            processed.Members.Remove("version");
            foreach (var (_, entry, _) in Yaml.Members(processed)) entry.Members.Remove("$filename");
            SortTypes(processed);
            SortTypes(set["processed"]!);
            Assert.Equal(Text(set["processed"]!), Text(processed));
        }
    }

    // Types of one property are a set: dt-schema's order of them follows the hashes of the words "allOf" and "oneOf".
    private static void SortTypes(SchemaValue processed)
    {
        foreach (var entry in new[] { "generated-types", "generated-pattern-types" })
        {
            foreach (var (_, types, _) in Yaml.Members(processed[entry]!["properties"]!))
            {
                types.Items.Sort((x, y) => string.CompareOrdinal(Yaml.Json(x), Yaml.Json(y)));
            }
        }
    }

    private static bool IsUnchanged(string file, string hash) =>
        File.Exists(Path.Combine(KernelBindings.Root, file)) && Hash(File.ReadAllBytes(Path.Combine(KernelBindings.Root, file))) == hash;

    private static SchemaValue WithoutFile(SchemaValue schema)
    {
        var copy = schema.DeepCopy();
        copy.Members.Remove("$filename");
        return copy;
    }

    private static string Text(SchemaValue value) => System.Text.Encoding.ASCII.GetString(JsonWriter.Write(value));

    private static string Hash(SchemaValue value) => Hash(JsonWriter.Write(value));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    private static GZipStream Open(string name) => new(File.OpenRead(KernelBindings.Golden(name)), CompressionMode.Decompress);

    private static List<string> ReadLines(string name)
    {
        using var reader = new StreamReader(Open(name));
        return [.. reader.ReadToEnd().TrimEnd('\n').Split('\n')];
    }
}
