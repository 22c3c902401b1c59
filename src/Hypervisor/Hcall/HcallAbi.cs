using Dtc.Bindings.Documents;

namespace Hypervisor.Hcall;

/// <summary>A hypercall ABI: how a guest issues calls, and which calls there are. What it extends is merged in.</summary>
public sealed class HcallAbi
{
    /// <summary>The name commands know it by.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>What a user of it should know besides; null when there is nothing.</summary>
    public string? Description { get; init; }

    /// <summary>The ABI it is a service of; null when it stands by itself.</summary>
    public HcallAbi? Base { get; init; }

    /// <summary>Documents and files the facts are from.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>How a guest finds out that it is there.</summary>
    public IReadOnlyList<HcallDetection> Detections { get; init; } = [];

    /// <summary>How control passes to the hypervisor.</summary>
    public required HcallConduit Conduit { get; init; }

    /// <summary>Registers by architecture, in the order arm32, arm64, power.</summary>
    public required IReadOnlyList<HcallRegisters> Registers { get; init; }

    /// <summary>The space of function ids.</summary>
    public required HcallNumbers Numbers { get; init; }

    /// <summary>Numbers it takes for its own.</summary>
    public IReadOnlyList<HcallRange> Claims { get; init; } = [];

    /// <summary>Its own calls, those of its base not included.</summary>
    public IReadOnlyList<HcallFunction> Functions { get; init; } = [];

    /// <summary>What results mean.</summary>
    public HcallStatus Status { get; init; } = new([], []);

    /// <summary>Known conflicts, in words.</summary>
    public IReadOnlyList<HcallConflict> Conflicts { get; init; } = [];

    /// <summary>The ABI whose number space this one is part of: the end of the chain of bases.</summary>
    public HcallAbi Root => Base?.Root ?? this;

    /// <summary>The registers of an architecture; null when the ABI is not for it.</summary>
    public HcallRegisters? For(string architecture) => Registers.FirstOrDefault(registers => registers.Architecture == architecture);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How a guest finds an ABI.</summary>
/// <param name="IsCall">By a call rather than by the tree.</param>
/// <param name="Description">In words.</param>
/// <param name="Call">The function id to call; null when none is.</param>
/// <param name="Answer">What the result registers hold then; empty when that is not fixed.</param>
public sealed record HcallDetection(bool IsCall, string Description, uint? Call, IReadOnlyList<uint> Answer);

/// <summary>Kinds of conduits.</summary>
public enum HcallConduitKind
{
    /// <summary>Always the same instruction.</summary>
    Instruction,

    /// <summary>HVC or SMC, as a property of the tree says.</summary>
    Method,

    /// <summary>The instructions stand in a property of the tree.</summary>
    FromTree,
}

/// <summary>How control passes to the hypervisor.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Instruction"><c>hvc</c>, <c>smc</c> or <c>sc</c>; null for the other kinds.</param>
/// <param name="Immediate">The immediate of the instruction, or the level of <c>sc</c>.</param>
/// <param name="Property">The property that says more; null for none.</param>
/// <param name="Description">In words; null for none.</param>
public sealed record HcallConduit(HcallConduitKind Kind, string? Instruction, int Immediate, string? Property, string? Description)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        HcallConduitKind.Instruction when Instruction == "sc" => $"sc {Immediate}",
        HcallConduitKind.Instruction => $"{Instruction} #0x{Immediate:x}",
        HcallConduitKind.Method => $"hvc #{Immediate} or smc #{Immediate}, by the property '{Property ?? "method"}'",
        _ => $"the instructions in the property '{Property}'",
    };
}

/// <summary>Which registers carry what.</summary>
/// <param name="Architecture"><c>arm32</c>, <c>arm64</c> or <c>power</c>.</param>
/// <param name="Function">The function id.</param>
/// <param name="Arguments">Arguments, at most eight.</param>
/// <param name="Results">Results, the status first.</param>
/// <param name="Client">The client id; null for none.</param>
/// <param name="Clobbered">Registers that a call destroys besides those of arguments and results.</param>
/// <param name="Preserved">What it keeps, in words; null for none.</param>
public sealed record HcallRegisters(
    string Architecture,
    string Function,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Results,
    string? Client,
    IReadOnlyList<string> Clobbered,
    string? Preserved);

/// <summary>The space of function ids.</summary>
/// <param name="Bits">Bits that count.</param>
/// <param name="Fields">What they mean.</param>
/// <param name="Ranges">Which numbers are whose.</param>
public sealed record HcallNumbers(int Bits, IReadOnlyList<HcallField> Fields, IReadOnlyList<HcallRange> Ranges)
{
    /// <summary>The narrowest range with a number; null when none has it.</summary>
    public HcallRange? RangeOf(uint number) => Ranges.Where(range => range.Contains(number)).MinBy(range => range.Last - range.First);
}

/// <summary>Bits of a number that mean something together.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="High">Highest bit; bit 0 is the least significant.</param>
/// <param name="Low">Lowest bit.</param>
/// <param name="Role">number, owner, word or reserved; null for none of these.</param>
/// <param name="When">The field is there only when this other field has this value; null for always.</param>
/// <param name="Values">Known values.</param>
/// <param name="Description">In words; null for none.</param>
public sealed record HcallField(
    string Name, int High, int Low, string? Role, (string Field, uint Value)? When, IReadOnlyList<HcallFieldValue> Values, string? Description)
{
    /// <summary>The field's value in a number.</summary>
    public uint Of(uint number) => (uint)((number >> Low) & ((1UL << (High - Low + 1)) - 1));

    /// <summary>The name of a value; null when it has none.</summary>
    public string? NameOf(uint value) => Values.FirstOrDefault(known => value >= known.First && value <= known.Last)?.Name;
}

/// <summary>A value of a field, or a row of them.</summary>
public sealed record HcallFieldValue(uint First, uint Last, string Name);

/// <summary>A range of numbers.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
/// <param name="Ignore">Bits taken for zero before a number is compared.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Kind">generic, vendor, private or reserved.</param>
/// <param name="Abi">The ABI that has it; null for none in particular.</param>
/// <param name="Description">In words; null for none.</param>
public sealed record HcallRange(uint First, uint Last, uint Ignore, string Name, string Kind, string? Abi, string? Description)
{
    /// <summary>Whether a number is in it.</summary>
    public bool Contains(uint number) => (number & ~Ignore) is var masked && masked >= First && masked <= Last;
}

/// <summary>One call.</summary>
/// <param name="Name">Its name, an identifier of C.</param>
/// <param name="Number">Its function id.</param>
/// <param name="Number64">The id with 64-bit arguments; null when there is one id only.</param>
/// <param name="Arguments">How many arguments it takes; null when that is not told.</param>
/// <param name="Since">The first version with it; null when unknown.</param>
/// <param name="Until">The last version with it; null when it lives.</param>
/// <param name="SameAs">The other ABI whose call this is; null when it is its own.</param>
/// <param name="Description">In words; null for none.</param>
/// <param name="Position">Where it stands in the file.</param>
public sealed record HcallFunction(
    string Name, uint Number, uint? Number64, int? Arguments, string? Since, string? Until, string? SameAs, string? Description, SchemaPosition Position)
{
    /// <summary>Its ids with the names of their constants: that with 64-bit arguments ends in <c>_64</c>.</summary>
    public IEnumerable<(string Name, uint Number)> Numbers => Number64 is { } wide ? [(Name, Number), (Name + "_64", wide)] : [(Name, Number)];
}

/// <summary>What results mean.</summary>
/// <param name="Fields">Bits of a status word; empty when it is one number.</param>
/// <param name="Codes">Known values.</param>
public sealed record HcallStatus(IReadOnlyList<HcallField> Fields, IReadOnlyList<HcallCode> Codes);

/// <summary>A status code.</summary>
public sealed record HcallCode(string Name, int Value, string? Description);

/// <summary>A known conflict with another ABI.</summary>
public sealed record HcallConflict(string With, string Description);
