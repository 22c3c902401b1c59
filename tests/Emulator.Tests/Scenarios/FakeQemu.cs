using System.Diagnostics;
using Emulator.Consoles;
using Emulator.Machines;
using Emulator.Qemu;
using Emulator.Scenarios;

namespace Emulator.Tests.Scenarios;

/// <summary>A directory with a shell script named like QEMU, which prints what a test wants.</summary>
internal sealed class FakeQemu : IDisposable
{
    public FakeQemu(string script)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("fake-qemu-").FullName;
        var path = Path.Combine(Directory, "qemu-system-aarch64");
        // $$ is the script's process id, by which a test looks whether it is gone.
        File.WriteAllText(path, $"#!/bin/sh\necho $$ >{Directory}/pid\necho \"$@\" >{Directory}/args\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Emulator = new QemuEmulator(Directory);
    }

    public string Directory { get; }

    public QemuEmulator Emulator { get; }

    public string Arguments => File.ReadAllText(Path.Combine(Directory, "args")).Trim();

    public bool IsRunning
    {
        get
        {
            var id = int.Parse(File.ReadAllText(Path.Combine(Directory, "pid")));
            try
            {
                using var process = Process.GetProcessById(id);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    public static BootScenario Scenario(params ExpectedGuest[] guests) => new()
    {
        Name = "fake",
        Machine = EmulatedMachine.Virt(3, false) with { Kernel = ImageSource.OfBytes("kernel", new byte[16]) },
        Guests = guests.Length > 0 ? guests : [new ExpectedGuest { Name = "one" }],
        Limits = new BootLimits(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(3)) { AfterFailure = TimeSpan.FromMilliseconds(300) },
    };

    public static ExpectedGuest Domain(int number, string name) => new() { Name = name, Channel = ConsoleChannel.Domain(number) };

    /// <summary>Shell code that prints a whole guest's story, without the tree.</summary>
    public static string Story(string prefix, string name) =>
        $"echo '{prefix}dtcsharp: up {name} 6.1 aarch64 1'; echo '{prefix}dtcsharp: cpus 1'; echo '{prefix}dtcsharp: done {name} 2'\n";

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
