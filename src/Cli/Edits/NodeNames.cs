using System.Buffers;
using Cli.Hosting;

namespace Cli.Edits;

/// <summary>Names that source can express (Devicetree Specification v0.4, sections 2.2.1 and 2.2.4).</summary>
internal static class NodeNames
{
    private static readonly SearchValues<char> PropertyChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,._+*#?-");

    private static readonly SearchValues<char> NodeChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,._+-");

    /// <summary>Checks the name of a property.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static void RejectProperty(string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(PropertyChars))
            throw new UsageException($"'{name}' is no name of a property: letters, digits and ,._+*#?- make one");
    }

    /// <summary>Checks the names of nodes in a path; labels and aliases stand for nodes that are there.</summary>
    /// <exception cref="UsageException">One is none.</exception>
    public static void RejectPath(string path)
    {
        if (!path.StartsWith('/')) return;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = name.IndexOf('@', StringComparison.Ordinal);
            var rest = name.AsSpan(at + 1);
            if (at == 0 || rest.ContainsAnyExcept(NodeChars) || (at > 0 && name.AsSpan(0, at).ContainsAnyExcept(NodeChars)))
                throw new UsageException($"'{name}' is no name of a node: letters, digits and ,._+- make one, an '@' and more of them its unit address");
        }
    }
}
