using System.Text;
using Xunit;

namespace Dtc.Fdt.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[] blob = SampleTree.Write(17);
        string[] names = ["/soc/serial@2000/leaf", "serial0", "/none", "/serialize"];
        byte[][] paths = [.. names.Select(Encoding.ASCII.GetBytes)];
        Use(blob, paths); // the first run may allocate for the runtime's own sake
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Use(blob, paths);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void The_measure_sees_allocations()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bytes = new byte[1];
        Assert.True(GC.GetAllocatedBytesForCurrentThread() > before);
        GC.KeepAlive(bytes);
    }

    /// <summary>A check, a full walk and 1,000 look-ups of each kind.</summary>
    private static long Use(byte[] blob, byte[][] paths)
    {
        long sum = (long)FdtVerifier.Check(blob);
        if (!FdtReader.TryOpen(blob, out var reader, out _)) return 0;
        sum += HostileWalk.Everything(reader, 0);
        Span<byte> path = stackalloc byte[64];
        for (var i = 0; i < 1000; i++)
        {
            if (reader.TryGetNode(paths[i % paths.Length], out var node))
            {
                sum += node.Offset;
                if (reader.TryGetPath(node, path, out var written, out _)) sum += written;
                if (reader.TryGetParent(node, out var parent)) sum += parent.Offset;
            }
            if (reader.TryGetNodeByPhandle((uint)i % 11, out node)) sum += node.Offset;
            if (reader.TryGetCompatible("acme,uart"u8, out node) && node.TryGetProperty("reg"u8, out var reg))
                sum += reg.Value.Length;
        }
        return sum;
    }
}
