using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dtc.Bindings.Documents;

/// <summary>
/// Reads one YAML document as dt-schema does: YAML 1.2, one document a file, keys are strings and stand once. Anchors are
/// resolved by copying, within bounds; merge keys and application tags are refused.
/// </summary>
public sealed class YamlReader
{
    /// <summary>Nesting of sequences and mappings; kernel bindings reach 13.</summary>
    public const int MaximumDepth = 96;

    // Aliases multiply: a small file can stand for a huge document.
    private const int MaximumValues = 4_000_000;

    private readonly Parser _parser;
    private readonly LoneDashes _dashes;
    private readonly int _maximum;
    private Dictionary<AnchorName, SchemaValue>? _anchors;
    private int _values;

    private YamlReader(string text, LoneDashes dashes, int maximum)
    {
        (_dashes, _maximum) = (dashes, maximum);
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">The file.</param>
    /// <returns>Its value, with positions.</returns>
    /// <exception cref="DocumentException">It is damaged; the message and the position say how and where.</exception>
    public static SchemaValue Read(ReadOnlySpan<byte> bytes) => Read(bytes, MaximumValues);

    /// <summary>Reads a document of a sort that is small.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="maximumValues">How many values it may hold, those that aliases stand for included.</param>
    /// <returns>Its value, with positions.</returns>
    /// <exception cref="DocumentException">It is damaged; the message and the position say how and where.</exception>
    public static SchemaValue Read(ReadOnlySpan<byte> bytes, int maximumValues)
    {
        var text = DocumentText.Decode(bytes);
        var dashes = new LoneDashes();
        while (true)
        {
            var reader = new YamlReader(text, dashes, maximumValues);
            try
            {
                return reader.ReadStream();
            }
            catch (YamlException fault)
            {
                var position = PositionOf(fault.Start);
                if (dashes.TryMend(ref text, position)) continue;
                throw new DocumentException(Describe(fault), Locate(fault, text, reader.Here()));
            }
            catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or OverflowException
                or FormatException or IndexOutOfRangeException)
            {
                // The scanner's own slips on damaged text, such as a character code outside of Unicode.
                throw new DocumentException("the text is not YAML from about here on", reader.Here());
            }
        }
    }

    private SchemaValue ReadStream()
    {
        Next();
        if (!_parser.MoveNext() || _parser.Current is not DocumentStart start)
        {
            throw new DocumentException("the file holds no document", new SchemaPosition(1, 1));
        }

        if (start.Version?.Version is { } version && version is not { Major: 1, Minor: 1 or 2 })
        {
            throw new DocumentException($"YAML {version.Major}.{version.Minor} is not known; use 1.2", PositionOf(start.Version.Start));
        }

        Next();
        var value = ReadValue(0);
        Next();
        Next();
        return _parser.Current is StreamEnd
            ? value
            : throw new DocumentException("a second document begins; a file holds one", Here());
    }

    private SchemaValue ReadValue(int depth)
    {
        var here = Here();
        if (++_values > _maximum) throw new DocumentException("the document has too many values", here);
        switch (_parser.Current)
        {
            case Scalar scalar:
                return Keep(scalar, ReadScalar(scalar, here));
            case SequenceStart sequence:
                CheckTag(sequence, "tag:yaml.org,2002:seq");
                return Keep(sequence, ReadSequence(here, Deeper(depth, here)));
            case MappingStart mapping:
                CheckTag(mapping, "tag:yaml.org,2002:map");
                return Keep(mapping, ReadMapping(here, Deeper(depth, here)));
            case AnchorAlias alias:
                return ReadAlias(alias, here, depth);
            default:
                throw new DocumentException("a value is missing", here);
        }
    }

    private SchemaValue ReadSequence(SchemaPosition start, int depth)
    {
        var items = new List<SchemaValue>();
        for (Next(); _parser.Current is not SequenceEnd; Next()) items.Add(ReadValue(depth));
        return SchemaValue.Of(items, start);
    }

    private SchemaValue ReadMapping(SchemaPosition start, int depth)
    {
        var members = new SchemaMembers();
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var at = Here();
            var key = ReadKey(at);

            // The parser has no place for a mapping that a pair in a flow sequence makes ("[a: 1]").
            if (members.Count == 0 && start is { Line: 1, Column: 1 }) start = at;
            if (members.Contains(key))
            {
                var first = members.PositionOf(key);
                throw new DocumentException($"duplicate key '{key}', already given on line {first.Line}", at);
            }

            Next();
            members.Set(key, ReadValue(depth), at);
        }

        return SchemaValue.Of(members, start);
    }

    private string ReadKey(SchemaPosition position)
    {
        if (_parser.Current is not Scalar scalar) throw new DocumentException("a key must be a string", position);
        var value = ReadScalar(scalar, position);
        if (!value.IsString) throw new DocumentException($"a key must be a string, not {Name(value.Kind)}", position);
        if (value.String == "<<" && scalar.Style == ScalarStyle.Plain)
        {
            throw new DocumentException("merge keys ('<<') are not part of YAML 1.2", position);
        }

        return Keep(scalar, value).String;
    }

    private SchemaValue ReadScalar(Scalar scalar, SchemaPosition position)
    {
        var text = StringPool.Share(scalar.Value);
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific)
        {
            if (scalar.Style != ScalarStyle.Plain) return SchemaValue.Of(text, position);
            return _dashes.Contains(position) ? SchemaValue.Of("-", position) : YamlScalars.Resolve(text, position);
        }

        switch (scalar.Tag.Value)
        {
            case "tag:yaml.org,2002:str":
                return SchemaValue.Of(text, position);
            case "tag:yaml.org,2002:null":
                return SchemaValue.Null(position);
            case "tag:yaml.org,2002:int" when YamlScalars.TryInteger(text, out var integer):
                return SchemaValue.Of(integer, position);
            case "tag:yaml.org,2002:float" when YamlScalars.TryReal(text, out var real):
                return SchemaValue.Of(real, position);
            case "tag:yaml.org,2002:float" when YamlScalars.TryInteger(text, out var whole):
                return SchemaValue.Of((double)whole, position);
            case "tag:yaml.org,2002:bool" when YamlScalars.Resolve(text, position) is { Kind: SchemaKind.Boolean } boolean:
                return boolean;
            default:
                throw new DocumentException($"tag '{scalar.Tag.Value}' does not fit here", position);
        }
    }

    private SchemaValue ReadAlias(AnchorAlias alias, SchemaPosition position, int depth)
    {
        if (_anchors is null || !_anchors.TryGetValue(alias.Value, out var target))
        {
            throw new DocumentException($"there is no anchor '{alias.Value}'", position);
        }

        // Counted by copying with the same bounds as reading.
        Measure(target, depth, position);
        return target.DeepCopy();
    }

    private void Measure(SchemaValue value, int depth, SchemaPosition position)
    {
        if (++_values > _maximum) throw new DocumentException("the document has too many values", position);
        if (value.IsArray)
        {
            foreach (var item in value.Items) Measure(item, Deeper(depth, position), position);
        }
        else if (value.IsObject)
        {
            for (var i = 0; i < value.Members.Count; i++) Measure(value.Members[i].Value, Deeper(depth, position), position);
        }
    }

    private SchemaValue Keep(NodeEvent node, SchemaValue value)
    {
        if (!node.Anchor.IsEmpty) (_anchors ??= [])[node.Anchor] = value;
        return value;
    }

    private void Next()
    {
        if (!_parser.MoveNext()) throw new DocumentException("the document ends too early", Here());
    }

    private SchemaPosition Here() => _parser.Current is { } current ? PositionOf(current.Start) : new SchemaPosition(1, 1);

    private static int Deeper(int depth, SchemaPosition position) => depth < MaximumDepth
        ? depth + 1
        : throw new DocumentException($"values are nested more than {MaximumDepth} deep", position);

    private static void CheckTag(NodeEvent node, string expected)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific || node.Tag.Value == expected) return;
        throw new DocumentException($"tag '{node.Tag.Value}' does not fit here", PositionOf(node.Start));
    }

    // Where the unexpected character stands; the library points at what it stands in, and at nothing for some tabs.
    private static SchemaPosition Locate(YamlException fault, string text, SchemaPosition last)
    {
        if (fault.Message.Contains(" tab ", StringComparison.Ordinal) && fault.End is { Line: 1, Column: 1 })
        {
            var lines = text.Split('\n');
            for (var at = last.Line; at <= lines.Length; at++)
            {
                var indent = lines[at - 1].AsSpan().TrimStart(' ');
                if (indent is ['\t', ..]) return new SchemaPosition(at, lines[at - 1].Length - indent.Length + 1);
            }
        }

        var isPast = fault.Message.Contains(" tab ", StringComparison.Ordinal)
            || fault.Message.Contains("comment or line break", StringComparison.Ordinal);
        return PositionOf(isPast ? fault.End : fault.Start);
    }

    private static SchemaPosition PositionOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    // The library's messages begin with the position, and some speak about its own internals.
    private static string Describe(YamlException fault)
    {
        var text = FirstLine(fault.Message);
        var end = text.StartsWith("(Line:", StringComparison.Ordinal) ? text.LastIndexOf("): ", StringComparison.Ordinal) : -1;
        if (end >= 0) text = text[(end + 3)..];
        text = text.TrimEnd('.', ' ');
        return text.Length == 0 ? "the text is not YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[..end].TrimEnd() : text;

    private static string Name(SchemaKind kind) => kind switch
    {
        SchemaKind.Null => "nothing",
        SchemaKind.Boolean => "a boolean",
        SchemaKind.Integer => "an integer",
        _ => "a number",
    };
}
