using System.Buffers;
using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// Writes a flattened device tree from a sequence of calls in tree order, byte for byte as dtc does
/// (Devicetree Specification v0.4, chapter 5; versions 1, 2, 3, 16 and 17).
/// </summary>
/// <remarks>
/// The order of calls for each node is <see cref="BeginNode"/>, its properties, its children, <see cref="EndNode"/>;
/// there is one root. Reservations may come at any time before finishing. Finishing leaves the
/// contents in place, so that one tree may be laid out several times; <see cref="Reset"/> starts anew and
/// keeps the buffers. Not thread-safe.
/// </remarks>
public sealed class FdtWriter
{
    private readonly FdtStringTable _strings = new();
    private ByteBuffer _structure = new(65536);
    private ByteBuffer _reservations = new(256);
    private int _version;
    private int _depth;
    private bool _rootClosed;
    private bool _acceptsProperties;

    // The node that accepts properties, for the `name` property of versions 1 to 3: its name in _structure.
    private int _nameStart;
    private int _nameLength;
    private bool _hasNameProperty;

    /// <summary>Starts a blob of the given version.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is not 1, 2, 3, 16 or 17.</exception>
    public FdtWriter(int version = FdtVersion.Default) => Reset(version);

    /// <summary>The version of the blob.</summary>
    public int Version => _version;

    /// <summary>
    /// True for versions 1 to 3, whose nodes are named by their full path: <see cref="BeginNode"/> then
    /// takes <c>/</c> for the root, <c>/soc/serial@0</c> for a child.
    /// </summary>
    public bool UsesFullPaths => _version < FdtVersion.FirstShortNames;

    /// <summary>
    /// True when the tree last finished was already larger than the <see cref="FdtLayout.MinimumSize"/>
    /// asked for, which was then ignored.
    /// </summary>
    public bool MinimumSizeExceeded { get; private set; }

    /// <summary>
    /// False to write a name of its own for each property, which is quicker for many names but makes larger blobs;
    /// true, as dtc does, from the start.
    /// </summary>
    public bool SharesNames { get; set; } = true;

    /// <summary>The strings block so far, for those who want to look at it.</summary>
    public ReadOnlySpan<byte> StringsBlock => _strings.Block;

    /// <summary>True for the versions that can be written: 1, 2, 3, 16, 17.</summary>
    public static bool IsSupportedVersion(int version) => FdtVersion.IsWritable(version);

    /// <summary>Forgets everything written and starts a blob of the given version.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is not 1, 2, 3, 16 or 17.</exception>
    public void Reset(int version)
    {
        if (!FdtVersion.IsWritable(version))
            throw new ArgumentOutOfRangeException(nameof(version), version, "the blob versions are 1, 2, 3, 16 and 17");
        _version = version;
        _strings.Clear();
        _structure.Clear();
        _reservations.Clear();
        _depth = 0;
        _rootClosed = false;
        _acceptsProperties = false;
        MinimumSizeExceeded = false;
    }

    /// <summary>Adds an entry to the memory reservation block (section 5.3): physical address and bytes.</summary>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public void AddReservation(ulong address, ulong size)
    {
        var entry = _reservations.Append(FdtHeader.ReservationSize);
        BinaryPrimitives.WriteUInt64BigEndian(entry, address);
        BinaryPrimitives.WriteUInt64BigEndian(entry[8..], size);
    }

    /// <summary>Opens a node inside the one open last, or the root.</summary>
    /// <param name="nameOrPath">
    /// The node name (empty for the root), or the full path when <see cref="UsesFullPaths"/>; without NUL.
    /// </param>
    /// <exception cref="ArgumentException">The name contains a NUL.</exception>
    /// <exception cref="InvalidOperationException">The root is already closed.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public void BeginNode(ReadOnlySpan<byte> nameOrPath)
    {
        if (_rootClosed) throw new InvalidOperationException("a device tree has one root node");
        if (nameOrPath.Contains((byte)0))
            throw new ArgumentException("a node name cannot contain NUL", nameof(nameOrPath));
        CloseProperties();
        var start = _structure.Length;
        var bytes = _structure.Append(Align(4 + nameOrPath.Length + 1L, 4));
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)FdtToken.BeginNode);
        nameOrPath.CopyTo(bytes[4..]);
        bytes[(4 + nameOrPath.Length)..].Clear();
        _depth++;
        _acceptsProperties = true;
        _nameStart = start + 4;
        _nameLength = nameOrPath.Length;
        _hasNameProperty = false;
    }

    /// <summary>Writes a property of the node open last.</summary>
    /// <param name="name">The property name, without NUL.</param>
    /// <param name="value">The value as it stands in the blob (big-endian, strings with their NUL).</param>
    /// <exception cref="ArgumentException">The name contains a NUL.</exception>
    /// <exception cref="InvalidOperationException">No node is open, or it already has a child.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public void Property(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        Property(SharesNames ? _strings.Intern(name) : _strings.Append(name), value);

    /// <summary>Writes a property of the node open last whose value the caller fills in.</summary>
    /// <param name="name">The property name, without NUL.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <returns>The value, all zeros; to be filled before the next call.</returns>
    /// <exception cref="ArgumentException">The name contains a NUL, or the length is negative.</exception>
    /// <exception cref="InvalidOperationException">No node is open, or it already has a child.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public Span<byte> Property(ReadOnlySpan<byte> name, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var value = EmitProperty(PlaceName(SharesNames ? _strings.Intern(name) : _strings.Append(name)), length);
        value.Clear();
        return value;
    }

    /// <summary>
    /// Writes a property whose name <see cref="InternString"/> has placed, for callers that remember the offset.
    /// </summary>
    /// <param name="nameOffset">What <see cref="InternString"/> returned since the last <see cref="Reset"/>.</param>
    /// <param name="value">The value as it stands in the blob.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside the strings block.</exception>
    /// <exception cref="InvalidOperationException">No node is open, or it already has a child.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public void Property(int nameOffset, ReadOnlySpan<byte> value) =>
        value.CopyTo(EmitProperty(PlaceName(nameOffset), value.Length));

    /// <summary>Checks that a property may be written here, and notes what it is.</summary>
    private int PlaceName(int nameOffset)
    {
        if ((uint)nameOffset >= (uint)_strings.Block.Length)
            throw new ArgumentOutOfRangeException(nameof(nameOffset), nameOffset, "not an offset in the strings block");
        if (!_acceptsProperties)
            throw new InvalidOperationException("properties belong to an open node and precede its children");
        if (UsesFullPaths && _strings.Block[nameOffset..].StartsWith("name\0"u8)) _hasNameProperty = true;
        return nameOffset;
    }

    /// <summary>Places a name in the strings block (or finds it there) and returns its offset.</summary>
    /// <remarks>
    /// The strings block holds names in the order of first use: dtc's bytes need this called when the first
    /// property of that name is about to be written, not earlier.
    /// </remarks>
    /// <exception cref="ArgumentException">The name contains a NUL.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public int InternString(ReadOnlySpan<byte> name) => _strings.Intern(name);

    /// <summary>Closes the node open last.</summary>
    /// <exception cref="InvalidOperationException">No node is open.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public void EndNode()
    {
        if (_depth == 0) throw new InvalidOperationException("no node is open");
        CloseProperties();
        BinaryPrimitives.WriteUInt32BigEndian(_structure.Append(4), (uint)FdtToken.EndNode);
        _rootClosed = --_depth == 0;
    }

    /// <summary>The total size in bytes of the blob as <see cref="Finish(in FdtLayout)"/> would lay it out.</summary>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <exception cref="InvalidOperationException">There is no root node, or it is still open.</exception>
    /// <exception cref="FdtTooLargeException">The blob would be too large.</exception>
    public int Measure(in FdtLayout layout) => Plan(layout).TotalSize;

    /// <summary>Lays out the blob.</summary>
    /// <returns>The blob, <c>totalsize</c> bytes long.</returns>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <exception cref="InvalidOperationException">There is no root node, or it is still open.</exception>
    /// <exception cref="FdtTooLargeException">The blob would be too large.</exception>
    public byte[] Finish(in FdtLayout layout)
    {
        var plan = Plan(layout);
        var blob = GC.AllocateUninitializedArray<byte>(plan.TotalSize);
        Fill(plan, layout.BootCpu, blob);
        return blob;
    }

    /// <summary>Lays out the blob in <paramref name="destination"/>.</summary>
    /// <returns>The size of the blob: the number of bytes written.</returns>
    /// <exception cref="ArgumentException">
    /// The destination is too short, or the alignment is not a power of two.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no root node, or it is still open.</exception>
    /// <exception cref="FdtTooLargeException">The blob would be too large.</exception>
    public int Finish(in FdtLayout layout, Span<byte> destination)
    {
        var plan = Plan(layout);
        if (destination.Length < plan.TotalSize)
            throw new ArgumentException("shorter than the blob", nameof(destination));
        Fill(plan, layout.BootCpu, destination[..plan.TotalSize]);
        return plan.TotalSize;
    }

    /// <summary>Lays out the blob in the memory of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <exception cref="InvalidOperationException">There is no root node, or it is still open.</exception>
    /// <exception cref="FdtTooLargeException">The blob would be too large.</exception>
    public void Finish(in FdtLayout layout, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var plan = Plan(layout);
        Fill(plan, layout.BootCpu, destination.GetSpan(plan.TotalSize)[..plan.TotalSize]);
        destination.Advance(plan.TotalSize);
    }

    /// <summary>Writes a property but for its value, which the caller fills.</summary>
    private Span<byte> EmitProperty(int nameOffset, int length)
    {
        var valueStart = _structure.Length + 12L;
        if (UsesFullPaths && length >= 8) valueStart = Align(valueStart, 8);
        var head = (int)(valueStart - _structure.Length);
        var bytes = _structure.Append(Align(head + (long)length, 4));
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)FdtToken.Property);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], length);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], nameOffset);
        bytes[12..head].Clear();
        bytes[(head + length)..].Clear();
        return bytes.Slice(head, length);
    }

    /// <summary>Ends the properties of the open node: versions 1 to 3 give it a <c>name</c> if it has none.</summary>
    private void CloseProperties()
    {
        if (!_acceptsProperties) return;
        _acceptsProperties = false;
        if (!UsesFullPaths || _hasNameProperty) return;

        var name = _structure.Written.Slice(_nameStart, _nameLength);
        name = name[(name.LastIndexOf((byte)'/') + 1)..];
        var at = name.IndexOf((byte)'@');
        if (at >= 0) name = name[..at];
        // The value is copied first: the structure may move when it grows.
        Span<byte> value = name.Length < 256 ? stackalloc byte[name.Length + 1] : new byte[name.Length + 1];
        name.CopyTo(value);
        value[name.Length] = 0;
        value.CopyTo(EmitProperty(_strings.Intern("name"u8), value.Length));
    }

    private FdtPlan Plan(in FdtLayout layout)
    {
        if (!_rootClosed) throw new InvalidOperationException("the root node is not complete");
        var plan = FdtPlan.Make(_version, layout, _reservations.Length, _structure.Length + 4L, _strings.Block.Length);
        MinimumSizeExceeded = plan.MinimumSizeExceeded;
        return plan;
    }

    private void Fill(in FdtPlan plan, uint bootCpu, Span<byte> blob)
    {
        plan.WriteHeader(_version, bootCpu, blob);
        _reservations.Written.CopyTo(blob[plan.ReservationsOffset..]);
        blob[(plan.ReservationsOffset + _reservations.Length)..plan.StructureOffset].Clear();
        _structure.Written.CopyTo(blob[plan.StructureOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(blob[(plan.StringsOffset - 4)..], (uint)FdtToken.End);
        _strings.Block.CopyTo(blob[plan.StringsOffset..]);
        blob[(plan.StringsOffset + plan.StringsSize)..].Clear();
    }

    private static long Align(long value, int powerOfTwo) => (value + powerOfTwo - 1) & -powerOfTwo;
}
