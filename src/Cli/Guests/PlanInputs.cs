using System.Diagnostics;
using Cli.Output;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>Files on disk, boot media that were fetched, and the QEMU that is installed.</summary>
internal sealed class PlanInputs : IPlanInputs
{
    private const int HeadLength = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Finds fetched media: architecture, kind, version of the hypervisor.</summary>
    public Func<string, string, string, string?> FindMedia { get; init; } = static (_, _, _) => null;

    /// <inheritdoc/>
    public FileProbe? Probe(string path, out string? trouble)
    {
        trouble = null;
        try
        {
            if (Directory.Exists(path)) trouble = "it is a directory";
            else if (File.Exists(path) && RealPath.IsSpecial(path)) trouble = "it is no ordinary file";
            if (trouble is not null) return null;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var head = new byte[HeadLength];
            var length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
            return new FileProbe((ulong)stream.Length, head[..length]);
        }
        catch (Exception e) when (IOReason.IsIO(e) || e is ArgumentException or NotSupportedException)
        {
            trouble = IOReason.IsIO(e) ? IOReason.Of(e) : "the path is none";
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Media(string architecture, string kind, string version) => FindMedia(architecture, kind, version);

    /// <inheritdoc/>
    public byte[]? MachineTree(MachineTreeRequest request, out string? trouble)
    {
        var program = request.Machine == "vexpress-a15" ? "qemu-system-arm" : "qemu-system-aarch64";
        var directory = Directory.CreateTempSubdirectory("dtc-sharp-");
        try
        {
            var blob = Path.Combine(directory.FullName, "machine.dtb");
            var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
            foreach (var argument in Arguments(request, blob)) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                trouble = $"{program} did not answer";
                return null;
            }

            _ = output;
            if (process.ExitCode == 0 && File.Exists(blob))
            {
                trouble = null;
                return File.ReadAllBytes(blob);
            }

            trouble = $"{program}: {error.Result.Split('\n')[0]}";
            return null;
        }
        catch (Exception e) when (IOReason.IsIO(e) || e is System.ComponentModel.Win32Exception)
        {
            trouble = e is System.ComponentModel.Win32Exception ? $"{program} is not installed" : IOReason.Of(e);
            return null;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string[] Arguments(MachineTreeRequest request, string blob) =>
    [
        "-machine",
        $"virt,virtualization={(request.HasHypervisor ? "on" : "off")},gic-version={request.Gic},dtb-randomness=off,dumpdtb={blob.Replace(",", ",,", StringComparison.Ordinal)}",
        "-cpu", request.CpuModel,
        "-smp", request.Cpus.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "-m", $"{request.Memory >> 10}k",
        "-display", "none", "-nodefaults",
    ];
}
