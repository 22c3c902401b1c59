using System.Globalization;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary><c>items</c> with one schema for all items.</summary>
internal sealed class ItemsKeyword(Schema schema) : Keyword("items")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return true;
        foreach (ref readonly var item in value.Items.AsSpan())
        {
            if (!evaluator.IsValid(schema, item)) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return;
        for (var i = 0; i < value.Items.Length; i++)
        {
            evaluator.CollectMember(schema, value.Items[i], PathItem.Of(i), null);
        }
    }
}

/// <summary><c>items</c> with a schema for each item.</summary>
internal sealed class ItemListKeyword(Schema[] schemas) : Keyword("items")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return true;
        var count = Math.Min(value.Items.Length, schemas.Length);
        for (var i = 0; i < count; i++)
        {
            if (!evaluator.IsValid(schemas[i], value.Items[i])) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return;
        var count = Math.Min(value.Items.Length, schemas.Length);
        for (var i = 0; i < count; i++)
        {
            evaluator.CollectMember(schemas[i], value.Items[i], PathItem.Of(i), PathItem.Of(i));
        }
    }
}

/// <summary><c>additionalItems</c> after a list of items.</summary>
internal sealed class AdditionalItemsKeyword(Schema schema, int listed) : Keyword("additionalItems")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return true;
        for (var i = listed; i < value.Items.Length; i++)
        {
            if (!evaluator.IsValid(schema, value.Items[i])) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array || value.Items.Length <= listed || schema.Constant == true) return;
        if (schema.Constant == false)
        {
            var extras = value.Items.AsSpan(listed).ToArray().Select(i => PythonText.Of(i)).ToList();
            evaluator.Report(
                this, value, $"Additional items are not allowed ({Evaluator.ExtrasOfReprs(extras)} unexpected)");
            return;
        }

        for (var i = listed; i < value.Items.Length; i++)
        {
            evaluator.CollectMember(schema, value.Items[i], PathItem.Of(i), null);
        }
    }
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(Schema schema, Int128 least, Int128? most) : Keyword("contains")
{
    public Schema Schema => schema;

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Array) return true;
        var matches = 0;
        foreach (ref readonly var item in value.Items.AsSpan())
        {
            if (matches >= least && most is null) return true;
            if (evaluator.IsValid(schema, item)) matches++;
        }

        return matches >= least && (most is null || matches <= most);
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (Holds(evaluator, value)) return;
        var matches = 0;
        foreach (ref readonly var item in value.Items.AsSpan())
        {
            if (evaluator.IsValid(schema, item)) matches++;
        }

        string message;
        if (most is not null && matches > most)
        {
            message = string.Create(CultureInfo.InvariantCulture, $"Too many items match the given schema (expected at most {most})");
        }
        else if (matches == 0)
        {
            message = $"{PythonText.Of(value)} does not contain items matching the given schema";
        }
        else
        {
            message = string.Create(CultureInfo.InvariantCulture, $"Too few items match the given schema (expected at least {least} but only {matches} matched)");
        }

        evaluator.Report(this, value, message);
    }
}

/// <summary><c>unevaluatedItems</c>.</summary>
internal sealed class UnevaluatedItemsKeyword(Schema schema, Schema owner) : Keyword("unevaluatedItems")
{
    public Schema Schema => schema;

    // The reference implementation counts items that the schema accepts as evaluated, and refuses all others.
    public override bool Holds(Evaluator evaluator, in TypedValue value) =>
        value.Kind != TypedKind.Array || schema.Constant == true || !evaluator.FindEvaluatedItems(owner, value).Contains(false);

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (Holds(evaluator, value)) return;
        var evaluated = evaluator.FindEvaluatedItems(owner, value);
        var extras = new List<string>();
        for (var i = 0; i < evaluated.Length; i++)
        {
            if (!evaluated[i]) extras.Add(PythonText.Of(value.Items[i]));
        }

        evaluator.Report(
            this, value, $"Unevaluated items are not allowed ({Evaluator.ExtrasOfReprs(extras)} unexpected)");
    }
}
