using System.Text;
using Dtc.Bindings.Loading;
using Xunit;

namespace Dtc.Bindings.Tests.Loading;

/// <summary>Kernel bindings with seeded damage: each loads or is a finding with a place, and a set of them is made.</summary>
public sealed class DamageTests
{
    private const int Count = 1500;

    private static readonly string[] Fragments =
    [
        "- ", ": ", "[", "]", "{", "}", "\"", "'", "#", "|", ">", "\t", "\n", "  ", "?", "!", "&a", "*a", "%", "@", "`", ",", "---\n", "...\n",
        "true", "0x1", "~", "é", "\\", ", -]", "? ", "<<: ", "!!str ", "\u0001", "\u2028", "\"\\U0011FFFF\"", "$ref: '#/'\n", "items: true\n",
    ];

    [Fact]
    public void DamagedBindingsAreFindings()
    {
        var random = new Random(4096);
        var files = Directory.GetFiles(KernelBindings.Root, "*.yaml", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        using var scratch = new Scratch();
        int refused = 0, whole = 0;
        for (var i = 0; i < Count; i++)
        {
            var bytes = Damage(random, File.ReadAllText(files[random.Next(files.Length)]));
            var file = Path.Combine(scratch.Path, $"{i}.yaml");
            File.WriteAllBytes(file, bytes);
            var findings = new List<LoadFinding>();
            if (BindingFile.Read(file, File.ReadAllBytes, findings) is not null)
            {
                whole++;
                Assert.Empty(findings);
                continue;
            }

            refused++;
            var finding = Assert.Single(findings);
            var lines = Encoding.Latin1.GetString(bytes).ReplaceLineEndings("\n").Count(c => c == '\n') + 1;
            Assert.True(finding.Position.Line >= 1 && finding.Position.Line <= lines + 1, $"{finding}");
            Assert.True(finding.Position.Column >= 1, $"{finding}");
            Assert.NotEmpty(finding.Message);
        }

        // What loads must also make a set.
        Assert.NotEmpty(BindingSet.Load([scratch.Path], null, []).Bindings);
        Assert.True(refused > Count / 5 && whole > Count / 5, $"{refused} refused, {whole} whole");
        KernelBindings.Report($"bindings: {Count} damaged, {refused} refused with line and column, {whole} loaded");
    }

    private static byte[] Damage(Random random, string text)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(6))
            {
                case 0:
                    text = text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 1:
                    text = text[..at] + text[Math.Min(text.Length, at + random.Next(1, 4))..];
                    break;
                case 2:
                    text = text[..at];
                    break;
                default:
                    var lines = text.Split('\n');
                    var line = random.Next(lines.Length);
                    lines[line] = random.Next(3) switch
                    {
                        0 => new string(' ', random.Next(8)) + lines[line].TrimStart(),
                        1 => lines[random.Next(lines.Length)],
                        _ => lines[line] + Fragments[random.Next(Fragments.Length)],
                    };
                    text = string.Join('\n', lines);
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(20) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
