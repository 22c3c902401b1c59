using System.Text;
using Dtc.Fdt;
using Dtc.Tree;

namespace Dtc.Tests;

/// <summary>A blob read back: as text for expectations, and compared with the tree it was made from.</summary>
internal static class BlobTree
{
    /// <summary>One line: <c>/{a=00000001;b;c{d="x"}}</c>; values in hex, or quoted when they are one printable string.</summary>
    public static string Text(byte[] blob)
    {
        Xunit.Assert.True(FdtReader.TryOpen(blob, out var reader, out var error), $"the blob cannot be opened: {error}");
        Xunit.Assert.Equal(FdtError.None, FdtVerifier.Check(blob));
        var text = new StringBuilder();
        foreach (var reservation in reader.Reservations) text.Append($"[{reservation.Address:x}+{reservation.Size:x}]");
        text.Append('/');
        Append(text, reader.Root);
        return text.ToString();
    }

    /// <summary>Null when the blob holds exactly the live nodes and properties of the tree, else the first difference.</summary>
    public static string? Difference(DeviceTree tree, byte[] blob)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out var error)) return $"the blob cannot be opened: {error}";
        if (FdtVerifier.Check(blob) is var verdict && verdict != FdtError.None) return $"the blob is faulty: {verdict}";
        if (reader.Header.BootCpu != tree.BootCpu) return "boot cpu";
        var count = 0;
        foreach (var reservation in reader.Reservations)
        {
            if (count >= tree.Reservations.Count) return "more reservations";
            var expected = tree.Reservations[count++];
            if (reservation.Address != expected.Address || reservation.Size != expected.Size) return $"reservation {count}";
        }

        return count == tree.Reservations.Count ? Difference(tree.Root, reader.Root) : "fewer reservations";
    }

    private static string? Difference(Node node, FdtNode read)
    {
        if (!read.Name.SequenceEqual(node.Name.Utf8)) return $"name of {node}";
        var properties = read.Properties.GetEnumerator();
        foreach (var property in node.Properties)
        {
            if (!properties.MoveNext()) return $"{node} lacks {property.Name}";
            if (!properties.Current.Name.SequenceEqual(property.Name.Utf8)) return $"{node}: {property.Name} is another";
            if (!properties.Current.Value.SequenceEqual(property.Value)) return $"{node}: value of {property.Name}";
        }

        if (properties.MoveNext()) return $"{node} has more properties";
        var children = read.Children.GetEnumerator();
        foreach (var child in node.Children)
        {
            if (!children.MoveNext()) return $"{node} lacks {child.Name}";
            if (Difference(child, children.Current) is { } difference) return difference;
        }

        return children.MoveNext() ? $"{node} has more children" : null;
    }

    private static void Append(StringBuilder text, FdtNode node)
    {
        text.Append(Encoding.UTF8.GetString(node.Name)).Append('{');
        var first = true;
        foreach (var property in node.Properties)
        {
            if (!first) text.Append(';');
            first = false;
            text.Append(Encoding.UTF8.GetString(property.Name));
            var value = property.Value;
            if (value.IsEmpty) continue;
            text.Append('=');
            if (value.Length > 1 && value[^1] == 0 && value[..^1].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) < 0)
            {
                text.Append('"').Append(Encoding.ASCII.GetString(value[..^1])).Append('"');
            }
            else text.Append(Convert.ToHexStringLower(value));
        }

        foreach (var child in node.Children)
        {
            if (!first) text.Append(';');
            first = false;
            Append(text, child);
        }

        text.Append('}');
    }
}
