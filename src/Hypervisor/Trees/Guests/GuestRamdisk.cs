using Dtc.Tree;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.Guests;

/// <summary>Places a guest's images when its tree is complete, and enters the ramdisk's place.</summary>
internal static class GuestRamdisk
{
    public static GuestImages? Place(GeneratedTree tree, XenGuestOptions options, DiagnosticBag diagnostics, List<OpenNumber> open)
    {
        var banks = options.Banks;
        if (options.Kernel is not { } kernel || banks.Count == 0)
        {
            if (options.RamdiskSize == 0) return null;
            open.Add(new OpenNumber("/chosen", "linux,initrd-start", "it follows from the kernel's size, which is not known"));
            open.Add(new OpenNumber("/chosen", "linux,initrd-end", "it follows from the kernel's size, which is not known"));
            return null;
        }

        if (GuestImages.Place(banks[0], kernel, (ulong)tree.ToBlob().Length, options.RamdiskSize) is not { } images)
        {
            diagnostics.Add(Rules.ImagesDoNotFit, SourceSpan.None,
                $"the domain's kernel ({kernel.Size} bytes) and ramdisk ({options.RamdiskSize} bytes) do not fit into its first bank, {banks[0]}");
            return null;
        }

        if (options.RamdiskSize > 0) Enter(tree, images.Ramdisk, images.Ramdisk + options.RamdiskSize);
        return images;
    }

    /// <summary>Enters where a ramdisk begins and ends.</summary>
    public static void Enter(GeneratedTree tree, ulong start, ulong end)
    {
        if (tree.Tree.FindByPath("/chosen"u8) is not { } chosen) return;
        Patch("linux,initrd-start"u8, start);
        Patch("linux,initrd-end"u8, end);

        void Patch(ReadOnlySpan<byte> name, ulong value)
        {
            if (chosen.Find(tree.Tree.Names.Intern(name)) is not { Length: 8 } property) return;
            property.PatchCell(0, (uint)(value >> 32));
            property.PatchCell(4, (uint)value);
        }
    }
}
