using System.Buffers.Binary;
using Dtc.Fdt;
using Dtc.Tree;

namespace Dtc.Compiler.Inputs;

/// <summary>What the header of a blob says, judged as dtc judges it: in its order, and by no more than it looks at.</summary>
/// <param name="TotalSize">Bytes of the blob; what follows in the file is no part of it.</param>
/// <param name="Version">The version; any number is taken.</param>
/// <param name="BootCpu">Physical id of the boot CPU.</param>
/// <param name="Structure">Where the structure block starts; it may go on to the end of the blob.</param>
/// <param name="Strings">Where the strings block starts.</param>
/// <param name="StringsEnd">One past its last byte.</param>
/// <param name="Reservations">Where the memory reservations start.</param>
internal readonly record struct BlobLayout(
    int TotalSize, uint Version, uint BootCpu, int Structure, int Strings, int StringsEnd, int Reservations)
{
    private const string Fatal = "FATAL ERROR: ";

    /// <summary>Reads the header of the blob that <paramref name="file"/> starts with; null, or what is wrong with it.</summary>
    public static Diagnostic? Read(ReadOnlySpan<byte> file, out BlobLayout layout)
    {
        layout = default;
        if (file.Length < 4) return Fault(0, "the file is too short for a blob", Fatal + "EOF reading DT blob magic number");
        var magic = Field(file, 0);
        if (magic != FdtHeader.Magic)
        {
            return Fault(0, $"this is no device tree blob: it begins with 0x{magic:x8} instead of 0x{FdtHeader.Magic:x8}",
                Fatal + "Blob has incorrect magic number");
        }

        if (file.Length < 8) return Fault(4, "the file is too short for a blob", Fatal + "EOF reading DT blob size");
        var total = Field(file, 4);
        if (total < FdtHeader.MinimumSize)
        {
            return Fault(4, $"a total size of {total} bytes is not even enough for a header",
                $"{Fatal}DT blob size ({total}) is too small");
        }

        if (total > (uint)file.Length)
        {
            // dtc reads a size beyond 2 GiB as a negative number, which makes the system refuse.
            return Fault(4, $"the blob is cut short: it has {total} bytes by its header, the file has {file.Length}",
                Fatal + ((int)(total - 8) < 0 ? "Error reading DT blob: Bad address" : $"EOF before reading {(int)total} bytes of DT blob"));
        }

        return Blocks(file[..(int)total], out layout);
    }

    /// <summary>A finding at a byte of the blob.</summary>
    public static Diagnostic Fault(int offset, string message, string dtcText) =>
        new(Rules.MalformedBlob, SourceSpan.None, $"{message} (at byte 0x{offset:x})") { DtcText = dtcText };

    private static Diagnostic? Blocks(ReadOnlySpan<byte> blob, out BlobLayout layout)
    {
        layout = default;
        var total = (uint)blob.Length;
        var (structure, strings, reservations, version) = (Field(blob, 8), Field(blob, 12), Field(blob, 16), Field(blob, 20));
        if (reservations >= total)
            return Fault(16, "the memory reservations start behind the end of the blob", Fatal + "Mem Reserve structure offset exceeds total size");
        if (structure >= total)
            return Fault(8, "the structure starts behind the end of the blob", Fatal + "DT structure offset exceeds total size");
        if (strings > total)
            return Fault(12, "the strings start behind the end of the blob", Fatal + "String table offset exceeds total size");
        var stringsEnd = total;
        if (version >= 3)
        {
            if (total < 36 || (ulong)strings + Field(blob, 32) > total)
                return Fault(32, "the strings reach beyond the end of the blob", Fatal + "String table extends past total size");
            stringsEnd = strings + Field(blob, 32);
        }

        if (version >= 17 && (total < 40 || (ulong)structure + Field(blob, 36) > total))
            return Fault(36, "the structure reaches beyond the end of the blob", Fatal + "Structure block extends past total size");

        layout = new BlobLayout
        {
            TotalSize = blob.Length,
            Version = version,
            BootCpu = total < 32 ? 0 : Field(blob, 28),
            Structure = (int)structure,
            Strings = (int)strings,
            StringsEnd = (int)stringsEnd,
            Reservations = (int)reservations,
        };
        return null;
    }

    private static uint Field(ReadOnlySpan<byte> blob, int offset) => BinaryPrimitives.ReadUInt32BigEndian(blob[offset..]);
}
