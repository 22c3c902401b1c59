using System.Globalization;
using System.Text;

namespace Emulator.Machines;

/// <summary>Turns a machine into QEMU's arguments.</summary>
public static class QemuArguments
{
    private const string Safe = "%+,-./:=@_";

    /// <summary>The arguments, without the program.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="pathOf">Where an image is as a file.</param>
    /// <exception cref="ArgumentException">The machine contradicts itself.</exception>
    public static IReadOnlyList<string> Of(EmulatedMachine machine, Func<ImageSource, string> pathOf)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(pathOf);
        Check(machine);
        var list = new List<string>();
        Board(list, machine, null);
        list.AddRange(["-nographic", "-no-reboot"]);
        if (machine.NoDefaults) list.Add("-nodefaults");
        list.AddRange(["-serial", "stdio", "-monitor", "none"]);
        list.AddRange(machine.Extra);
        foreach (var global in machine.Globals) list.AddRange(["-global", global]);
        if (machine.Kernel is { } kernel) list.AddRange(["-kernel", pathOf(kernel)]);
        if (machine.Dtb is { } dtb) list.AddRange(["-dtb", pathOf(dtb)]);
        if (machine.Initrd is { } initrd) list.AddRange(["-initrd", pathOf(initrd)]);
        if (machine.KernelArguments is { } arguments) list.AddRange(["-append", arguments]);
        foreach (var image in machine.Images)
            list.AddRange(["-device", $"loader,file={Value(pathOf(image.Image))},addr={Hex(image.Address)},force-raw=on"]);
        if (machine.StartAddress is { } start) list.AddRange(["-device", $"loader,addr={Hex(start)},cpu-num=0"]);
        for (var i = 0; i < machine.Devices.Count; i++) Device(list, machine.Devices[i], i, pathOf);
        return list;
    }

    /// <summary>The arguments that make QEMU write the tree of a machine to a file and end.</summary>
    public static IReadOnlyList<string> DumpTree(EmulatedMachine machine, string file)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var list = new List<string>();
        Board(list, machine, $"dumpdtb={Value(file)}");
        list.AddRange(["-nographic", "-nodefaults"]);
        list.AddRange(machine.Extra);
        return list;
    }

    /// <summary>A command line that a shell takes, quoted where it must be.</summary>
    public static string Shell(string program, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var text = new StringBuilder(Quote(program));
        for (var i = 0; i < arguments.Count; i++)
        {
            // An option begins a line, its value follows it.
            text.Append(arguments[i].StartsWith('-') && i > 0 ? " \\\n  " : " ").Append(Quote(arguments[i]));
        }

        return text.Append('\n').ToString();
    }

    /// <summary>A word as the shell reads it back.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || Safe.Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static void Board(List<string> list, EmulatedMachine machine, string? option)
    {
        list.Add("-machine");
        list.Add(string.Join(',', [machine.Type, .. machine.TypeOptions, .. option is null ? Array.Empty<string>() : [option]]));
        if (machine.Cpu is { } cpu) list.AddRange(["-cpu", cpu]);
        list.AddRange(["-smp", Number(machine.Cpus), "-m", Number((long)(machine.Memory >> 20))]);
    }

    private static void Device(List<string> list, VirtioDevice device, int index, Func<ImageSource, string> pathOf)
    {
        var pci = device.Transport == VirtioTransport.Pci;
        var slot = (device.Slot, pci) switch
        {
            (null, _) => "",
            ({ } number, true) => $",addr={Hex((ulong)number)}",
            var (number, _) => $",bus=virtio-mmio-bus.{number}",
        };
        var modern = pci ? ",disable-legacy=on" : "";
        var suffix = pci ? "pci" : "device";
        switch (device.Kind)
        {
            case VirtioKind.Block:
                list.AddRange(["-drive", $"if=none,id=d{index},file={Value(pathOf(device.Image!))},format=raw{(device.ReadOnly ? ",readonly=on" : "")}"]);
                list.AddRange(["-device", $"virtio-blk-{suffix},drive=d{index}{modern}{slot}"]);
                break;
            case VirtioKind.Net:
                list.AddRange(["-netdev", $"user,id=n{index}"]);
                // The card's boot program is a file of a package of its own, and nobody boots from it.
                list.AddRange(["-device",
                    $"virtio-net-{suffix},netdev=n{index}{(device.Mac is { } mac ? $",mac={mac}" : "")}{(pci ? ",romfile=" : "")}{modern}{slot}"]);
                break;
            default:
                list.AddRange(["-device", $"virtio-rng-{suffix}{modern}{slot}"]);
                break;
        }
    }

    private static void Check(EmulatedMachine machine)
    {
        if (machine.Kernel is null && (machine.Dtb ?? machine.Initrd) is not null)
            throw new ArgumentException("a tree or ramdisk is handed over with a kernel; without one, load it as an image", nameof(machine));
        if (machine.Kernel is not null && machine.StartAddress is not null)
            throw new ArgumentException("a machine starts its kernel or at an address, not both", nameof(machine));
        if (machine.Memory == 0 || machine.Memory % (1 << 20) != 0)
            throw new ArgumentException("memory is a multiple of 1 MiB", nameof(machine));
        if (machine.Cpus < 1) throw new ArgumentException("a machine has a processor", nameof(machine));
        var slots = new HashSet<(VirtioTransport, int)>();
        foreach (var device in machine.Devices)
        {
            if (device.Kind == VirtioKind.Block && device.Image is null)
                throw new ArgumentException("a disk has an image", nameof(machine));
            if (device.Slot is { } slot && !slots.Add((device.Transport, slot)))
                throw new ArgumentException($"two devices are in slot {slot}", nameof(machine));
            if (device.Mac is { } mac && !IsMac(mac))
                throw new ArgumentException($"'{mac}' is no address of a network card", nameof(machine));
        }
    }

    private static bool IsMac(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 6 && parts.All(static p => p.Length == 2 && p.All(char.IsAsciiHexDigit));
    }

    // QEMU splits options at commas; two stand for one.
    private static string Value(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private static string Hex(ulong number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
