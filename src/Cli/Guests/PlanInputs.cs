using System.Buffers.Binary;
using System.IO.Compression;
using Cli.Output;
using Dtc.Compiler.Inputs;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>Files on disk, boot media that were fetched, and the QEMU that is installed.</summary>
internal sealed class PlanInputs : IPlanInputs
{
    private const int HeadLength = 64;

    private BootImages? _images;

    /// <summary>Finds fetched media: architecture, kind, version of the hypervisor.</summary>
    public Func<string, string, string, string?> FindMedia { get; init; } = static (_, _, _) => null;

    /// <inheritdoc/>
    public FileProbe? Probe(string path, out string? trouble)
    {
        trouble = null;
        try
        {
            trouble = OrdinaryFile.Trouble(path);
            if (trouble is not null) return null;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var head = new byte[HeadLength];
            var length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
            return new FileProbe((ulong)stream.Length, head[..length])
            {
                Identity = PathStatus.Of(path).Identity is { } identity ? $"{identity.Device}:{identity.Number}" : null,
            };
        }
        catch (Exception e) when (IOReason.IsIO(e) || e is ArgumentException or NotSupportedException)
        {
            trouble = IOReason.IsIO(e) ? IOReason.Of(e) : "the path is none";
            return null;
        }
    }

    /// <inheritdoc/>
    public FileProbe? Unpack(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // Loaders believe the size that the file ends with, and find that it is wrong when they are done.
            var promised = LastWord(stream);
            stream.Position = 0;
            using var inner = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var head = new byte[HeadLength];
            var length = (ulong)inner.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
            var result = new FileProbe(promised, head[..(int)length]);
            var buffer = new byte[1 << 16];
            while (length <= promised && inner.Read(buffer) is > 0 and var count) length += (ulong)count;
            return length == promised ? result : null;
        }
        catch (Exception fault) when (fault is InvalidDataException || IOReason.IsIO(fault))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Media(string architecture, string kind, string version) => FindMedia(architecture, kind, version);

    private static uint LastWord(FileStream stream)
    {
        Span<byte> word = stackalloc byte[4];
        stream.Position = Math.Max(0, stream.Length - word.Length);
        stream.ReadExactly(word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    /// <inheritdoc/>
    public byte[]? MachineTree(MachineTreeRequest request, out string? trouble) => (_images ??= BootImages.Default).MachineTree(request, out trouble);

    /// <inheritdoc/>
    public bool LacksEmulator => _images?.LacksEmulator == true;

    /// <summary>The outside world with the boot media that were fetched.</summary>
    public static PlanInputs WithMedia() => WithMedia(BootImages.Default);

    /// <summary>The same with other media.</summary>
    public static PlanInputs WithMedia(BootImages images) => new() { FindMedia = images.Find, _images = images };
}
