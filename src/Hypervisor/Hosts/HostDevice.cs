using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Hosts;

/// <summary>An interrupt of a device.</summary>
/// <param name="Controller">Path of the controller that it ends at; null when it leads nowhere.</param>
/// <param name="IsShared">A shared interrupt of a GIC; otherwise a private one, or one of another controller.</param>
/// <param name="Number">The number of a GIC's interrupt as in the specifier: 32 less than Xen's for shared ones, 16 for private ones.</param>
/// <param name="Flags">Trigger, as in the specifier.</param>
public sealed record HostInterrupt(string? Controller, bool IsShared, uint Number, uint Flags)
{
    /// <summary>What a plan says of an interrupt; null for one that leads nowhere.</summary>
    internal static HostInterrupt Of(InterruptArrival? arrival) => arrival switch
    {
        null => new HostInterrupt(null, false, 0, 0),
        { Specifier: [var kind, var number, var flags, ..] } when arrival.Controller.IsCompatible(DeviceFacts.Instance.Controllers) =>
            new HostInterrupt(arrival.Controller.Path, kind == 0, number, flags),
        { Specifier: [var number, ..] } => new HostInterrupt(arrival.Controller.Path, false, number, 0),
        _ => new HostInterrupt(arrival.Controller.Path, false, 0, 0),
    };
}

/// <summary>A node of the host's tree with registers of its own.</summary>
/// <param name="Node">The node.</param>
/// <param name="Path">Its path.</param>
/// <param name="Regions">Its registers; those that the CPU does not reach by address are not listed.</param>
/// <param name="Interrupts">Its interrupts.</param>
public sealed record HostDevice(Node Node, string Path, IReadOnlyList<AddressRange> Regions, IReadOnlyList<HostInterrupt> Interrupts);
