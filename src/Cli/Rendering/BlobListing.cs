using System.Globalization;
using System.Text;
using System.Text.Json;
using Cli.DropIn;
using Dtc.Compiler.Comparison;
using Dtc.Fdt;

namespace Cli.Rendering;

/// <summary>Lists what a blob is made of: fields of the header, reservations, tokens.</summary>
internal sealed class BlobListing(byte[] blob, FdtHeader header)
{
    private const int MaxValue = 256; // bytes of a value that are shown

    /// <summary>What is wrong with the blob, and where; null for a sound one. Known once it has been written.</summary>
    public string? Fault { get; private set; }

    private (string Name, uint Value)[] Fields =>
    [
        ("totalsize", header.TotalSize),
        ("off_dt_struct", header.StructureOffset),
        ("off_dt_strings", header.StringsOffset),
        ("off_mem_rsvmap", header.ReservationsOffset),
        ("version", header.Version),
        ("last_comp_version", header.LastCompatibleVersion),
        ("boot_cpuid_phys", header.BootCpu),
        ("size_dt_strings", header.StringsSize),
        ("size_dt_struct", header.StructureSize),
    ];

    /// <summary>Writes the listing as text.</summary>
    public void Write(ToolOutput output, bool headerOnly)
    {
        output.Line("header");
        foreach (var (name, value) in Fields) output.Line($"  {name,-18} {value} (0x{value:x})");
        output.Line("reservations");
        var reservations = Reservations();
        while (reservations.MoveNext()) output.Line($"  0x{reservations.Current.Address:x16} 0x{reservations.Current.Size:x}");
        if (!headerOnly)
        {
            output.Line("structure");
            var depth = 0;
            var tokens = new FdtTokens(blob, header);
            while (tokens.Read())
            {
                if (tokens.Token == FdtToken.EndNode) depth = Math.Max(depth - 1, 0);
                output.Line(Line(tokens, depth));
                if (tokens.Token == FdtToken.BeginNode) depth++;
            }
        }

        Judge(reservations.Error);
    }

    /// <summary>Writes the listing as a JSON object.</summary>
    public void Write(Utf8JsonWriter json, bool headerOnly)
    {
        json.WriteStartObject();
        json.WriteStartObject("header");
        foreach (var (name, value) in Fields) json.WriteNumber(name, value);
        json.WriteEndObject();
        json.WriteStartArray("reservations");
        var reservations = Reservations();
        while (reservations.MoveNext())
        {
            json.WriteStartObject();
            json.WriteNumber("address", reservations.Current.Address);
            json.WriteNumber("size", reservations.Current.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!headerOnly)
        {
            json.WriteStartArray("tokens");
            for (var tokens = new FdtTokens(blob, header); tokens.Read();) Token(json, tokens);
            json.WriteEndArray();
        }

        Judge(reservations.Error);
        json.WriteString("fault", Fault);
        json.WriteEndObject();
    }

    private static string Word(FdtToken token) => token switch
    {
        FdtToken.BeginNode => "begin_node",
        FdtToken.EndNode => "end_node",
        FdtToken.Property => "prop",
        FdtToken.Nop => "nop",
        _ => "end",
    };

    private FdtReservations Reservations() =>
        new(header.ReservationsOffset < (uint)blob.Length ? blob.AsSpan((int)header.ReservationsOffset) : []);

    private string Line(in FdtTokens tokens, int depth)
    {
        // Deep nesting must not make lines of megabytes.
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"  0x{header.StructureOffset + (uint)tokens.Offset:x6} ");
        line.Append(' ', 2 * Math.Min(depth, 40)).Append(Word(tokens.Token));
        if (tokens.Token == FdtToken.BeginNode) line.Append(' ').Append(Text(tokens.NodeName, "/"));
        else if (tokens.Token == FdtToken.Property)
        {
            var value = tokens.Value;
            line.Append(CultureInfo.InvariantCulture, $" {Text(tokens.PropertyName, "?")} (name 0x{tokens.NameOffset:x}, {value.Length} bytes)");
            if (value.Length > MaxValue) line.Append(" = ").Append(ValueText.Of(value[..MaxValue], [], static _ => "")).Append('…');
            else if (value.Length > 0) line.Append(" = ").Append(ValueText.Of(value, [], static _ => ""));
        }

        return line.ToString();
    }

    private void Token(Utf8JsonWriter json, in FdtTokens tokens)
    {
        json.WriteStartObject();
        json.WriteNumber("offset", header.StructureOffset + (long)tokens.Offset);
        json.WriteString("token", Word(tokens.Token));
        if (tokens.Token == FdtToken.BeginNode) json.WriteString("name", Text(tokens.NodeName, ""));
        else if (tokens.Token == FdtToken.Property)
        {
            json.WriteString("name", Text(tokens.PropertyName, ""));
            json.WriteNumber("nameOffset", tokens.NameOffset);
            json.WriteNumber("valueOffset", header.StructureOffset + (long)tokens.ValueOffset);
            json.WriteString("value", Convert.ToHexStringLower(tokens.Value));
        }

        json.WriteEndObject();
    }

    // The first thing that is wrong, as a reader would meet it.
    private void Judge(FdtError reservations)
    {
        if (!FdtHeader.Validate(blob, out _, out var error))
        {
            Fault = error == FdtError.Truncated
                ? $"a block lies outside of the blob, or the file is shorter than the blob: {blob.Length} of {header.TotalSize} bytes"
                : $"the header is not sound ({error.ToLibfdtName()})";
            return;
        }

        if (reservations != FdtError.None)
        {
            Fault = "the reservations do not end";
            return;
        }

        error = FdtVerifier.Check(blob, FdtRules.Libfdt18);
        if (error == FdtError.None) return;
        var tokens = new FdtTokens(blob, header);
        while (tokens.Read())
        {
            if (tokens.Token != FdtToken.Property || tokens.PropertyName.Length > 0) continue;
            Fault = $"the property at 0x{header.StructureOffset + (uint)tokens.Offset:x} has no name ({error.ToLibfdtName()})";
            return;
        }

        var at = $"0x{header.StructureOffset + (uint)tokens.Offset:x}";
        Fault = tokens.Error != FdtError.None
            ? $"no token at {at} ({error.ToLibfdtName()})"
            : $"begins and ends of nodes do not match, up to {at} ({error.ToLibfdtName()})";
    }

    private static string Text(ReadOnlySpan<byte> name, string empty) =>
        name.IsEmpty ? empty : Printable.Escape(Encoding.UTF8.GetString(name));
}
