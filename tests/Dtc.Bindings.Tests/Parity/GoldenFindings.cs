using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>What dt-schema says about one blob.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Hash">Hash of the blob, in hex.</param>
/// <param name="Crash">The exception that ended it; null when it got through.</param>
/// <param name="Findings">Its findings: node, path of the property, schema, text; see <see cref="GoldenFindings.Key"/>.</param>
internal sealed record GoldenFile(string Name, string Hash, string? Crash, List<(string Node, string Property, string Schema, string Text)> Findings);

/// <summary>
/// dt-schema's findings as Golden/parity.py keeps them: a line <c>S</c> for each string, in JSON, then for each blob a
/// line <c>F</c> and one line for each finding with the numbers of its strings.
/// </summary>
internal static class GoldenFindings
{
    // Longer texts are kept as their beginning and a hash of the whole.
    private const int KeptLength = 200;

    /// <summary>Reads golden data.</summary>
    /// <returns>The files, and the hashes of the core schemas that they are right for.</returns>
    public static (string[] Cores, List<GoldenFile> Files) Read(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        string[] cores = [];
        var strings = new List<string>();
        var files = new List<GoldenFile>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            switch (fields[0])
            {
                case "core":
                    cores = fields[1..];
                    break;
                case "S":
                    strings.Add(JsonReader.Read(Encoding.UTF8.GetBytes(fields[1])).String);
                    break;
                case "F":
                    files.Add(new GoldenFile(fields[1], fields[2], fields[3].Length == 0 ? null : fields[3], []));
                    break;
                default:
                    string At(int field) => strings[int.Parse(fields[field], CultureInfo.InvariantCulture)];
                    files[^1].Findings.Add((At(0), At(1), At(2), At(3)));
                    break;
            }
        }

        return (cores, files);
    }

    /// <summary>One of our findings in the form of the golden ones.</summary>
    public static (string Node, string Property, string Schema, string Text) Key(BindingFinding finding)
    {
        if (finding.Kind == FindingKind.Decode) return (string.Empty, string.Empty, "decode", Shorten(finding.Message));
        var text = DtValidateText.Format(finding, "FILE");
        if (finding.Error is { Context.Count: > 0 } error && finding.Kind == FindingKind.Validation) text += "\n" + error.Message;
        var property = finding.Kind == FindingKind.Validation ? string.Join('/', finding.PropertyPath) : string.Empty;
        return (finding.NodePath ?? string.Empty, property, finding.SchemaId ?? string.Empty, Shorten(text));
    }

    /// <summary>Hash of bytes as the golden data has it.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    private static string Shorten(string text) =>
        text.Length <= KeptLength ? text : $"{text[..KeptLength]}#{Hash(Encoding.UTF8.GetBytes(text))}";
}
