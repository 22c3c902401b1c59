using System.Text;
using Hypervisor.Configuration;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>For a board: what its boot loader has to put where, as U-Boot is told it.</summary>
internal static class LoadList
{
    /// <summary>The text.</summary>
    public static string Of(Plan plan)
    {
        var xen = plan.Xen!;
        var text = new StringBuilder(
            """
            # What a boot loader puts into memory, and where, before it starts Xen. For U-Boot, with the files in the root
            # of its first SD card; another medium needs another command in place of 'load mmc 0:1'.

            """);
        void Load(ulong address, string file) => text.Append("load mmc 0:1 ").Append(ByteSize.Hex(address)).Append(' ').Append(Path.GetFileName(file)).Append('\n');
        Load(xen.Image.Address, xen.Image.File ?? "xen");
        Load(plan.Host.TreeAddress, Planner.MachineName + ".dtb");
        foreach (var domain in plan.Domains)
        {
            text.Append("# ").Append(domain.Name).Append('\n');
            Load(domain.Kernel.Address, domain.Kernel.File ?? domain.Kernel.Source);
            if (domain.Ramdisk is { } ramdisk) Load(ramdisk.Address, ramdisk.File ?? ramdisk.Source);
        }

        return text.Append(plan.Host.Architecture == "arm64" ? "booti " : "bootz ").Append(ByteSize.Hex(xen.Image.Address)).Append(" - ").Append(ByteSize.Hex(plan.Host.TreeAddress)).Append('\n').ToString();
    }
}
