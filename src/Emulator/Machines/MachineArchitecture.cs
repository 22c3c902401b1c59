namespace Emulator.Machines;

/// <summary>What a machine's processors are; it decides which of QEMU's programs runs it.</summary>
public enum MachineArchitecture
{
    /// <summary>64-bit Arm: <c>qemu-system-aarch64</c>.</summary>
    Arm64,

    /// <summary>32-bit Arm: <c>qemu-system-arm</c>.</summary>
    Arm,
}

/// <summary>What belongs to an architecture.</summary>
public static class MachineArchitectures
{
    /// <summary>Name of QEMU's program.</summary>
    public static string Program(this MachineArchitecture architecture) => architecture switch
    {
        MachineArchitecture.Arm64 => "qemu-system-aarch64",
        _ => "qemu-system-arm",
    };

    /// <summary>The Debian package that has the program.</summary>
    public static string Package(this MachineArchitecture architecture) => architecture switch
    {
        MachineArchitecture.Arm64 or MachineArchitecture.Arm => "qemu-system-arm",
        _ => "qemu-system-misc",
    };
}
