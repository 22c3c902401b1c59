using Dtc.Tree;

namespace Dtc.Compiler.Inputs;

/// <summary>Reads a directory like <c>/proc/device-tree</c> into a tree, as dtc <c>-I fs</c> does.</summary>
internal static class DirectoryInput
{
    /// <summary>The tree; null when the directory cannot be read, which is then reported.</summary>
    public static DeviceTree? Read(string path, NameTable names, DiagnosticBag diagnostics) =>
        throw new NotSupportedException();
}
