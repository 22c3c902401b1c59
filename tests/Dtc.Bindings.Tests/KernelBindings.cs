using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.Tests;

/// <summary>The bindings of Linux 6.1, loaded once for all tests, and paths.</summary>
internal static class KernelBindings
{
    private static readonly Lazy<(BindingSet Set, List<LoadFinding> Findings)> Loaded = new(() =>
    {
        var findings = new List<LoadFinding>();
        return (BindingSet.Load([Root!], null, findings), findings);
    });

    public static BindingSet Set => Loaded.Value.Set;

    public static List<LoadFinding> Findings => Loaded.Value.Findings;

    /// <summary>A file beside the tests' assembly.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>The directory for what is fetched once.</summary>
    public static string Cache { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "dtc-sharp");

    /// <summary>The kernel tree.</summary>
    public static string Kernel { get; } = Environment.GetEnvironmentVariable("DTC_SHARP_CORPUS") is { Length: > 0 } named
        ? named
        : Path.Combine(Cache, "linux-6.1");

    /// <summary>The directory of the bindings.</summary>
    public static string Root { get; } = FindRoot();

    public static void Report(string line)
    {
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } path) File.AppendAllText(path, line + "\n");
    }

    private static string FindRoot()
    {
        var root = Path.Combine(Kernel, "Documentation", "devicetree", "bindings");
        return Directory.Exists(root)
            ? root
            : throw new InvalidOperationException($"there are no bindings in {root}; please run: scripts/corpus.sh");
    }
}

/// <summary>A directory for one test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dtc-bindings-").FullName;

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Short ways to documents.</summary>
internal static class Yaml
{
    public static SchemaValue Read(string text) => YamlReader.Read(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The document as JSON on one line.</summary>
    public static string Json(SchemaValue value) => value.Kind switch
    {
        SchemaKind.Array => $"[{string.Join(",", value.Items.Select(Json))}]",
        SchemaKind.Object => $"{{{string.Join(",", Members(value).Select(member => $"{Scalar(SchemaValue.Of(member.Key))}:{Json(member.Value)}"))}}}",
        _ => Scalar(value),
    };

    public static IEnumerable<SchemaMember> Members(SchemaValue value)
    {
        for (var i = 0; i < value.Members.Count; i++) yield return value.Members[i];
    }

    private static string Scalar(SchemaValue value) => System.Text.Encoding.ASCII.GetString(JsonWriter.Write(value));
}
