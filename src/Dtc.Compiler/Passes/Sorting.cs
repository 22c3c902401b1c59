using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>-s: reservations by address and size, properties and nodes by the bytes of their names.</summary>
internal static class Sorting
{
    public static void Run(DeviceTree tree)
    {
        var sorted = tree.Reservations.OrderBy(r => r.Address).ThenBy(r => r.Size).ToList();
        tree.Reservations.Clear();
        foreach (var reservation in sorted) tree.Reservations.Add(reservation);
        tree.Root.Sort();
    }
}
