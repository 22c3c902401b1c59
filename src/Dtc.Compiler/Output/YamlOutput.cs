using System.Buffers;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>Writes a finished tree as YAML with types, as dtc <c>-O yaml</c> does.</summary>
internal static class YamlOutput
{
    /// <summary>Writes the tree.</summary>
    public static void Write(DeviceTree tree, CompileOptions options, IBufferWriter<byte> output) =>
        throw new NotSupportedException();
}
