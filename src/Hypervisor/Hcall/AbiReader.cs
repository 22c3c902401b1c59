using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Hcall;

/// <summary>Makes an ABI of a file that follows the schema, and checks what a schema cannot say.</summary>
internal sealed class AbiReader
{
    private static readonly string[] Architectures = ["arm32", "arm64", "power"];

    private readonly AbiDocument _document;
    private readonly List<AbiFinding> _findings;
    private readonly int _before;

    private AbiReader(AbiDocument document, List<AbiFinding> findings)
    {
        _document = document;
        _findings = findings;
        _before = findings.Count;
    }

    /// <summary>Makes the ABI; null when something is wrong, which <paramref name="findings"/> then tells.</summary>
    public static HcallAbi? Read(AbiDocument document, HcallAbi? parent, List<AbiFinding> findings) => new AbiReader(document, findings).Read(parent);

    private HcallAbi? Read(HcallAbi? parent)
    {
        var value = _document.Value;
        foreach (var key in (string[])["conduit", "registers", "number"])
        {
            if (parent is null && value[key] is null) Fault(value.Position, $"'{key}' is missing, and there is no ABI to take it from", "give it, or name one with 'extends'");
        }

        if (_findings.Count > _before) return null;
        var numbers = value["number"] is { } number ? Numbers(number) : parent!.Numbers;
        var abi = new HcallAbi
        {
            Name = _document.Name,
            Title = value["title"]!.String,
            File = _document.File,
            Description = Text(value, "description"),
            Base = parent,
            Sources = [.. value["sources"]!.Items.Select(item => item.String)],
            Detections = [.. Items(value, "detect").Select(Detection)],
            Conduit = value["conduit"] is { } conduit ? Conduit(conduit) : parent!.Conduit,
            Registers = value["registers"] is { } registers ? [.. Architectures.Where(name => registers[name] is not null).Select(name => Registers(name, registers[name]!))] : parent!.Registers,
            Numbers = numbers,
            Claims = [.. Items(value, "claims").Select(item => Range(item, "claimed", "vendor"))],
            Functions = [.. Items(value, "functions").Select(Function)],
            Status = value["status"] is { } status ? Status(status) : parent?.Status ?? new HcallStatus([], []),
            Conflicts = [.. Items(value, "conflicts").Select(item => new HcallConflict(item["with"]!.String, item["description"]!.String.Trim()))],
        };
        CheckConduit(abi);
        CheckFunctions(abi);
        return _findings.Count == _before ? abi : null;
    }

    private static HcallDetection Detection(SchemaValue item) => new(
        item["how"]!.String == "call",
        item["description"]!.String.Trim(),
        item["call"] is { } call ? (uint)call.Integer : null,
        [.. Items(item, "answer").Select(word => (uint)word.Integer)]);

    private static HcallConduit Conduit(SchemaValue item) => new(
        item["kind"]!.String switch
        {
            "instruction" => HcallConduitKind.Instruction,
            "method" => HcallConduitKind.Method,
            _ => HcallConduitKind.FromTree,
        },
        Text(item, "instruction"),
        (int)(item["immediate"]?.Integer ?? 0),
        Text(item, "property"),
        Text(item, "description"));

    private HcallRegisters Registers(string architecture, SchemaValue item)
    {
        var registers = new HcallRegisters(
            architecture,
            item["function"]!.String,
            [.. item["arguments"]!.Items.Select(name => name.String)],
            [.. item["results"]!.Items.Select(name => name.String)],
            Text(item, "client"),
            [.. Items(item, "clobbered").Select(name => name.String)],
            Text(item, "preserved"));
        RegisterChecks.Check(registers, (message, help) => Fault(item.Position, message, help));
        return registers;
    }

    private HcallNumbers Numbers(SchemaValue item)
    {
        var bits = (int)item["bits"]!.Integer;
        var ranges = new List<HcallRange>();
        foreach (var range in Items(item, "ranges"))
        {
            var read = Range(range, range["name"]!.String, range["kind"]!.String);
            if (bits < 32 && read.Last >> bits != 0) Fault(range.Position, $"the range ends at 0x{read.Last:x}, beyond {bits} bits");
            ranges.Add(read);
        }

        return new HcallNumbers(bits, Fields(item, bits), ranges);
    }

    private List<HcallField> Fields(SchemaValue item, int bits)
    {
        var fields = new List<HcallField>();
        foreach (var entry in Items(item, "fields"))
        {
            var field = Field(entry);
            var where = entry.Position;
            if (field.High < field.Low) Fault(where, $"the field '{field.Name}' has its lowest bit first; the highest comes first");
            if (field.High >= bits) Fault(where, $"the field '{field.Name}' has bit {field.High}, but numbers have {bits} bits");
            if (fields.Find(other => other.Name == field.Name) is not null) Fault(where, $"there is a field '{field.Name}' already");
            if (fields.Find(other => field.Low <= other.High && other.Low <= field.High) is { } overlap) Fault(where, $"the fields '{field.Name}' and '{overlap.Name}' have bits in common");
            if (field.When is { } condition && fields.Find(other => other.Name == condition.Field) is null) Fault(where, $"the field '{field.Name}' depends on '{condition.Field}', which is no field before it");
            fields.Add(field);
        }

        return fields;
    }

    private HcallField Field(SchemaValue item)
    {
        var bits = item["bits"]!.Items;
        var (high, low) = ((int)bits[0].Integer, (int)bits[1].Integer);
        var limit = high >= low ? (1UL << (high - low + 1)) - 1 : 0;
        var values = new List<HcallFieldValue>();
        foreach (var value in Items(item, "values"))
        {
            var first = (uint)value["value"]!.Integer;
            var last = value["last"] is { } end ? (uint)end.Integer : first;
            if (last < first) Fault(value.Position, $"the values end at 0x{last:x} before they begin at 0x{first:x}");
            else if (high >= low && last > limit) Fault(value.Position, $"0x{last:x} does not fit into bits {high} to {low}");
            values.Add(new HcallFieldValue(first, last, value["name"]!.String));
        }

        (string, uint)? when = item["when"] is { } condition ? (condition["field"]!.String, (uint)condition["value"]!.Integer) : null;
        return new HcallField(item["name"]!.String, high, low, Text(item, "role"), when, values, Text(item, "description"));
    }

    private HcallRange Range(SchemaValue item, string name, string kind)
    {
        var range = new HcallRange(
            (uint)item["first"]!.Integer,
            (uint)item["last"]!.Integer,
            item["ignore"] is { } ignore ? (uint)ignore.Integer : 0,
            name,
            kind,
            Text(item, "abi"),
            Text(item, "description"));
        if (range.Last < range.First) Fault(item.Position, $"the range ends at 0x{range.Last:x} before it begins at 0x{range.First:x}");
        else if (!range.Contains(range.First)) Fault(item.Position, $"the range begins at 0x{range.First:x}, which has bits of 'ignore' (0x{range.Ignore:x}) set: it never matches there");
        return range;
    }

    private static HcallFunction Function(SchemaValue item) => new(
        item["name"]!.String,
        (uint)item["number"]!.Integer,
        item["number64"] is { } wide ? (uint)wide.Integer : null,
        item["arguments"] is { } count ? (int)count.Integer : null,
        Text(item, "since"),
        Text(item, "until"),
        Text(item, "same-as"),
        Text(item, "description"),
        item.Position);

    private HcallStatus Status(SchemaValue item)
    {
        var codes = new List<HcallCode>();
        foreach (var entry in Items(item, "codes"))
        {
            var code = new HcallCode(entry["name"]!.String, (int)entry["value"]!.Integer, Text(entry, "description"));
            if (codes.Find(other => string.Equals(other.Name, code.Name, StringComparison.OrdinalIgnoreCase)) is not null) Fault(entry.Position, $"there is a status '{code.Name}' already");
            if (codes.Find(other => other.Value == code.Value) is { } twin) Fault(entry.Position, $"{code.Value} is the status '{twin.Name}' already");
            codes.Add(code);
        }

        return new HcallStatus(Fields(item, 32), codes);
    }

    private void CheckConduit(HcallAbi abi)
    {
        var conduit = abi.Conduit;
        if (_document.Value["conduit"] is { } own)
        {
            if (conduit.Kind == HcallConduitKind.Instruction && conduit.Instruction is null) Fault(own.Position, "the conduit is an instruction, but which is not said", "give 'instruction'");
            if (conduit.Kind != HcallConduitKind.Instruction && conduit.Instruction is not null) Fault(own.Position, "an instruction goes with the kind 'instruction' alone");
            if (conduit.Kind == HcallConduitKind.FromTree && conduit.Property is null) Fault(own.Position, "the instructions are from the tree, but from which property is not said", "give 'property'");
            if (conduit.Instruction != "hvc" && conduit.Kind != HcallConduitKind.FromTree && conduit.Immediate > 15 && abi.For("arm32") is not null)
                Fault(own.Position, $"smc has immediates up to 15 on arm32, not {conduit.Immediate}");
            if (conduit.Instruction == "sc" && conduit.Immediate > 127) Fault(own.Position, $"sc has levels up to 127, not {conduit.Immediate}");
        }

        var onPower = conduit.Kind == HcallConduitKind.FromTree || conduit.Instruction == "sc";
        foreach (var registers in abi.Registers)
        {
            if (registers.Architecture == "power" != onPower) Fault(_document.Value.Position, $"registers of {registers.Architecture} do not go with the conduit: {conduit}");
        }
    }

    private void CheckFunctions(HcallAbi abi)
    {
        var names = new Dictionary<string, HcallFunction>(StringComparer.OrdinalIgnoreCase);
        var numbers = new Dictionary<uint, HcallFunction>();
        var most = abi.Registers.Count == 0 ? 0 : abi.Registers.Max(registers => registers.Arguments.Count);
        foreach (var function in abi.Functions)
        {
            foreach (var (name, number) in function.Numbers)
            {
                if (!names.TryAdd(name, function)) Fault(function.Position, $"there is a call '{name}' already, in line {names[name].Position.Line}");
                if (!numbers.TryAdd(number, function)) Fault(function.Position, $"0x{number:x} is the number of '{numbers[number].Name}' already, in line {numbers[number].Position.Line}");
                if (abi.Numbers.Bits < 32 && number >> abi.Numbers.Bits != 0) Fault(function.Position, $"'{name}' has a number beyond {abi.Numbers.Bits} bits");
                foreach (var field in HcallDecoder.FieldsOf(abi.Numbers.Fields, number).Where(field => field.Field.Role == "reserved" && field.Value != 0))
                    Fault(function.Position, $"'{name}' sets bits {field.Field.High} to {field.Field.Low}, which must be zero");
            }

            if (function.Arguments > most) Fault(function.Position, $"'{function.Name}' takes {function.Arguments} arguments, but there are registers for {most}");
        }
    }

    private static List<SchemaValue> Items(SchemaValue value, string key) => value[key]?.Items ?? [];

    private static string? Text(SchemaValue value, string key) => value[key]?.String.Trim();

    private void Fault(SchemaPosition position, string message, string? help = null) =>
        _findings.Add(new AbiFinding(Rules.HcallAbiContents, _document.File, position, message, help));
}
