using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Hypervisor.Hcall;

namespace Cli.Inputs;

/// <summary>The hypercall ABIs of a command line: shipped ones and those of files.</summary>
internal static class HcallAbis
{
    /// <summary>Reads the files; says what is wrong with them and returns null when something is.</summary>
    public static AbiLibrary? Load(HcallArguments arguments, Host host)
    {
        if (arguments.Files.Count == 0) return AbiLibrary.Shipped;
        var findings = new List<AbiFinding>();
        var library = AbiLibrary.Shipped.With([.. arguments.Files.Select(Read)], findings);
        if (findings.Count == 0) return library;
        var palette = ErrorPalette.Of(arguments.Color, host);
        new BindingNotes(palette, asJson: false).Write(host, findings.Select(finding => new BindingNote("abi", true, finding.File, finding.Position, finding.Message)
        {
            Rule = finding.Rule.Id,
            Help = finding.Help,
        }));
        return null;
    }

    /// <summary>The ABIs that <c>--abi</c> names, each once; all without it.</summary>
    public static IReadOnlyList<HcallAbi> Chosen(AbiLibrary library, HcallArguments arguments) =>
        arguments.Abis.Count == 0 ? library.Abis : [.. arguments.Abis.Distinct(StringComparer.Ordinal).Select(name => Find(library, name))];

    /// <summary>The ABI of a name.</summary>
    public static HcallAbi Find(AbiLibrary library, string name)
    {
        if (library.Find(name) is { } abi) return abi;
        var names = library.Abis.Select(known => known.Name).ToList();
        throw new UsageException(NearestName.Find(name, names) is { } nearest
            ? $"--abi: there is no ABI '{name}'; did you mean '{nearest}'?"
            : $"--abi: there is no ABI '{name}'; there are {string.Join(", ", names)}");
    }

    private static (string File, byte[] Text) Read(string path)
    {
        try
        {
            return (path, File.ReadAllBytes(path));
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            var reason = Directory.Exists(path) ? "it is a directory" : IOReason.Of(fault);
            throw new UsageException($"--abi-file: '{path}' cannot be read: {reason}");
        }
    }
}
