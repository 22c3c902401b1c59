using System.Buffers.Binary;
using System.Text;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>
/// Damages a tree as hands and tools do: values cut, stretched and of the wrong type, names that are nearly right,
/// phandles that lead elsewhere. The same seed damages the same blob in the same way.
/// </summary>
internal sealed class Damage
{
    private static readonly string[] Statuses = ["disabled", "okay", "ok", "fail", "reserved", "disable", ""];

    private static readonly string[] OddNames =
        ["a b", "UPPER", "under_score", "x'y", "a\"b", "comma,", "#", "50%", "back\\slash", "tab\there", "node@", "@1", "a@1@2", "0", "status", "$nodename", "foo,bar", "sensor@0x10", "x@1,0"];

    private static readonly string[] Cells =
        ["#address-cells", "#size-cells", "#interrupt-cells", "#gpio-cells", "#clock-cells", "#phy-cells", "#iommu-cells", "#dma-cells"];

    private readonly MutableTree _tree;
    private readonly Random _random;

    private Damage(MutableTree tree, int seed)
    {
        _tree = tree;
        _random = new Random(seed);
    }

    /// <summary>A damaged copy of a blob.</summary>
    public static byte[] Of(byte[] blob, int seed)
    {
        var damage = new Damage(MutableTree.Read(blob), seed);
        for (var count = 1 + damage._random.Next(4); count > 0; count--) damage.Once();
        return damage._tree.Write();
    }

    private void Once()
    {
        var node = Pick(_tree.Nodes);
        var at = node.Properties.Count == 0 ? -1 : _random.Next(node.Properties.Count);
        switch (_random.Next(at < 0 ? 6 : 22))
        {
            case 0:
                node.Name = node == _tree.Root ? node.Name : Encoding.UTF8.GetBytes(Pick(OddNames));
                break;
            case 1:
                if (node.Children.Count > 0) node.Children.RemoveAt(_random.Next(node.Children.Count));
                break;
            case 2:
                Set(node, "status", [.. Encoding.ASCII.GetBytes(Pick(Statuses)), 0]);
                break;
            case 3:
                var donor = Pick(_tree.Nodes);
                if (donor.Properties.Count > 0) node.Properties.Add(Pick(donor.Properties));
                break;
            case 4:
                Copy(node);
                break;
            case 5:
                Set(node, Pick(Cells), Number());
                break;
            default:
                Change(node, at);
                break;
        }
    }

    private void Change(MutableNode node, int at)
    {
        var (name, value) = node.Properties[at];
        switch (_random.Next(14))
        {
            case 0:
                node.Properties.RemoveAt(at);
                return;
            case 1:
                node.Properties.Insert(_random.Next(node.Properties.Count), (name, Random(1 + _random.Next(12))));
                return;
            case 2:
                node.Properties[at] = (Misspell(name), value);
                return;
            case 3:
                node.Properties[at] = (Pick(Pick(_tree.Nodes.FindAll(n => n.Properties.Count > 0)).Properties).Name, value);
                return;
            case 4:
                value = [];
                break;
            case 5 when value.Length > 0:
                value = value[..^(1 + _random.Next(Math.Min(value.Length, 4)))];
                break;
            case 6:
                value = [.. value, .. Random(1 + _random.Next(8))];
                break;
            case 7 when value.Length >= 4:
                value = [.. value[4..]];
                break;
            case 8:
                value = [.. value, .. value];
                break;
            case 9 when value.Length > 0:
                value = [.. value];
                value[_random.Next(value.Length)] ^= (byte)(1 << _random.Next(7));
                break;
            case 10 when value.Length >= 4:
                value = [.. value];
                Number().CopyTo(value.AsSpan(_random.Next(value.Length / 4) * 4));
                break;
            case 11:
                value = Encoding.ASCII.GetBytes("word\0");
                break;
            case 12:
                value = Number();
                break;
            case 13 when _random.Next(4) == 0:
                value = Random(2000 + _random.Next(3000));
                break;
        }

        node.Properties[at] = (name, value);
    }

    private void Copy(MutableNode node)
    {
        if (node.Children.Count == 0 || node.Children.Count > 8) return;
        var child = Pick(node.Children);
        var copy = new MutableNode(_random.Next(3) == 0 ? child.Name : [.. child.Name, (byte)'0']);
        copy.Properties.AddRange(child.Properties);
        node.Children.Add(copy);
    }

    private static void Set(MutableNode node, string name, byte[] value)
    {
        var bytes = Encoding.ASCII.GetBytes(name);
        var at = node.Properties.FindIndex(p => p.Name.AsSpan().SequenceEqual(bytes));
        if (at >= 0) node.Properties[at] = (bytes, value);
        else node.Properties.Add((bytes, value));
    }

    private byte[] Misspell(byte[] name)
    {
        var at = _random.Next(name.Length);
        return _random.Next(4) switch
        {
            0 => [.. name, (byte)'s'],
            1 when name.Length > 1 => [.. name[..at], .. name[(at + 1)..]],
            2 => [.. name[..at], (byte)"_-,#@ '\\"[_random.Next(8)], .. name[at..]],
            _ => [.. name[..at], (byte)('a' + _random.Next(26)), .. name[at..]],
        };
    }

    private byte[] Number()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _random.Next(8) switch
        {
            0 => 0,
            1 => 0xffffffff,
            2 => (uint)_random.Next(),
            _ => (uint)_random.Next(12),
        });
        return bytes;
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        if (_random.Next(2) == 0) return bytes;
        for (var i = 0; i < length; i++) bytes[i] = (byte)('a' + (bytes[i] % 26));
        bytes[^1] = 0;
        return bytes;
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
