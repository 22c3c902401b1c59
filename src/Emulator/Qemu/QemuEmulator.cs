using System.Diagnostics;
using Dtc.Tree;
using Emulator.Machines;

namespace Emulator.Qemu;

/// <summary>Runs machines with QEMU.</summary>
public sealed class QemuEmulator : IEmulator
{
    /// <summary>Environment variable with a directory that QEMU is taken from before all others.</summary>
    public const string DirectoryVariable = "DTC_SHARP_QEMU_DIR";

    private static readonly TimeSpan DumpTime = TimeSpan.FromSeconds(60);

    private readonly string? _path;

    /// <summary>Takes QEMU from a directory, or from <see cref="DirectoryVariable"/>, or from PATH.</summary>
    public QemuEmulator(string? directory = null)
    {
        directory ??= Environment.GetEnvironmentVariable(DirectoryVariable);
        _path = string.IsNullOrEmpty(directory) ? null : directory;
    }

    /// <inheritdoc/>
    public Diagnostic? Missing(EmulatedMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var program = machine.Architecture.Program();
        if (Find(program) is not null) return null;
        return new Diagnostic(
            Rules.MissingEmulator,
            SourceSpan.None,
            _path is null ? $"there is no '{program}' in PATH" : $"there is no '{program}' in '{_path}', which {DirectoryVariable} or an option names")
        {
            Help = $"install it: apt-get install --no-install-recommends {machine.Architecture.Package()}; or name its directory in {DirectoryVariable}",
        };
    }

    /// <inheritdoc/>
    public IEmulatorSession Start(EmulatedMachine machine, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (Missing(machine) is { } missing) throw new EmulatorException(missing);
        return QemuSession.Start(Find(machine.Architecture.Program())!, machine, lifetime);
    }

    /// <inheritdoc/>
    public string CommandLine(EmulatedMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var program = machine.Architecture.Program();
        return QemuArguments.Shell(program, QemuArguments.Of(machine, static image => image.Path ?? image.Name));
    }

    /// <summary>The tree that QEMU makes for a machine (<c>-machine dumpdtb=</c>); nothing is booted.</summary>
    /// <exception cref="EmulatorException">QEMU is missing, or has no tree for such a machine.</exception>
    public byte[] DumpTree(EmulatedMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (Missing(machine) is { } missing) throw new EmulatorException(missing);
        using var directory = new RunDirectory();
        var file = directory.PathOf("machine.dtb");
        var start = new ProcessStartInfo(Find(machine.Architecture.Program())!)
        {
            RedirectStandardError = true, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        foreach (var argument in QemuArguments.DumpTree(machine, file)) start.ArgumentList.Add(argument);
        using var process = QemuSession.Launch(start);
        process.StandardInput.Close();
        var messages = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(DumpTime))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new EmulatorException($"{start.FileName} did not write its tree within {DumpTime.TotalSeconds:0} s");
        }

        // It exits with 0 on machines that have no tree, too.
        if (process.ExitCode == 0 && File.Exists(file)) return File.ReadAllBytes(file);
        directory.CheckRoom();
        var reason = QemuSession.Brief(messages.Result);
        throw new EmulatorException(new Diagnostic(
            Rules.EmulatorFailed, SourceSpan.None, reason.Length > 0 ? $"QEMU does not write its tree: {reason}" : $"QEMU makes no tree for the machine '{machine.Type}'")
        {
            Help = reason.Length > 0 ? null : "name a source or blob as the host's tree",
        })
        {
            IsRefusal = true,
        };
    }

    private string? Find(string program) => ProgramFinder.Find(program, _path);
}
