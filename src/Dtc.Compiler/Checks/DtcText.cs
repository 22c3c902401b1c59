using System.Buffers;
using System.Text;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Bytes of names and values for dtc's messages: one character a byte, so that they come out as they went in.</summary>
internal static class DtcText
{
    /// <summary>A name.</summary>
    public static string Of(Name name) => Encoding.Latin1.GetString(name.Utf8);

    /// <summary>A value as C prints it: up to its first NUL.</summary>
    public static string CString(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return "(null)"; // an empty value has no memory at all
        var end = value.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? value : value[..end]);
    }

    /// <summary>The full path.</summary>
    public static string Path(Node node)
    {
        var path = new ArrayBufferWriter<byte>();
        node.WritePath(path);
        return Encoding.Latin1.GetString(path.WrittenSpan);
    }
}
