using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <content>
/// Values of properties: a blob knows only lists of cells and lists of strings, while bindings write a lone constraint for
/// a lone value; and a list says how many entries it has by its length.
/// </content>
internal static partial class Fixups
{
    private static readonly string[] ScalarKeywords = ["const", "enum", "pattern", "minimum", "maximum", "multipleOf"];

    private static void FixValues(SchemaValue schema, FixupPath path)
    {
        if (!schema.IsObject) return;
        var members = schema.Members;
        AlternativesToEnum(members);
        foreach (var keyword in (ReadOnlySpan<string>)["allOf", "oneOf", "anyOf"])
        {
            if (members.Find(keyword) is not { IsArray: true } list) continue;
            foreach (var item in list.Items) FixValues(item, FixupPath.To(path, keyword));
        }

        if (members.Find("then") is { } then) FixValues(then, FixupPath.To(path, "then"));

        members.Remove("description");
        WrapReg(members, path);
        RemoveEmptyItems(schema);
        WrapUnits(schema, path);
        if (IsStringSchema(schema)) members.Set("items", ListOf(TakeScalar(schema)));
        SetSizes(schema, FixupPath.Holds(path, "then") || FixupPath.Holds(path, "else"));
        SplitDependencies(members);
    }

    // A list of constants, written out so that each can have a description, is an enum.
    private static void AlternativesToEnum(SchemaMembers members)
    {
        while (true)
        {
            if ((members.Find("anyOf") ?? members.Find("oneOf")) is { } list)
            {
                if (!list.IsArray || !list.Items.TrueForAll(IsConstant)) return;
                var position = members.PositionOf(members.Contains("anyOf") ? "anyOf" : "oneOf");
                members.Remove("anyOf");
                members.Remove("oneOf");
                members.Set("enum", SchemaValue.Of(list.Items.ConvertAll(item => item["const"]!), list.Position), position);
                return;
            }

            if (members.Find("items") is not { IsObject: true } items) return;
            members = items.Members;
        }
    }

    // dt-schema asks for a true superset of these two: a constant with another keyword but without description passes.
    private static bool IsConstant(SchemaValue value) =>
        value["const"] is not null && (value.Members.Count <= 2 || !value.Members.Contains("description"));

    // Rows of cells: one row of one cell, when a binding constrains a number.
    private static void WrapReg(SchemaMembers members, FixupPath path)
    {
        if (!FixupPath.Holds(path, "reg")) return;
        SchemaValue? scalar;
        if (members.Find("items") is { } items)
        {
            scalar = items.IsArray ? items.Items.FirstOrDefault() : items;
            if (scalar is null || !IsIntegerSchema(scalar)) return;
            members.Set("items", ListOf(ObjectOf("items", ListOf(TakeScalar(scalar)))));
            return;
        }

        if (IsIntegerSchema(members)) members.Set("items", ListOf(ObjectOf("items", ListOf(TakeScalar(members, default)))));
    }

    // A list of entries that say nothing is just a number of entries.
    private static void RemoveEmptyItems(SchemaValue schema)
    {
        while (schema["items"] is { IsObject: true } inner) schema = inner;
        if (schema["items"] is not { IsArray: true } list) return;
        foreach (var item in list.Items)
        {
            if (!item.IsObject) continue;
            item.Members.Remove("description");
            RemoveEmptyItems(item);
            if (item.Members.Count > 0) return;
        }

        var members = schema.Members;
        var position = members.PositionOf("items");
        if (!members.Contains("type")) members.Set("type", SchemaValue.Of("array", list.Position), position);
        if (!members.Contains("maxItems")) members.Set("maxItems", SchemaValue.Of((Int128)list.Items.Count, list.Position), position);
        if (!members.Contains("minItems")) members.Set("minItems", SchemaValue.Of((Int128)list.Items.Count, list.Position), position);
        members.Remove("items");
    }

    // Properties with a unit in their name have a known type without saying so.
    private static void WrapUnits(SchemaValue schema, FixupPath path)
    {
        var members = schema.Members;
        if (FixupPath.PropertyName(path) is not { } name || members.Contains("$ref")) return;
        if (ArrayUnit.IsMatch(name) && IsIntegerSchema(members))
        {
            members.Set("items", ListOf(TakeScalar(schema)));
            return;
        }

        if (!MatrixUnit.IsMatch(name) || IsMatrixSchema(members)) return;
        if (members.Contains("items") || members.Contains("minItems") || members.Contains("maxItems"))
        {
            members.Set("items", ListOf(schema.DeepCopy()), members.PositionOf("items"));
            members.Remove("minItems");
            members.Remove("maxItems");
        }
        else if (IsIntegerSchema(members))
        {
            members.Set("items", ListOf(ObjectOf("items", ListOf(TakeScalar(schema)))));
        }
    }

    // A list of items has as many entries as it lists; of minItems and maxItems each stands for both.
    private static void SetSizes(SchemaValue schema, bool inConditional)
    {
        if (schema.IsArray)
        {
            foreach (var item in schema.Items) SetSizes(item, inConditional);
            return;
        }

        if (!schema.IsObject) return;
        var members = schema.Members;
        members.Remove("description");
        if (members.Find("items") is { } items)
        {
            members.Set("type", SchemaValue.Of("array", items.Position), members.PositionOf("items"));
            if (items.IsArray)
            {
                var count = SchemaValue.Of((Int128)items.Items.Count, items.Position);
                if (!members.Contains("minItems")) members.Set("minItems", count, members.PositionOf("items"));
                if (!members.Contains("maxItems")) members.Set("maxItems", count, members.PositionOf("items"));
            }

            SetSizes(items, inConditional);
        }
        else if (!inConditional)
        {
            var (minimum, maximum) = (members.Find("minItems"), members.Find("maxItems"));
            if (maximum is not null && minimum is null) members.Set("minItems", maximum, members.PositionOf("maxItems"));
            else if (minimum is not null && maximum is null) members.Set("maxItems", minimum, members.PositionOf("minItems"));
        }
    }

    private static bool IsMatrixSchema(SchemaMembers members) => members.Find("items") is { } items
        && (items.IsArray ? items.Items.Exists(HasSize) : HasSize(items));

    private static bool HasSize(SchemaValue value) =>
        value["items"] is not null || value["minItems"] is not null || value["maxItems"] is not null;

    private static bool IsIntegerSchema(SchemaValue schema) => schema.IsObject && IsIntegerSchema(schema.Members);

    // To Python, and so to dt-schema, a boolean is an integer too.
    private static bool IsIntegerSchema(SchemaMembers members)
    {
        foreach (var keyword in (ReadOnlySpan<string>)["const", "enum", "minimum", "maximum"])
        {
            if (First(members.Find(keyword)) is { Kind: SchemaKind.Integer or SchemaKind.Boolean }) return true;
        }

        return false;
    }

    /// <summary>True when a schema constrains a string: by <c>const</c>, <c>enum</c> or <c>pattern</c>.</summary>
    internal static bool IsStringSchema(SchemaValue schema)
    {
        if (!schema.IsObject) return false;
        foreach (var keyword in (ReadOnlySpan<string>)["const", "enum", "pattern"])
        {
            if (First(schema.Members.Find(keyword)) is { IsString: true }) return true;
        }

        return false;
    }

    private static SchemaValue? First(SchemaValue? value) => value is { IsArray: true } ? value.Items.FirstOrDefault() : value;

    // Moves the constraints of a lone value into a schema of their own.
    private static SchemaValue TakeScalar(SchemaValue schema) => TakeScalar(schema.Members, schema.Position);

    private static SchemaValue TakeScalar(SchemaMembers members, SchemaPosition position)
    {
        var taken = new SchemaMembers();
        foreach (var keyword in ScalarKeywords)
        {
            var at = members.PositionOf(keyword);
            if (members.Take(keyword) is { } value) taken.Set(keyword, value, at);
        }

        return SchemaValue.Of(taken, position);
    }

    private static SchemaValue ListOf(SchemaValue item) => SchemaValue.Of([item], item.Position);

    private static SchemaValue ObjectOf(string key, SchemaValue value)
    {
        var members = new SchemaMembers();
        members.Set(key, value, value.Position);
        return SchemaValue.Of(members, value.Position);
    }
}
