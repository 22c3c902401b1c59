using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Output;
using Dtc.Fdt;
using Dtc.Compiler;
using Dtc.Compiler.Inputs;
using Dtc.Parser.Preprocessing;
using Emulator.Machines;
using Hypervisor.Generation;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>
/// A tree that a guest is booted with in place of the one that was generated (<c>boot --tree NAME=FILE</c>): QEMU's own guest gets it
/// at once, a domain of Xen finds it in front of its kernel and never sees Xen's.
/// </summary>
internal sealed class GuestTree
{
    private const ulong Step = 2 << 20;

    private GuestTree(string name, byte[] blob)
    {
        (Name, Blob) = (name, blob);
    }

    /// <summary>The guest.</summary>
    public string Name { get; }

    /// <summary>The tree.</summary>
    public byte[] Blob { get; }

    /// <summary>Reads <c>NAME=FILE</c>, source or blob.</summary>
    /// <exception cref="UsageException">It is neither, or cannot be read.</exception>
    /// <param name="text">The option's value.</param>
    /// <param name="includePath">Where the includes of a source are searched.</param>
    public static GuestTree Read(string text, IncludePath includePath)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } file]) throw new UsageException($"--tree: '{text}' is not NAME=FILE");
        var format = InputGuess.Of(file);
        var options = new CompileOptions
        {
            InputFormat = format == InputFormat.Blob ? format : InputFormat.Source,
            Preprocess = PreprocessOptions.Default with { IncludeDirectories = includePath.For(file) },
        };
        var result = new DtsCompiler().Compile(file, options);
        if (result.Output is { } blob) return new GuestTree(name, blob);
        throw new UsageException($"--tree: '{file}' is no tree: {(result.Diagnostics.Items is [var first, ..] ? first.Message : "it cannot be read")}");
    }

    /// <summary>What the built-in bindings find in it at error level.</summary>
    public IReadOnlyList<string> Faults(string binding) => ReadBackCheck.FaultsOf(Blob, Name, binding);

    /// <summary>The plan and trees with this tree for its guest.</summary>
    /// <param name="system">The system as it was generated.</param>
    /// <param name="directory">A directory for the kernel that is put together.</param>
    /// <exception cref="UsageException">The guest cannot be given another tree.</exception>
    public (Plan Plan, Func<SystemTrees, SystemTrees> Trees) Apply(GeneratedSystem system, string directory)
    {
        var plan = system.Plan;
        if (plan.Domains.FirstOrDefault(domain => domain.Name == Name) is not { } domain)
            throw new UsageException($"--tree: there is no domain '{Name}'; there are {string.Join(", ", plan.Domains.Select(other => other.Name))}");
        if (plan.Xen is null)
        {
            var blob = Loaded(plan, domain);
            return (plan, trees => new SystemTrees(blob, new Dictionary<string, byte[]>(trees.Promised, StringComparer.Ordinal) { [Name] = blob }) { Given = Name });
        }

        if (domain.IsDom0 || plan.Host.Architecture != "arm64" || domain.Banks.Count == 0)
            throw new UsageException("--tree: only a domU on arm64, or the guest of a machine without Xen, can be given another tree");
        var kernel = Path.Join(directory, "kernel");
        try
        {
            File.WriteAllBytes(kernel, WrappedKernel.Arm64(File.ReadAllBytes(domain.Kernel.File!), Blob, domain.Banks[0].Address));
        }
        catch (Exception fault) when (IOReason.IsIO(fault) || fault is ArgumentException)
        {
            throw new UsageException($"--tree: {fault.Message}");
        }

        // The kernel has grown; it goes behind everything that has a place.
        var at = plan.Memory.Max(use => use.Region.Address + use.Region.Size);
        var size = (ulong)new FileInfo(kernel).Length;
        var address = (at + Step - 1) / Step * Step;
        if (address + size > plan.Host.Memory.Address + plan.Host.Memory.Size) throw new UsageException("--tree: there is no room in the host's memory for the kernel with its tree");
        var changed = domain with { Kernel = domain.Kernel with { File = kernel, Address = address, Size = size } };
        return (
            plan with { Domains = [.. plan.Domains.Select(other => other == domain ? changed : other)] },
            trees => new SystemTrees(trees.Machine, new Dictionary<string, byte[]>(trees.Promised, StringComparer.Ordinal) { [Name] = Blob }) { Given = Name });
    }

    // Where nobody else edits the tree, we do what a loader does: the arguments and the ramdisk of the configuration, unless it says so itself.
    private byte[] Loaded(Plan plan, PlannedDomain domain)
    {
        if (plan.Host.StubAddress is null || !FdtEditor.TryOpen(Blob, out var editor, out _)) return Blob;
        // The root is the first node.
        var error = FdtError.None;
        if (!editor.TryGetNode("/chosen"u8, out var chosen, out _)) error = editor.AddNode(0, "chosen"u8, out chosen);
        if (error == FdtError.None && !editor.TryGetProperty(chosen, "bootargs"u8, out _, out _))
            error = editor.SetProperty(chosen, "bootargs"u8, (byte[])[.. Encoding.UTF8.GetBytes(domain.Bootargs), 0]);
        if (error == FdtError.None && domain.Ramdisk is { } ramdisk && !editor.TryGetProperty(chosen, "linux,initrd-start"u8, out _, out _))
        {
            error = editor.SetProperty(chosen, "linux,initrd-start"u8, ramdisk.Address);
            if (error == FdtError.None) error = editor.SetProperty(chosen, "linux,initrd-end"u8, ramdisk.Address + ramdisk.Size);
        }

        if (error == FdtError.None) error = editor.Pack();
        return error == FdtError.None ? editor.ToArray() : throw new UsageException($"--tree: its /chosen cannot be completed ({error})");
    }
}
