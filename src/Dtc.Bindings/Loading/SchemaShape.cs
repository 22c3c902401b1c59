using System.Collections.Frozen;
using System.Globalization;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>
/// Tells whether a document is a JSON schema of draft 2019-09 at all, as its meta-schema has it (formats are not enforced;
/// <c>select</c> is a schema too). Only such documents enter a set. The Devicetree meta-schemas ask for much more; they are
/// for checking bindings, not for using them.
/// </summary>
internal sealed class SchemaShape
{
    private enum Form : byte
    {
        Schema,
        SchemaList,
        SchemaOrList,
        SchemaMap,
        Dependency,
        DependencyMap,
        Text,
        TextList,
        TextListMap,
        Boolean,
        BooleanMap,
        Number,
        PositiveNumber,
        Size,
        List,
        Type,
        Id,
        Anchor,
    }

    // In the order of the meta-schema's vocabularies, because the first fault is the one that is told.
    private static readonly (string Key, Form Form)[] Ordered =
    [
        ("$id", Form.Id), ("$schema", Form.Text), ("$anchor", Form.Anchor), ("$ref", Form.Text), ("$recursiveRef", Form.Text),
        ("$recursiveAnchor", Form.Boolean), ("$vocabulary", Form.BooleanMap), ("$comment", Form.Text), ("$defs", Form.SchemaMap),

        ("additionalItems", Form.Schema), ("unevaluatedItems", Form.Schema), ("items", Form.SchemaOrList), ("contains", Form.Schema),
        ("additionalProperties", Form.Schema), ("unevaluatedProperties", Form.Schema), ("properties", Form.SchemaMap),
        ("patternProperties", Form.SchemaMap), ("dependentSchemas", Form.SchemaMap), ("propertyNames", Form.Schema),
        ("if", Form.Schema), ("then", Form.Schema), ("else", Form.Schema), ("allOf", Form.SchemaList), ("anyOf", Form.SchemaList),
        ("oneOf", Form.SchemaList), ("not", Form.Schema),

        ("multipleOf", Form.PositiveNumber), ("maximum", Form.Number), ("exclusiveMaximum", Form.Number), ("minimum", Form.Number),
        ("exclusiveMinimum", Form.Number), ("maxLength", Form.Size), ("minLength", Form.Size), ("pattern", Form.Text),
        ("maxItems", Form.Size), ("minItems", Form.Size), ("uniqueItems", Form.Boolean), ("maxContains", Form.Size),
        ("minContains", Form.Size), ("maxProperties", Form.Size), ("minProperties", Form.Size), ("required", Form.TextList),
        ("dependentRequired", Form.TextListMap), ("enum", Form.List), ("type", Form.Type),

        ("title", Form.Text), ("description", Form.Text), ("deprecated", Form.Boolean), ("readOnly", Form.Boolean),
        ("writeOnly", Form.Boolean), ("examples", Form.List), ("format", Form.Text), ("contentMediaType", Form.Text),
        ("contentEncoding", Form.Text), ("contentSchema", Form.Schema),

        ("definitions", Form.SchemaMap), ("dependencies", Form.DependencyMap), ("select", Form.Schema),
    ];

    private static readonly FrozenDictionary<string, Form> Forms = Ordered.ToFrozenDictionary(entry => entry.Key, entry => entry.Form);

    private readonly bool _inOrder;
    private readonly List<string> _path = [];
    private SchemaPosition _position;
    private string _message = "";

    private SchemaShape(bool inOrder) => _inOrder = inOrder;

    /// <summary>Looks for the first fault.</summary>
    /// <param name="schema">The document.</param>
    /// <returns>Null when it is a schema; else the keys and indexes down to the fault, its place and what it is.</returns>
    public static (IReadOnlyList<string> Path, SchemaPosition Position, string Message)? FindFault(SchemaValue schema)
    {
        // Nearly every document is a schema, and then no order is needed.
        if (new SchemaShape(inOrder: false).IsSchema(schema)) return null;
        var shape = new SchemaShape(inOrder: true);
        shape.IsSchema(schema);
        shape._path.Reverse();
        return (shape._path, shape._position, shape._message);
    }

    private bool IsSchema(SchemaValue schema)
    {
        if (schema.Kind == SchemaKind.Boolean) return true;
        if (!schema.IsObject) return Fault(schema, "a schema is a mapping, true or false");
        var members = schema.Members;
        if (_inOrder)
        {
            foreach (var (key, form) in Ordered)
            {
                if (members.Find(key) is { } value && !Has(form, value)) return FaultBelow(key);
            }

            return true;
        }

        for (var i = 0; i < members.Count; i++)
        {
            if (Forms.TryGetValue(members[i].Key, out var form) && !Has(form, members[i].Value)) return false;
        }

        return true;
    }

    private bool Has(Form form, SchemaValue value) => form switch
    {
        Form.Schema => IsSchema(value),
        Form.SchemaList => IsSchemaList(value),
        Form.SchemaOrList => Either(value, value.IsArray ? IsSchemaList(value) : IsSchema(value)),
        Form.SchemaMap => IsMapOf(Form.Schema, value),
        Form.DependencyMap => IsMapOf(Form.Dependency, value),
        Form.Dependency => Either(value, value.IsArray ? IsTextList(value) : IsSchema(value)),
        Form.Text => value.IsString || Fault(value, "a string is expected"),
        Form.TextList => IsTextList(value),
        Form.TextListMap => IsMapOf(Form.TextList, value),
        Form.Boolean => value.Kind == SchemaKind.Boolean || Fault(value, "true or false is expected"),
        Form.BooleanMap => IsMapOf(Form.Boolean, value),
        Form.Number => IsNumber(value) || Fault(value, "a number is expected"),
        Form.PositiveNumber => IsPositive(value) || Fault(value, "a number above 0 is expected"),
        Form.Size => IsSize(value) || Fault(value, "an integer, 0 or more, is expected"),
        Form.List => value.IsArray || Fault(value, "a list is expected"),
        Form.Type => IsTypes(value),
        Form.Id => value.IsString && IsId(value.String) || Fault(value, "an address without a fragment is expected"),
        _ => value.IsString && IsAnchor(value.String) || Fault(value, "the name of an anchor is expected"),
    };

    private bool IsSchemaList(SchemaValue value)
    {
        if (!value.IsArray || value.Items.Count == 0) return Fault(value, "a list of schemas is expected");
        for (var i = 0; i < value.Items.Count; i++)
        {
            if (!IsSchema(value.Items[i])) return FaultBelow(i.ToString(CultureInfo.InvariantCulture));
        }

        return true;
    }

    private bool IsMapOf(Form form, SchemaValue value)
    {
        if (!value.IsObject) return Fault(value, "a mapping is expected");
        for (var i = 0; i < value.Members.Count; i++)
        {
            if (!Has(form, value.Members[i].Value)) return FaultBelow(value.Members[i].Key);
        }

        return true;
    }

    private bool IsTextList(SchemaValue value)
    {
        if (!value.IsArray) return Fault(value, "a list of strings is expected");
        for (var i = 0; i < value.Items.Count; i++)
        {
            if (value.Items[i].IsString) continue;
            Fault(value.Items[i], "a string is expected");
            return FaultBelow(i.ToString(CultureInfo.InvariantCulture));
        }

        return AreDistinct(value.Items) || Fault(value, "a string stands twice in the list");
    }

    private bool IsTypes(SchemaValue value)
    {
        if (value.IsString) return IsType(value) || Fault(value, $"'{value.String}' is not a type");
        return value.IsArray && value.Items.Count > 0 && value.Items.TrueForAll(IsType) && AreDistinct(value.Items)
            ? true
            : Fault(value, "a type, or a list of types, is expected");
    }

    private static bool AreDistinct(List<SchemaValue> texts) =>
        texts.Count < 2 || texts.Select(text => text.String).ToHashSet(StringComparer.Ordinal).Count == texts.Count;

    private static bool IsType(SchemaValue value) => value.IsString
        && value.String is "array" or "boolean" or "integer" or "null" or "number" or "object" or "string";

    private static bool IsNumber(SchemaValue value) => value.Kind is SchemaKind.Integer or SchemaKind.Real;

    private static bool IsPositive(SchemaValue value) =>
        IsNumber(value) && (value.Kind == SchemaKind.Integer ? value.Integer > 0 : value.Real > 0);

    private static bool IsSize(SchemaValue value) => value.Kind switch
    {
        SchemaKind.Integer => value.Integer >= 0,
        SchemaKind.Real => value.Real >= 0 && double.IsInteger(value.Real),
        _ => false,
    };

    private static bool IsId(string text) => text.IndexOf('#', StringComparison.Ordinal) is var at && (at < 0 || at == text.Length - 1);

    private static bool IsAnchor(string text) => text.Length > 0 && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '_');

    // "This or that" fails at its own place, whatever is wrong deeper inside.
    private bool Either(SchemaValue value, bool holds)
    {
        if (holds) return true;
        _path.Clear();
        return Fault(value, "a schema or a list is expected");
    }

    private bool Fault(SchemaValue value, string message)
    {
        _position = value.Position;
        _message = message;
        return false;
    }

    private bool FaultBelow(string step)
    {
        _path.Add(step);
        return false;
    }
}
