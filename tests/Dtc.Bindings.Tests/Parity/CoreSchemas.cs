using System.Security.Cryptography;
using System.Text;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>The core schemas of dt-schema, which are fetched and not ours to keep.</summary>
internal static class CoreSchemas
{
    private static readonly Lazy<BindingProgram> LazyProgram =
        new(() => BindingProgram.Compile(BindingSet.Load([KernelBindings.Root], Directory!, [])));

    /// <summary>Their directory.</summary>
    public static string Directory { get; } = Find();

    /// <summary>The bindings of Linux 6.1 with them.</summary>
    public static BindingProgram Program => LazyProgram.Value;

    /// <summary>A hash over all of them, in hex.</summary>
    public static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in System.IO.Directory.GetFiles(Directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Directory, file)).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(File.ReadAllBytes(Path.Combine(Directory, name)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static string Find()
    {
        var root = Environment.GetEnvironmentVariable("DTC_SHARP_DTSCHEMA_CORE") is { Length: > 0 } named
            ? named
            : Path.Combine(KernelBindings.Cache, "dt-schema-2026.06/usr/lib/python3/dist-packages/dtschema/schemas");
        return System.IO.Directory.Exists(root)
            ? root
            : throw new InvalidOperationException($"there are no core schemas in {root}; please run: scripts/dt-schema-core.sh");
    }
}
