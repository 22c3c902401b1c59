using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning;

/// <summary>What is in an image: of Xen, and of what is compressed.</summary>
public sealed partial class Planner
{
    private void CheckContents(FileProbe probe, FileProbe? inner, string kind, string source, SchemaPosition at, string path)
    {
        if (kind is not ("hypervisor" or "kernel")) return;
        var isPacked = KernelImage.IsCompressed(probe.Head);
        // A kernel that is not compressed was looked at.
        if (kind == "kernel" && !isPacked) return;
        // QEMU unpacks for a 64-bit machine only.
        if (isPacked && kind == "hypervisor" && _host.Architecture == "arm")
        {
            _findings.Error(Rules.PlanKernel, at, path, $"'{source}' is compressed, and {_host.Machine} starts {WantedImage}", "unpack it");
            return;
        }

        if (isPacked && inner is null)
        {
            _findings.Error(Rules.PlanKernel, at, path, $"'{source}' is compressed with gzip, and damaged", "make or fetch it again");
            return;
        }

        var head = (inner ?? probe).Head;
        if (ImageName(head) == WantedImage) return;
        _findings.Error(
            Rules.PlanKernel, at, path,
            isPacked ? $"'{source}' is compressed, and in it is {ImageName(head) ?? "no kernel that its loader knows"}; {_host.Machine} starts {WantedImage}"
                : $"'{source}' is {ImageName(head) ?? "no image of Xen that its loader knows"}, and {_host.Machine} starts {WantedImage}",
            kind == "hypervisor" ? "name the file 'xen' of a build of Xen, not 'xen-syms'" : null);
    }

    private string WantedImage => _host.Architecture == "arm64" ? Arm64Image : ArmImage;

    private const string Arm64Image = "an arm64 Image";
    private const string ArmImage = "an arm zImage";

    // Null for what nothing is known of.
    private static string? ImageName(ReadOnlySpan<byte> head) =>
        head.Length >= 60 && head[56..60].SequenceEqual("ARM\x64"u8) ? Arm64Image
        : head.Length >= 40 && head[36..40].SequenceEqual("\x18\x28\x6f\x01"u8) ? ArmImage
        : head.StartsWith("\u007fELF"u8) ? "an ELF file"
        : head.StartsWith("070701"u8) || head.StartsWith("070702"u8) ? "a ramdisk (cpio)" : null;
}
