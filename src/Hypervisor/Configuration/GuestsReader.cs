using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Configuration;

/// <summary>Reads a <c>guests.yaml</c>: YAML, then its JSON Schema, then what a schema cannot say about single values.</summary>
public static class GuestsReader
{
    /// <summary>Bytes of a configuration that are read; more is no configuration.</summary>
    public const int MaximumLength = 4 << 20;

    /// <summary>Domains that are looked at; no platform has as many.</summary>
    public const int MaximumDomains = 1000;

    private static readonly Lazy<DocumentSchema> Compiled = new(static () => new DocumentSchema(Schema()));

    /// <summary>The JSON Schema (draft 2019-09), for editors.</summary>
    public static byte[] Schema()
    {
        using var stream = typeof(GuestsReader).Assembly.GetManifestResourceStream("guests.schema.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="file">Its name, for paths that are relative to it.</param>
    /// <param name="bytes">Its text.</param>
    /// <param name="findings">Takes what is wrong.</param>
    /// <returns>The configuration; null when it has no meaning.</returns>
    public static GuestsConfiguration? Read(string file, ReadOnlySpan<byte> bytes, FindingList findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (bytes.Length > MaximumLength)
        {
            findings.Error(Rules.GuestsSyntax, new SchemaPosition(1, 1), "", $"the file has {bytes.Length} bytes; a configuration has at most {MaximumLength}");
            return null;
        }

        SchemaValue document;
        try
        {
            document = YamlReader.Read(bytes);
        }
        catch (DocumentException fault)
        {
            findings.Error(Rules.GuestsSyntax, fault.Position, "", fault.Message);
            return null;
        }

        return Check(document, findings) ? new ConfigurationBuilder(findings).Build(file, document) : null;
    }

    private static bool Check(SchemaValue document, FindingList findings)
    {
        if (document["version"] is { } version && !(version.Kind == SchemaKind.Integer && version.Integer == 1))
        {
            var written = version.Kind switch { SchemaKind.Integer => $"{version.Integer}", SchemaKind.String => $"'{version.String}'", _ => "that" };
            findings.Error(
                Rules.GuestsVersion, KeyOf(document, "version"), "version", $"version {written} of the format is not known; this is version 1");
            return false;
        }

        if (document["domains"] is { IsArray: true } domains && domains.Items.Count > MaximumDomains)
        {
            findings.Error(Rules.GuestsForm, KeyOf(document, "domains"), "domains", $"{domains.Items.Count} domains are more than any platform has");
            return false;
        }

        // A number where the version's text belongs: 4.20 would have become 4.2.
        if (document["hypervisor"]?["version"] is { Kind: SchemaKind.Real or SchemaKind.Integer })
        {
            findings.Error(
                Rules.GuestsForm, KeyOf(document["hypervisor"]!, "version"), "hypervisor/version", "the version of the hypervisor is a text, and this is a number",
                "write it in quotes: \"4.17\"");
            return false;
        }

        var faults = Compiled.Value.Check(document);
        foreach (var fault in faults) findings.Error(Rules.GuestsForm, fault.Position, fault.Path, fault.Message, fault.Hint);
        return faults.Count == 0;
    }

    internal static SchemaPosition KeyOf(SchemaValue mapping, string key) =>
        mapping.IsObject && mapping.Members.Contains(key) ? mapping.Members.PositionOf(key) : mapping.Position;
}
