using System.Globalization;

namespace Emulator.Consoles;

/// <summary>Whose text a line of the serial port is.</summary>
public readonly record struct ConsoleChannel
{
    private const int HypervisorId = -1;
    private const int HostId = -2;

    private readonly int _id;

    private ConsoleChannel(int id) => _id = id - HostId;

    /// <summary>The system that has the port: the only one there is, or Xen's dom0. The default.</summary>
    public static ConsoleChannel Host => default;

    /// <summary>The hypervisor itself.</summary>
    public static ConsoleChannel Hypervisor => new(HypervisorId);

    /// <summary>Number of a domain whose output the hypervisor passes on; null for the others.</summary>
    public int? DomainNumber => _id + HostId is >= 0 and var number ? number : null;

    /// <summary>A domain whose output the hypervisor passes on.</summary>
    public static ConsoleChannel Domain(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue);
        return new ConsoleChannel(number);
    }

    /// <summary>Sorts channels: the host first, then the hypervisor, then domains by number.</summary>
    public int Order => _id;

    /// <inheritdoc/>
    public override string ToString() =>
        this == Host ? "host" : this == Hypervisor ? "xen" : string.Create(CultureInfo.InvariantCulture, $"dom{DomainNumber}");
}

/// <summary>One line of one console, safe to show: nothing in it but printable ASCII.</summary>
/// <param name="Channel">Whose it is.</param>
/// <param name="Text">The line without its end and without the hypervisor's prefixes.</param>
public readonly record struct ConsoleLine(ConsoleChannel Channel, string Text);
