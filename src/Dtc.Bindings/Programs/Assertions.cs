using System.Globalization;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary><c>type</c>.</summary>
internal sealed class TypeKeyword(JsonTypes types, string names) : Assertion("type")
{
    public override bool IsAboutProperties => (types & JsonTypes.Object) != 0;

    public override bool Concerns(Symbol name) => false;

    public override bool Holds(Evaluator evaluator, in TypedValue value) => value.IsOf(types);

    public override string Describe(in TypedValue value) => $"{PythonText.Of(value)} is not of type {names}";
}

/// <summary><c>const</c>.</summary>
internal sealed class ConstKeyword(SchemaValue source, TypedValue wanted) : Assertion("const")
{
    private readonly TypedValue _wanted = wanted;

    public override bool Holds(Evaluator evaluator, in TypedValue value) => TypedValue.AreEqual(value, _wanted);

    public override string Describe(in TypedValue value) => $"{PythonText.Of(source)} was expected";
}

/// <summary><c>enum</c>; strings are looked up by hash, since one list has all known compatibles.</summary>
internal sealed class EnumKeyword : Assertion
{
    private readonly SchemaValue _source;
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private readonly TypedValue[] _others;

    public EnumKeyword(SchemaValue source, IEnumerable<TypedValue> values) : base("enum")
    {
        _source = source;
        var others = new List<TypedValue>();
        foreach (var value in values)
        {
            if (value.Kind == TypedKind.String) _strings.Add(value.String);
            else others.Add(value);
        }

        _others = [.. others];
    }

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind == TypedKind.String) return _strings.Contains(value.String);
        foreach (ref readonly var other in _others.AsSpan())
        {
            if (TypedValue.AreEqual(value, other)) return true;
        }

        return false;
    }

    public override string Describe(in TypedValue value) =>
        $"{PythonText.Of(value)} is not one of {PythonText.Of(_source)}";
}

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundKeyword(string name, SchemaValue source, TypedValue bound) : Assertion(name)
{
    private readonly TypedValue _bound = bound;

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (!value.IsNumber) return true;
        var order = value.CompareNumber(_bound);
        return Name switch
        {
            "minimum" => order >= 0,
            "maximum" => order <= 0,
            "exclusiveMinimum" => order > 0,
            _ => order < 0,
        };
    }

    public override string Describe(in TypedValue value)
    {
        var relation = Name switch
        {
            "minimum" => "less than the minimum",
            "maximum" => "greater than the maximum",
            "exclusiveMinimum" => "less than or equal to the minimum",
            _ => "greater than or equal to the maximum",
        };
        return $"{PythonText.Of(value)} is {relation} of {PythonText.Of(source)}";
    }
}

/// <summary><c>multipleOf</c>.</summary>
internal sealed class MultipleOfKeyword(SchemaValue source, TypedValue divisor) : Assertion("multipleOf")
{
    private readonly TypedValue _divisor = divisor;

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (!value.IsNumber) return true;
        if (value.Kind == TypedKind.Integer && _divisor.Kind == TypedKind.Integer)
        {
            return _divisor.Integer == 0 || value.Integer % _divisor.Integer == 0;
        }

        if (_divisor.Kind == TypedKind.Integer) return value.Real % _divisor.AsReal() == 0;
        var quotient = value.AsReal() / _divisor.Real;

        // Too large for a quotient: the remainder is exact.
        return double.IsInfinity(quotient) ? value.AsReal() % _divisor.Real == 0 : double.IsInteger(quotient);
    }

    public override string Describe(in TypedValue value) =>
        $"{PythonText.Of(value)} is not a multiple of {PythonText.Of(source)}";
}

/// <summary><c>minItems</c>, <c>minLength</c>, <c>minProperties</c> and the same with max.</summary>
internal sealed class SizeKeyword(string name, TypedKind kind, bool isMinimum, Int128 limit) : Assertion(name)
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != kind) return true;
        var size = kind switch
        {
            TypedKind.Array => value.Items.Length,
            TypedKind.Object => value.Object.Count,
            _ => CodePoints(value.String),
        };
        return isMinimum ? size >= limit : size <= limit;
    }

    public override string Describe(in TypedValue value)
    {
        var fault = (isMinimum, kind) switch
        {
            (true, _) when limit == 1 => "should be non-empty",
            (false, _) when limit == 0 => "is expected to be empty",
            (true, TypedKind.Object) => "does not have enough properties",
            (false, TypedKind.Object) => "has too many properties",
            (true, _) => "is too short",
            _ => "is too long",
        };
        return $"{PythonText.Of(value)} {fault}";
    }

    private static int CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsKeyword() : Assertion("uniqueItems")
{
    // Long lists are those of hostile blobs: integers, compared by hash.
    private const int PairwiseLimit = 64;

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return true;
        var items = value.Items;
        if (items.Length > PairwiseLimit) return AreUnique(items);
        for (var i = 1; i < items.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (TypedValue.AreEqual(items[i], items[j])) return false;
            }
        }

        return true;
    }

    public override string Describe(in TypedValue value) => $"{PythonText.Of(value)} has non-unique elements";

    private static bool AreUnique(TypedValue[] items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var item in items.AsSpan())
        {
            if (!seen.Add(PythonText.Of(item))) return false;
        }

        return true;
    }
}

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternKeyword(string source) : Assertion("pattern")
{
    private readonly NamePattern _pattern = new(source);

    public override bool Holds(Evaluator evaluator, in TypedValue value) =>
        value.Kind != TypedKind.String || _pattern.IsMatch(value.String);

    public override string Describe(in TypedValue value) =>
        $"{PythonText.Of(value)} does not match {PythonText.Of(source)}";
}

/// <summary><c>typeSize</c>: bits of the integer that a value was decoded from.</summary>
internal sealed class TypeSizeKeyword(SchemaValue source) : Assertion("typeSize")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value) =>
        source.Kind == SchemaKind.Integer && source.Integer == value.Width;

    public override string Describe(in TypedValue value) => string.Create(
        CultureInfo.InvariantCulture, $"size is {value.Width}, expected {PythonText.Of(source)}");
}

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword(Symbol[] names) : Keyword("required")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        foreach (var name in names)
        {
            if (value.Object.IndexOf(name) < 0) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return;
        foreach (var name in names)
        {
            if (value.Object.IndexOf(name) >= 0) continue;
            evaluator.Report(this, value, $"{PythonText.Of(name.Text)} is a required property", name.Text);
        }
    }
}

/// <summary><c>dependentRequired</c>.</summary>
internal sealed class DependentRequiredKeyword((Symbol Name, Symbol[] Needs)[] entries) : Keyword("dependentRequired")
{
    public override bool IsAboutProperties => true;

    public override bool Concerns(Symbol name) => Array.Exists(entries, entry => entry.Name == name);

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        foreach (var (name, needs) in entries)
        {
            if (value.Object.IndexOf(name) < 0) continue;
            foreach (var need in needs)
            {
                if (value.Object.IndexOf(need) < 0) return false;
            }
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return;
        foreach (var (name, needs) in entries)
        {
            if (value.Object.IndexOf(name) < 0) continue;
            foreach (var need in needs)
            {
                if (value.Object.IndexOf(need) >= 0) continue;
                evaluator.Report(
                    this, value, $"{PythonText.Of(need.Text)} is a dependency of {PythonText.Of(name.Text)}", need.Text, name.Text);
            }
        }
    }
}
