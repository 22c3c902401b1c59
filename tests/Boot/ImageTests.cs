using System.IO.Compression;
using Xunit;

namespace Boot.Tests;

/// <summary>Images of one's own.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-images").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Xen unpacks kernels into its own heap, which moves dom0's memory; the promise knows where to.</summary>
    [Fact]
    public void KernelsThatXenUnpacks()
    {
        var (found, path, error) = Tool.Run("media", "path", "arm64", "kernel");
        Assert.True(found == 0, error);
        using (var packed = new GZipStream(File.Create(Path.Combine(_directory, "Image.gz")), CompressionLevel.Fastest))
        using (var kernel = File.OpenRead(path.TrimEnd()))
        {
            kernel.CopyTo(packed);
        }

        var file = Path.Combine(_directory, "guests.yaml");
        File.WriteAllText(file,
            "version: 1\nplatform: xen-dom0less\nhypervisor: { kind: xen, version: \"4.17\" }\nhost: { machine: qemu-virt, gic: 3, cpus: 2, memory: 3GiB, tree: qemu }\n"
            + "xen: { console: /pl011@9000000, bootargs: loglvl=all guest_loglvl=all noreboot bootscrub=0 }\ndomains:\n"
            + "  - { name: dom0, role: dom0, memory: 384MiB, kernel: Image.gz, ramdisk: debian, bootargs: console=hvc0 quiet }\n"
            + "  - { name: domU1, memory: 192MiB, kernel: Image.gz, ramdisk: debian, bootargs: console=ttyAMA0 quiet }\n");
        var (code, report, told) = Tool.Boot(file);
        Assert.True(code == 0, $"{told}\n{report}");
        Assert.Equal(2, report.GetProperty("guests").GetArrayLength());
        Assert.All(report.GetProperty("guests").EnumerateArray(), guest =>
        {
            var proof = guest.GetProperty("proof");
            Assert.True(proof.GetProperty("properties").GetInt32() > 20);
            Assert.Equal(0, proof.GetProperty("unexplained").GetArrayLength() + proof.GetProperty("allowed").GetArrayLength() + proof.GetProperty("chosenAtBoot").GetArrayLength());
        });
    }
}
