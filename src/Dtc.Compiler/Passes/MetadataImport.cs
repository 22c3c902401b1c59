using System.Buffers.Binary;
using System.Text;
using Dtc.Compiler.Checks;
using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>
/// Takes what the input itself says in <c>/__symbols__</c>, <c>/__fixups__</c> and <c>/__local_fixups__</c>
/// (dtc 1.8): labels go back to their nodes, recorded references become references again.
/// </summary>
internal sealed class MetadataImport
{
    private readonly TreeContext _context;
    private readonly Phandles _phandles;
    private readonly Dictionary<Property, List<Marker>> _found = [];

    public MetadataImport(TreeContext context, Phandles phandles)
    {
        _context = context;
        _phandles = phandles;
    }

    public void Labels()
    {
        var tree = _context.Tree;
        if (tree.Root.FindChild(_context.Names.Symbols) is not { } symbols) return;
        foreach (var symbol in symbols.Properties)
        {
            if (tree.FindByPath(UpToNul(symbol.Value)) is { } node)
            {
                if (Label.Find(node.Labels, symbol.Name) is null) tree.AddLabel(node, symbol.Name, TreeContext.Place(symbol));
            }
            else
            {
                Malformed(symbol, $"no node at the path that '/__symbols__' gives for '{symbol.Name}'",
                    $"Warning: Path {DtcText.CString(symbol.Value)} referenced in property __symbols__/{DtcText.Of(symbol.Name)} missing");
            }
        }
    }

    public void References()
    {
        var root = _context.Tree.Root;
        if (root.FindChild(_context.Names.Fixups) is { } fixups)
        {
            foreach (var label in fixups.Properties) OpenReferences(label);
        }

        if (root.FindChild(_context.Names.LocalFixups) is { } local) LocalReferences(local, root);
        foreach (var (property, references) in _found) Merge(property, references);
    }

    // Each string: path:property:offset
    private void OpenReferences(Property label)
    {
        var rest = label.Value;
        while (!rest.IsEmpty)
        {
            var nul = rest.IndexOf((byte)0);
            if (nul < 0)
            {
                Malformed(label, $"an entry of '/__fixups__' for '{label.Name}' has no end", MalformedEntry(label));
                return;
            }

            var entry = rest[..nul];
            rest = rest[(nul + 1)..];
            var first = entry.IndexOf((byte)':');
            var second = first < 0 ? -1 : entry[(first + 1)..].IndexOf((byte)':');
            if (second < 0)
            {
                Malformed(label, $"an entry of '/__fixups__' for '{label.Name}' is not PATH:PROPERTY:OFFSET", MalformedEntry(label));
                continue;
            }

            var path = entry[..first];
            var name = entry.Slice(first + 1, second);
            var offset = Offset(entry[(first + second + 2)..]);
            if (_context.Tree.FindByPath(path) is not { } node)
            {
                Malformed(label, $"'/__fixups__' has an entry for '{label.Name}' at a node that does not exist",
                    $"Warning: Label {DtcText.Of(label.Name)} references non-existing node {DtcText.CString(path)}");
            }
            else if (_context.Names.Find(name) is not { } known || node.Find(known) is not { } property)
            {
                Malformed(label, $"'/__fixups__' has an entry for '{label.Name}' at a property that '{node.Path}' does not have",
                    $"Warning: Label {DtcText.Of(label.Name)} references non-existing property {DtcText.Path(node)} in node {DtcText.CString(name)}");
            }
            else if (offset < 0 || offset > property.Length - 4)
            {
                Malformed(label, $"'/__fixups__' has an entry for '{label.Name}' with an offset outside of '{property.Name}' of '{node.Path}'",
                    $"Warning: Label {DtcText.Of(label.Name)} contains invalid offset for property {DtcText.Of(property.Name)} in node {DtcText.Path(node)}");
            }
            else AddReference(property, (int)offset, label.Name);
        }
    }

    private void LocalReferences(Node list, Node node)
    {
        foreach (var offsets in list.Properties)
        {
            if (node.Find(offsets.Name) is not { } property)
            {
                Malformed(offsets, $"'/__local_fixups__' names the property '{offsets.Name}', which '{node.Path}' does not have",
                    $"Warning: Property {DtcText.Of(offsets.Name)} in {DtcText.Path(node)} referenced in __local_fixups__ missing");
                continue;
            }

            if (offsets.Length % 4 != 0)
            {
                Malformed(offsets, $"the property '{offsets.Name}' for '{node.Path}' in '/__local_fixups__' is no list of cells",
                    $"Warning: property {DtcText.Of(offsets.Name)} in /__local_fixups__{DtcText.Path(node)} malformed");
                continue;
            }

            for (var i = 0; i < offsets.Length; i += 4) LocalReference(offsets, property, BinaryPrimitives.ReadUInt32BigEndian(offsets.Value[i..]));
        }

        foreach (var child in list.Children)
        {
            if (node.FindChild(child.Name) is { } target) LocalReferences(child, target);
            else
            {
                _context.ReportAsDtc(Rules.MalformedMetadata, TreeContext.Place(child),
                    $"'/__local_fixups__' names the node '{child.Name}', which '{node.Path}' does not have",
                    $"Warning: node {DtcText.Of(child.Name)}/{DtcText.Path(node)} referenced in __local_fixups__ missing");
            }
        }
    }

    private void LocalReference(Property offsets, Property property, uint offset)
    {
        if (property.Length < 4 || offset > (uint)property.Length - 4)
        {
            Malformed(offsets, $"'{property.Name}' is too short for a phandle at offset {offset}",
                $"Warning: property {DtcText.Of(property.Name)} too short to contain a phandle at offset {offset}");
            return;
        }

        var phandle = BinaryPrimitives.ReadUInt32BigEndian(property.Value[(int)offset..]);
        if (_phandles.Find(phandle) is not { } target)
        {
            Malformed(offsets, $"no node has the phandle 0x{phandle:x} that '{property.Name}' holds at offset {offset}",
                $"Warning: node referenced by phandle 0x{phandle:x} in property {DtcText.Of(property.Name)} not found");
            return;
        }

        var reference = target.Labels?.Name ?? _context.Names.Intern(Encoding.UTF8.GetBytes(target.Path));
        AddReference(property, (int)offset, reference);
    }

    private void AddReference(Property property, int offset, Name reference)
    {
        if (!_found.TryGetValue(property, out var references)) _found.Add(property, references = []);
        references.Add(new Marker(MarkerKind.PhandleReference, offset, reference, property.Span));
    }

    // Markers stay ordered by offset, the type first; of references to one place the first stays.
    private static void Merge(Property property, List<Marker> references)
    {
        var merged = new List<Marker>(property.MarkerCount + references.Count);
        var old = property.Markers;
        var next = 0;
        foreach (var reference in references.OrderBy(r => r.Offset)) // stable
        {
            while (next < old.Length && old[next].Offset < reference.Offset) merged.Add(old[next++]);
            if (next < old.Length && old[next].Offset == reference.Offset && old[next].IsType) merged.Add(old[next++]);
            var taken = next < old.Length && old[next].Offset == reference.Offset && old[next].Kind == MarkerKind.PhandleReference;
            taken |= merged.Count > 0 && merged[^1].Offset == reference.Offset && merged[^1].Kind == MarkerKind.PhandleReference;
            if (!taken) merged.Add(reference);
        }

        while (next < old.Length) merged.Add(old[next++]);
        property.SetMarkers([.. merged], 0, merged.Count);
    }

    private void Malformed(Property property, string message, string dtcText) =>
        _context.ReportAsDtc(Rules.MalformedMetadata, TreeContext.Place(property), message, dtcText);

    private static string MalformedEntry(Property label) => $"Warning: Malformed fixup entry for label {DtcText.Of(label.Name)}";

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> value)
    {
        var nul = value.IndexOf((byte)0);
        return nul < 0 ? value : value[..nul];
    }

    // As strtol with base 0 reads it: blanks, a sign, 0x or 0 in front, and whatever follows the digits is ignored.
    private static long Offset(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && text[0] is ((byte)' ' or (>= 9 and <= 13))) text = text[1..];
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is ((byte)'-' or (byte)'+')) text = text[1..];
        var radix = 10;
        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x' && char.IsAsciiHexDigit((char)text[2]))
        {
            radix = 16;
            text = text[2..];
        }
        else if (!text.IsEmpty && text[0] == '0') radix = 8;

        long value = 0;
        foreach (var c in text)
        {
            var digit = char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : 99;
            if (digit >= radix) break;
            value = Math.Min((value * radix) + digit, int.MaxValue);
        }

        return negative ? -value : value;
    }
}
