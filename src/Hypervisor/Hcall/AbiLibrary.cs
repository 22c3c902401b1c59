using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Hcall;

/// <summary>The ABIs that are shipped, and further ones from files.</summary>
public sealed class AbiLibrary
{
    private const string Folder = "hcall/";
    private const string SchemaName = "hcall.schema.json";

    private static readonly Lazy<DocumentSchema> Schema = new(static () => new DocumentSchema(SchemaText()));
    private static readonly Lazy<AbiLibrary> ShippedLibrary = new(LoadShipped);

    private readonly List<HcallAbi> _abis;

    private AbiLibrary(List<HcallAbi> abis) => _abis = abis;

    /// <summary>All that are shipped.</summary>
    public static AbiLibrary Shipped => ShippedLibrary.Value;

    /// <summary>The ABIs by name.</summary>
    public IReadOnlyList<HcallAbi> Abis => _abis;

    /// <summary>The JSON Schema of ABI files.</summary>
    public static byte[] SchemaText() => Resource(Folder + SchemaName);

    /// <summary>Names and texts of the shipped files, as <c>xen-arm64.yaml</c>.</summary>
    public static IEnumerable<(string File, byte[] Text)> ShippedFiles() => typeof(AbiLibrary).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => (name[Folder.Length..], Resource(name)));

    /// <summary>The ABI of a name; null when there is none.</summary>
    public HcallAbi? Find(string name) => _abis.FirstOrDefault(abi => abi.Name == name);

    /// <summary>
    /// Adds ABIs from files. One of the name of a shipped ABI takes its place. Files extend each other in any order.
    /// </summary>
    /// <param name="files">Names for messages, and texts.</param>
    /// <param name="findings">Receives what is wrong; files at fault are left out.</param>
    public AbiLibrary With(IEnumerable<(string File, byte[] Text)> files, List<AbiFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(findings);
        var documents = new List<AbiDocument>();
        foreach (var (file, text) in files)
        {
            if (Read(file, text, findings) is not { } document) continue;
            if (documents.FirstOrDefault(other => other.Name == document.Name) is { } twin)
            {
                findings.Add(new AbiFinding(
                    Rules.HcallAbiContents, file, document.PositionOf("name"), $"'{document.Name}' is the name of the ABI in {twin.File} already"));
                continue;
            }

            documents.Add(document);
        }

        // A name that is given anew stands for the new file everywhere, also where a shipped ABI extends it.
        var library = new AbiLibrary([.. _abis.Where(abi => documents.TrueForAll(document => document.Name != abi.Name))]);
        var left = documents;
        while (left.Count > 0)
        {
            var ready = left.Where(document => document.Extends is not { } name || library.Find(name) is not null).ToList();
            if (ready.Count == 0) break;
            foreach (var document in ready)
            {
                if (AbiReader.Read(document, document.Extends is { } name ? library.Find(name) : null, findings) is { } abi) library._abis.Add(abi);
            }

            left = [.. left.Except(ready)];
        }

        foreach (var document in left) findings.Add(Unknown(document, library, left));
        library._abis.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return library;
    }

    private static AbiFinding Unknown(AbiDocument document, AbiLibrary library, List<AbiDocument> left)
    {
        var name = document.Extends!;
        var circle = left.Exists(other => other.Name == name);
        return new AbiFinding(
            Rules.HcallAbiContents,
            document.File,
            document.PositionOf("extends"),
            circle ? $"'{name}' is not usable as a base: it extends this one, or is at fault itself" : $"there is no ABI '{name}' to extend",
            circle ? null : Suggestions.DidYouMean(name, library.Abis.Select(abi => abi.Name)));
    }

    private static AbiDocument? Read(string file, byte[] text, List<AbiFinding> findings)
    {
        SchemaValue value;
        try
        {
            value = YamlReader.Read(text);
        }
        catch (DocumentException fault)
        {
            findings.Add(new AbiFinding(Rules.HcallAbiSyntax, file, fault.Position, fault.Message));
            return null;
        }

        var faults = Schema.Value.Check(value);
        foreach (var fault in faults)
        {
            var path = fault.Path.Length == 0 ? "" : fault.Path + ": ";
            findings.Add(new AbiFinding(Rules.HcallAbiForm, file, fault.Position, path + fault.Message, fault.Hint));
        }

        return faults.Count == 0 ? new AbiDocument(file, value) : null;
    }

    private static AbiLibrary LoadShipped()
    {
        var findings = new List<AbiFinding>();
        var library = new AbiLibrary([]).With(ShippedFiles(), findings);
        return findings.Count == 0 ? library : throw new InvalidOperationException($"{findings[0].File}: {findings[0].Message}");
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(AbiLibrary).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>A file that follows the schema.</summary>
internal sealed record AbiDocument(string File, SchemaValue Value)
{
    /// <summary>The ABI's name.</summary>
    public string Name => Value["name"]!.String;

    /// <summary>The ABI it extends; null for none.</summary>
    public string? Extends => Value["extends"]?.String;

    /// <summary>Where a key at the top stands.</summary>
    public SchemaPosition PositionOf(string key) => Value.Members.PositionOf(key);
}
