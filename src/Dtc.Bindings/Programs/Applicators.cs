using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary><c>$ref</c>: another schema, found when it is first needed.</summary>
internal sealed class RefKeyword(string reference, SchemaDocument document) : Keyword("$ref")
{
    private Schema? _target;

    public override bool IsInPath => false;

    /// <summary>The schema referred to; false when there is none.</summary>
    public Schema Target => _target ??= document.Context.Resolve(reference, document);

    public override bool Holds(Evaluator evaluator, in TypedValue value) => evaluator.IsValid(Target, value);

    public override void Collect(Evaluator evaluator, in TypedValue value) => evaluator.Collect(Target, value);
}

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(Schema[] branches) : Keyword("allOf")
{
    public Schema[] Branches => branches;

    public override bool IsAboutProperties => Array.TrueForAll(branches, branch => branch.IsAboutProperties);

    public override bool Concerns(Symbol name) => Array.Exists(branches, branch => branch.Concerns(name));

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        foreach (var branch in branches)
        {
            if (!evaluator.IsValid(branch, value)) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        for (var i = 0; i < branches.Length; i++) evaluator.CollectBelow(branches[i], value, PathItem.Of(i));
    }
}

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal sealed class AlternativesKeyword(string name, Schema[] branches, bool isExclusive) : Keyword(name)
{
    public Schema[] Branches => branches;

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        var valid = 0;
        foreach (var branch in branches)
        {
            if (!evaluator.IsValid(branch, value)) continue;
            if (!isExclusive) return true;
            if (++valid > 1) return false;
        }

        return valid == 1;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        var first = 0;
        while (first < branches.Length && !evaluator.IsValid(branches[first], value)) first++;
        if (first == branches.Length)
        {
            evaluator.ReportAlternatives(this, value, branches);
            return;
        }

        if (!isExclusive) return;
        var others = new List<string>();
        for (var i = first + 1; i < branches.Length; i++)
        {
            if (evaluator.IsValid(branches[i], value)) others.Add(PythonText.Of(branches[i].Source));
        }

        if (others.Count == 0) return;
        others.Add(PythonText.Of(branches[first].Source));
        evaluator.Report(
            this, value, $"{PythonText.Of(value)} is valid under each of {string.Join(", ", others)}");
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(Schema schema) : Assertion("not")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value) => !evaluator.IsValid(schema, value);

    public override string Describe(in TypedValue value) =>
        $"{PythonText.Of(value)} should not be valid under {PythonText.Of(schema.Source)}";
}

/// <summary><c>if</c> with its <c>then</c> and <c>else</c>.</summary>
internal sealed class IfKeyword(Schema condition, Schema? then, Schema? otherwise) : Keyword("if")
{
    public Condition Condition { get; } = new(condition, then, otherwise);

    public override bool IsInPath => false;

    public override bool Holds(Evaluator evaluator, in TypedValue value) =>
        (evaluator.IsValid(condition, value) ? then : otherwise) is not { } branch || evaluator.IsValid(branch, value);

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (evaluator.IsValid(condition, value))
        {
            if (then is not null) evaluator.CollectBelow(then, value, PathItem.Of("then"));
        }
        else if (otherwise is not null)
        {
            evaluator.CollectBelow(otherwise, value, PathItem.Of("else"));
        }
    }
}

/// <summary><c>dependentSchemas</c>.</summary>
internal sealed class DependentSchemasKeyword((Symbol Name, Schema Schema)[] entries) : Keyword("dependentSchemas")
{
    public (Symbol Name, Schema Schema)[] Entries => entries;

    public override bool IsAboutProperties => true;

    public override bool Concerns(Symbol name) => Array.Exists(entries, entry => entry.Name == name);

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        foreach (var (name, schema) in entries)
        {
            if (value.Object.IndexOf(name) >= 0 && !evaluator.IsValid(schema, value)) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return;
        foreach (var (name, schema) in entries)
        {
            if (value.Object.IndexOf(name) >= 0) evaluator.CollectBelow(schema, value, PathItem.Of(name.Text));
        }
    }
}
