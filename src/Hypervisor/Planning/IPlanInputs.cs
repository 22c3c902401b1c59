namespace Hypervisor.Planning;

/// <summary>What a file is, as far as a plan wants to know.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Head">Its first bytes, up to 64.</param>
public sealed record FileProbe(ulong Length, byte[] Head)
{
    /// <summary>The same for all paths that lead to the file; null when that is not known.</summary>
    public string? Identity { get; init; }
}

/// <summary>The outside world of a plan: files, the cache of boot media, and QEMU.</summary>
public interface IPlanInputs
{
    /// <summary>Looks at a file.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="trouble">Why it cannot be read, when the result is null.</param>
    FileProbe? Probe(string path, out string? trouble);

    /// <summary>What is in a file that is compressed with gzip; null when it is damaged. Reads all of it.</summary>
    FileProbe? Unpack(string path);

    /// <summary>The path of an image in the cache of boot media; null when it was not fetched yet.</summary>
    /// <param name="architecture">arm64 or arm.</param>
    /// <param name="kind">hypervisor, kernel, ramdisk.</param>
    /// <param name="version">The hypervisor's version; empty for other images.</param>
    string? Media(string architecture, string kind, string version);

    /// <summary>The tree that QEMU makes for a machine, as a blob.</summary>
    /// <param name="request">The machine.</param>
    /// <param name="trouble">Why there is none, when the result is null.</param>
    byte[]? MachineTree(MachineTreeRequest request, out string? trouble);

    /// <summary>True when the last tree is missing because QEMU could not be asked, whatever the machine is.</summary>
    bool LacksEmulator => false;
}

/// <summary>A machine whose own tree is wanted.</summary>
/// <param name="Machine">Such as <c>qemu-virt</c>.</param>
/// <param name="Gic">Version of its interrupt controller.</param>
/// <param name="Cpus">CPUs.</param>
/// <param name="CpuModel">QEMU's name of them.</param>
/// <param name="Memory">Bytes of RAM.</param>
/// <param name="HasHypervisor">The CPUs start where a hypervisor can.</param>
public sealed record MachineTreeRequest(string Machine, int Gic, int Cpus, string CpuModel, ulong Memory, bool HasHypervisor);
