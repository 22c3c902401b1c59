using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>Debian 12's dt-schema, run on blobs. What it says is kept for as long as nothing of it changes.</summary>
internal static class DebianDtSchema
{
    /// <summary>The version that the differences are explained for.</summary>
    public const string Version = "2022.08.2";

    /// <summary>Checks blobs against the bindings of the kernel.</summary>
    /// <param name="blobs">Blobs by the name of their file.</param>
    /// <returns>What dt-validate prints with <c>-m</c>.</returns>
    public static string Check(IReadOnlyDictionary<string, byte[]> blobs)
    {
        var version = Run(null, "dt-validate", "--version").Output.Trim();
        if (version != Version) throw new InvalidOperationException($"dt-schema is {version}; the differences are explained for {Version}");
        var kept = Path.Combine(KernelBindings.Cache, $"dt-schema-{Version}-{Key(blobs)}.txt");
        if (File.Exists(kept)) return File.ReadAllText(kept);

        using var scratch = new Scratch();
        foreach (var (name, blob) in blobs) File.WriteAllBytes(Path.Combine(scratch.Path, name), blob);
        Run(scratch.Path, "dt-mk-schema", "-j", "-o", "processed.json", KernelBindings.Root);
        var (_, text) = Run(scratch.Path, "dt-validate", ["-m", "-s", "processed.json", .. blobs.Keys]);
        text = text.Replace(scratch.Path + "/", string.Empty, StringComparison.Ordinal);
        var temporary = $"{kept}.{Environment.ProcessId}";
        File.WriteAllText(temporary, text);
        File.Move(temporary, kept, overwrite: true);
        return text;
    }

    private static string Key(IReadOnlyDictionary<string, byte[]> blobs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, blob) in blobs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(blob);
        }

        foreach (var file in Directory.GetFiles(KernelBindings.Root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(KernelBindings.Root, file)}\t{new FileInfo(file).Length}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static (string Output, string Error) Run(string? directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory ?? string.Empty,
        };
        start.Environment["PYTHONHASHSEED"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (output.Result, error);
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"there is no {program}; please run: scripts/install.sh dt-schema");
        }
    }
}
