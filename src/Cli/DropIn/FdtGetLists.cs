namespace Cli.DropIn;

/// <summary>Lists the properties and the children of a node as fdtget does.</summary>
internal static class FdtGetLists
{
    /// <summary>Prints the names of all properties, one a line. False when the structure is damaged.</summary>
    public static bool Properties(ProbedFdt blob, int node, ToolOutput output)
    {
        var property = blob.FirstProperty(node);
        for (; property >= 0; property = blob.NextProperty(property))
        {
            if (blob.TryGetName(property, out var name)) output.Line(name);
        }

        return property == -(int)Dtc.Fdt.FdtError.NotFound;
    }

    /// <summary>Prints the names of all children, one a line, as far as the structure is sound.</summary>
    /// <remarks>
    /// As Debian's fdtget 1.8.1. That of the release gives up below 32 levels and at a NOP, with exit code 1.
    /// </remarks>
    public static void Children(ProbedFdt blob, int node, ToolOutput output)
    {
        var offset = blob.Body(node);
        for (var depth = 0; offset >= 0;)
        {
            var tag = blob.NextTag(offset, out var next);
            if (tag == ProbedFdt.BeginNode && depth++ == 0) PrintName(blob, offset, output);
            else if (tag == ProbedFdt.End || (tag == ProbedFdt.EndNode && --depth < 0)) return;
            offset = next;
        }
    }

    private static void PrintName(ProbedFdt blob, int node, ToolOutput output)
    {
        if (!blob.TryGetNodeName(node, out var name)) output.Line("/* NULL pointer error */"u8);
        else output.Line(name.IsEmpty ? "/"u8 : name);
    }
}
