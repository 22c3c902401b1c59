namespace Hypervisor.Hcall;

/// <summary>A field and what a number has in it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">Its value.</param>
/// <param name="Meaning">The value's name; null when it has none.</param>
public sealed record DecodedField(HcallField Field, uint Value, string? Meaning);

/// <summary>What a number is under one ABI.</summary>
/// <param name="Abi">The ABI.</param>
/// <param name="Function">The call; null when the ABI has none of that number.</param>
/// <param name="Is64">It is the call's id for 64-bit arguments.</param>
/// <param name="Fields">Its parts, from the top.</param>
/// <param name="Range">The narrowest range it falls in; null when none has it.</param>
/// <param name="Impossible">What cannot be about it, in words.</param>
public sealed record DecodedNumber(
    HcallAbi Abi, HcallFunction? Function, bool Is64, IReadOnlyList<DecodedField> Fields, HcallRange? Range, IReadOnlyList<string> Impossible);

/// <summary>What a status word is under one ABI.</summary>
/// <param name="Abi">The ABI.</param>
/// <param name="Code">The code; null when it has none of that value.</param>
/// <param name="Fields">Its parts, from the top; empty when it is one number.</param>
public sealed record DecodedStatus(HcallAbi Abi, HcallCode? Code, IReadOnlyList<DecodedField> Fields);

/// <summary>Says what function ids and status words are.</summary>
public static class HcallDecoder
{
    /// <summary>
    /// Decodes a number under all ABIs of a library that know it; when none does, under those that others extend, to tell
    /// which range it falls in.
    /// </summary>
    public static IReadOnlyList<DecodedNumber> Decode(AbiLibrary library, ulong number)
    {
        ArgumentNullException.ThrowIfNull(library);
        var known = library.Abis.Select(abi => Decode(abi, number)).Where(decoded => decoded.Function is { SameAs: null }).ToList();
        if (known.Count > 0) return known;

        // Ranges of one list and of another may be the same, as those of Xen's two widths.
        return [.. library.Abis.Where(abi => abi.Base is null).Select(abi => Decode(abi, number))];
    }

    /// <summary>Decodes a number under one ABI, with the calls of those it extends.</summary>
    public static DecodedNumber Decode(HcallAbi abi, ulong number)
    {
        ArgumentNullException.ThrowIfNull(abi);
        var bits = abi.Numbers.Bits;
        var impossible = new List<string>();
        if (number >> bits != 0) impossible.Add($"bits above {bits - 1} are set: a function id has {bits} bits");
        if (number > uint.MaxValue) return new DecodedNumber(abi, null, false, [], null, impossible);

        var word = (uint)number;
        var fields = FieldsOf(abi.Numbers.Fields, word);
        foreach (var (field, value, _) in fields.Where(entry => entry.Field.Role == "reserved" && entry.Value != 0))
            impossible.Add($"{Bits(field)} must be zero, but hold{(field.High == field.Low ? "s" : "")} 0x{value:x}");
        var range = abi.Numbers.RangeOf(word);
        if (range is { Kind: "reserved" }) impossible.Add($"0x{range.First:x8} to 0x{range.Last:x8} is reserved ({range.Name})");
        var id = word & ~HintsOf(abi.Numbers.Fields);
        var function = abi.Functions.FirstOrDefault(call => call.Number == id || call.Number64 == id);
        return new DecodedNumber(abi, function, function is not null && function.Number64 == id, fields, range, impossible);
    }

    /// <summary>Decodes a status under all ABIs that know its value.</summary>
    /// <param name="library">The ABIs.</param>
    /// <param name="value">The register: a signed number, or 32 or 64 bits as they are.</param>
    public static IReadOnlyList<DecodedStatus> DecodeStatus(AbiLibrary library, ulong value)
    {
        ArgumentNullException.ThrowIfNull(library);
        return [.. library.Abis.Select(abi => DecodeStatus(abi, value)).Where(decoded => decoded.Code is not null)];
    }

    /// <summary>Decodes a status under one ABI.</summary>
    public static DecodedStatus DecodeStatus(HcallAbi abi, ulong value)
    {
        ArgumentNullException.ThrowIfNull(abi);
        var signed = value <= uint.MaxValue ? (int)(uint)value : (long)value;
        var code = abi.Status.Codes.FirstOrDefault(known => known.Value == signed);
        return new DecodedStatus(abi, code, value <= uint.MaxValue ? FieldsOf(abi.Status.Fields, (uint)value) : []);
    }

    /// <summary>Which calls detect ABIs by that number: the ABIs, and what each answers.</summary>
    public static IEnumerable<(HcallAbi Abi, HcallDetection Detection)> Answers(AbiLibrary library, ulong number)
    {
        ArgumentNullException.ThrowIfNull(library);
        return library.Abis.SelectMany(abi => abi.Detections.Where(detection => detection.Call == number && detection.Answer.Count > 0).Select(detection => (abi, detection)));
    }

    /// <summary><c>bits 30 to 16</c>.</summary>
    public static string Bits(HcallField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.High == field.Low ? $"bit {field.High}" : $"bits {field.High} to {field.Low}";
    }

    private static uint HintsOf(IReadOnlyList<HcallField> fields) =>
        fields.Where(field => field.Role == "hint").Aggregate(0u, (mask, field) => mask | (uint)(((1UL << (field.High - field.Low + 1)) - 1) << field.Low));

    internal static List<DecodedField> FieldsOf(IReadOnlyList<HcallField> fields, uint number)
    {
        var parts = new List<DecodedField>();
        foreach (var field in fields)
        {
            if (field.When is { } condition && fields.FirstOrDefault(other => other.Name == condition.Field)?.Of(number) != condition.Value) continue;
            var value = field.Of(number);
            parts.Add(new DecodedField(field, value, field.NameOf(value)));
        }

        return parts;
    }
}
