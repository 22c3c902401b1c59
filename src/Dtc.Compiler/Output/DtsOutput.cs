using System.Buffers;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>Writes a finished tree as device tree source, as dtc <c>-O dts</c> does.</summary>
internal static class DtsOutput
{
    /// <summary>Writes the tree.</summary>
    public static void Write(DeviceTree tree, CompileOptions options, ISourceMap? map, IBufferWriter<byte> output) =>
        throw new NotSupportedException();
}
