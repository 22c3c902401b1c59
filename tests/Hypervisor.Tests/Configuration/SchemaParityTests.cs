using System.Diagnostics;
using System.Text;
using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Hypervisor.Configuration;
using Hypervisor.Tests.Planning;
using Xunit;

namespace Hypervisor.Tests.Configuration;

/// <summary>The JSON Schema means the same to us and to python3-jsonschema, which comes with dt-schema.</summary>
public sealed class SchemaParityTests
{
    private const string Script = """
        import glob, json, sys
        from ruamel.yaml import YAML
        from jsonschema import Draft201909Validator as V
        schema = json.load(open(sys.argv[1] + "/schema.json"))
        V.check_schema(schema)
        validator = V(schema)
        for name in sorted(glob.glob(sys.argv[1] + "/*.yaml")):
            with open(name) as file:
                print("1" if validator.is_valid(YAML(typ="safe", pure=True).load(file)) else "0")
        """;

    // What a value may be replaced by.
    private static readonly string[] Values =
        ["0", "1", "-1", "2.0", "2.5", "true", "null", "\"\"", "\"4.17\"", "512MiB", "512MB", "0x1000", "[]", "[1]", "{}", "{ a: 1 }", "xen", "dom0", "/a", "a/b", "qemu-virt", "99999999999999999999"];

    [Fact]
    public void BothAgreeOnSamplesAndOnChangedConfigurations()
    {
        const string python = "/usr/bin/python3";
        Assert.True(Has(python), "python3 has no jsonschema, and without it nothing can be compared; please run: scripts/install.sh dt-schema");
        var texts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "guests.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        Assert.True(texts.Count >= 8);
        texts.AddRange([Bases.Dom0less, Bases.Static, Bases.Machine, Bases.Vexpress]);
        var whole = texts.ToArray();
        var random = new Random(8);
        while (texts.Count < whole.Length + 400) texts.Add(Mutate(whole[random.Next(whole.Length)], random));
        texts.RemoveAll(text => !IsYaml(text));
        Assert.True(texts.Count >= 212, $"{texts.Count} documents");
        var schema = new DocumentSchema(GuestsReader.Schema());
        var ours = texts.Select(text => schema.Check(YamlReader.Read(Encoding.UTF8.GetBytes(text))).Count == 0).ToArray();
        var theirs = Judge(python, texts);
        var differing = Enumerable.Range(0, texts.Count).Where(i => ours[i] != theirs[i]).Select(i => $"ours {ours[i]}, theirs {theirs[i]}:\n{texts[i]}").ToList();
        Assert.True(differing.Count == 0, string.Join("\n---\n", differing.Take(3)));
        Assert.InRange(ours.Count(valid => valid), 20, texts.Count - 100);
    }

    // One scalar or key is replaced.
    private static string Mutate(string text, Random random)
    {
        var lines = text.Split('\n');
        while (true)
        {
            var at = random.Next(lines.Length);
            var line = lines[at];
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0 || line.TrimStart().StartsWith('#')) continue;
            var places = new List<int>();
            for (var i = colon; i >= 0; i = line.IndexOf(": ", i + 1, StringComparison.Ordinal)) places.Add(i);
            var place = places[random.Next(places.Count)] + 2;
            var end = line.IndexOfAny([',', '}', '#'], place);
            if (end < 0) end = line.Length;
            lines[at] = random.Next(5) == 0
                ? line[..(place - 2)] + "x" + line[(place - 2)..]
                : line[..place] + Values[random.Next(Values.Length)] + (end < line.Length ? " " : "") + line[end..];
            return string.Join('\n', lines);
        }
    }

    private static bool IsYaml(string text)
    {
        try
        {
            _ = YamlReader.Read(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (DocumentException)
        {
            return false;
        }
    }

    private static bool[] Judge(string python, List<string> texts)
    {
        var directory = Directory.CreateTempSubdirectory("guests-schema-");
        try
        {
            File.WriteAllBytes(Path.Combine(directory.FullName, "schema.json"), GuestsReader.Schema());
            for (var i = 0; i < texts.Count; i++) File.WriteAllText(Path.Combine(directory.FullName, $"{i:0000}.yaml"), texts[i]);
            var (code, output) = Run(python, "-c", Script, directory.FullName);
            Assert.True(code == 0, output);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(texts.Count, lines.Length);
            return [.. lines.Select(line => line == "1")];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool Has(string python) => File.Exists(python) && Run(python, "-c", "import jsonschema, ruamel.yaml").Code == 0;

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
