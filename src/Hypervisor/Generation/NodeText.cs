using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;

namespace Hypervisor.Generation;

/// <summary>Values of a node's properties by name.</summary>
internal static class NodeText
{
    /// <summary>The strings of a property; none when it is not there.</summary>
    public static string[] Strings(Node node, string name) => Find(node, name) is { Length: > 0 } property
        ? Encoding.UTF8.GetString(property.Value).TrimEnd('\0').Split('\0')
        : [];

    /// <summary>The one cell of a property; null when it is none.</summary>
    public static uint? Number(Node node, string name) =>
        Find(node, name) is { Length: 4 } property ? BinaryPrimitives.ReadUInt32BigEndian(property.Value) : null;

    private static Property? Find(Node node, string name)
    {
        foreach (var property in node.Properties)
        {
            if (property.Name.ToString() == name) return property;
        }

        return null;
    }
}
