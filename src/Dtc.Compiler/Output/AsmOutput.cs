using System.Buffers;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>Writes a finished tree as source for the GNU assembler, as dtc <c>-O asm</c> does.</summary>
internal static class AsmOutput
{
    /// <summary>Writes the tree.</summary>
    public static void Write(DeviceTree tree, CompileOptions options, IBufferWriter<byte> output) =>
        throw new NotSupportedException();
}
