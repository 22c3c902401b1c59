using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>
/// Compiles one level of a schema to keywords; sub-schemas are compiled when they first meet a value. Keywords that
/// have the wrong form are left out: judging bindings is not this one's work.
/// </summary>
internal static class SchemaCompiler
{
    public static SchemaBody Compile(Schema schema)
    {
        if (schema.Source.Kind != SchemaKind.Object) return new SchemaBody { Origin = schema, Keywords = [] };
        return new Level(schema).Compile();
    }

    internal static JsonTypes ParseTypes(SchemaValue value, out string names)
    {
        var list = value.Kind == SchemaKind.Array ? value.Items : [value];
        names = string.Join(", ", list.Select(PythonText.Of));
        var types = JsonTypes.None;
        foreach (var item in list)
        {
            types |= item is not { Kind: SchemaKind.String } ? JsonTypes.None : item.String switch
            {
                "null" => JsonTypes.Null,
                "boolean" => JsonTypes.Boolean,
                "integer" => JsonTypes.Integer,
                "number" => JsonTypes.Number,
                "string" => JsonTypes.String,
                "array" => JsonTypes.Array,
                "object" => JsonTypes.Object,
                _ => JsonTypes.None,
            };
        }

        return types;
    }

    private sealed class Level(Schema schema)
    {
        private readonly SchemaMembers _members = schema.Source.Members;
        private readonly SchemaDocument _document = schema.Document;
        private readonly SymbolTable _symbols = schema.Document.Context.Symbols;
        private readonly List<Keyword> _keywords = [];
        private PropertiesKeyword? _properties;
        private PatternPropertiesKeyword? _patterns;
        private AdditionalPropertiesKeyword? _additional;
        private JsonTypes _types;

        public SchemaBody Compile()
        {
            for (var i = 0; i < _members.Count; i++)
            {
                if (Compile(_members[i].Key, _members[i].Value) is { } keyword) _keywords.Add(keyword);
            }

            // They may stand before or after it.
            if (_additional is not null) (_additional.Properties, _additional.Patterns) = (_properties, _patterns);
            return new SchemaBody { Origin = schema, Keywords = [.. _keywords], Types = _types };
        }

        private Keyword? Compile(string name, SchemaValue value)
        {
            switch (name)
            {
                case "$ref" when value.Kind == SchemaKind.String:
                    return new RefKeyword(value.String, _document);
                case "type" when value.Kind is SchemaKind.String or SchemaKind.Array:
                    _types = ParseTypes(value, out var names);
                    return new TypeKeyword(_types, names);
                case "const":
                    return new ConstKeyword(value, TypedValue.From(value, _symbols));
                case "enum" when value.Kind == SchemaKind.Array:
                    return new EnumKeyword(value, value.Items.Select(v => TypedValue.From(v, _symbols)));
                case "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" when IsNumber(value):
                    return new BoundKeyword(name, value, TypedValue.From(value, _symbols));
                case "multipleOf" when IsNumber(value):
                    return new MultipleOfKeyword(value, TypedValue.From(value, _symbols));
                case "minItems" or "maxItems" when TryCount(value, out var limit):
                    return new SizeKeyword(name, TypedKind.Array, name == "minItems", limit);
                case "minLength" or "maxLength" when TryCount(value, out var limit):
                    return new SizeKeyword(name, TypedKind.String, name == "minLength", limit);
                case "minProperties" or "maxProperties" when TryCount(value, out var limit):
                    return new SizeKeyword(name, TypedKind.Object, name == "minProperties", limit);
                case "uniqueItems" when value.Kind == SchemaKind.Boolean:
                    return value.Boolean ? new UniqueItemsKeyword() : null;
                case "pattern" when value.Kind == SchemaKind.String:
                    return new PatternKeyword(value.String);
                case "typeSize":
                    return new TypeSizeKeyword(value);
                case "required" when value.Kind == SchemaKind.Array:
                    return new RequiredKeyword(Names(value));
                case "dependentRequired" when value.Kind == SchemaKind.Object:
                    return DependentRequired(value.Members);
                case "allOf" when value.Kind == SchemaKind.Array:
                    return new AllOfKeyword(Branches(value));
                case "anyOf" or "oneOf" when value.Kind == SchemaKind.Array:
                    return new AlternativesKeyword(name, Branches(value), name == "oneOf");
                case "not" when IsSchema(value):
                    return new NotKeyword(Sub(value));
                case "if" when IsSchema(value):
                    return new IfKeyword(Sub(value), Optional("then"), Optional("else"));
                default:
                    return value.Kind == SchemaKind.Object || IsSchema(value) ? CompileMembers(name, value) : CompileItems(name, value);
            }
        }

        private Keyword? CompileMembers(string name, SchemaValue value)
        {
            switch (name)
            {
                case "properties" when value.Kind == SchemaKind.Object:
                    return _properties = Properties(value.Members);
                case "patternProperties" when value.Kind == SchemaKind.Object:
                    return _patterns = PatternProperties(value.Members);
                case "additionalProperties":
                    return _additional = new AdditionalPropertiesKeyword(Sub(value));
                case "unevaluatedProperties":
                    return new UnevaluatedPropertiesKeyword(Sub(value), schema);
                case "propertyNames":
                    return new PropertyNamesKeyword(Sub(value));
                case "dependentSchemas" when value.Kind == SchemaKind.Object:
                    return new DependentSchemasKeyword(DependentSchemas(value.Members));
                default:
                    return CompileItems(name, value);
            }
        }

        private Keyword? CompileItems(string name, SchemaValue value)
        {
            switch (name)
            {
                case "items" when value.Kind == SchemaKind.Array:
                    return new ItemListKeyword(Branches(value));
                case "items" when IsSchema(value):
                    return new ItemsKeyword(Sub(value));
                case "additionalItems" when IsSchema(value) && _members.Find("items") is { Kind: SchemaKind.Array } listed:
                    return new AdditionalItemsKeyword(Sub(value), listed.Items.Count);
                case "contains" when IsSchema(value):
                    var least = TryCount(_members.Find("minContains"), out var min) ? min : 1;
                    return new ContainsKeyword(Sub(value), least, TryCount(_members.Find("maxContains"), out var max) ? max : null);
                case "unevaluatedItems" when IsSchema(value):
                    return new UnevaluatedItemsKeyword(Sub(value), schema);
                default:
                    return null;
            }
        }

        private PropertiesKeyword Properties(SchemaMembers members)
        {
            var names = new Symbol[members.Count];
            var schemas = new Schema[members.Count];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = _symbols[members[i].Key];
                schemas[i] = Sub(members[i].Value);
            }

            return new PropertiesKeyword(names, schemas);
        }

        private PatternPropertiesKeyword PatternProperties(SchemaMembers members)
        {
            var sources = new string[members.Count];
            var schemas = new Schema[members.Count];
            for (var i = 0; i < sources.Length; i++)
            {
                sources[i] = members[i].Key;
                schemas[i] = Sub(members[i].Value);
            }

            return new PatternPropertiesKeyword(new PatternSet(sources), sources, schemas);
        }

        private DependentRequiredKeyword DependentRequired(SchemaMembers members)
        {
            var entries = new List<(Symbol, Symbol[])>();
            for (var i = 0; i < members.Count; i++)
            {
                if (members[i].Value.Kind != SchemaKind.Array) continue;
                entries.Add((_symbols[members[i].Key], Names(members[i].Value)));
            }

            return new DependentRequiredKeyword([.. entries]);
        }

        private (Symbol, Schema)[] DependentSchemas(SchemaMembers members)
        {
            var entries = new (Symbol, Schema)[members.Count];
            for (var i = 0; i < entries.Length; i++) entries[i] = (_symbols[members[i].Key], Sub(members[i].Value));
            return entries;
        }

        private Schema[] Branches(SchemaValue value)
        {
            var branches = new Schema[value.Items.Count];
            for (var i = 0; i < branches.Length; i++) branches[i] = Sub(value.Items[i]);
            return branches;
        }

        private Symbol[] Names(SchemaValue list) =>
            [.. list.Items.Where(i => i.Kind == SchemaKind.String).Select(i => _symbols[i.String])];

        private Schema Sub(SchemaValue value) => new(value, _document);

        private Schema? Optional(string name) => _members.Find(name) is { } value && IsSchema(value) ? Sub(value) : null;

        private static bool IsSchema(SchemaValue value) => value.Kind is SchemaKind.Object or SchemaKind.Boolean;

        private static bool IsNumber(SchemaValue value) => value.Kind is SchemaKind.Integer or SchemaKind.Real;

        private static bool TryCount(SchemaValue? value, out Int128 count)
        {
            count = value switch
            {
                { Kind: SchemaKind.Integer } => value.Integer,
                { Kind: SchemaKind.Real } when double.IsInteger(value.Real) => (Int128)value.Real,
                _ => -1,
            };
            return count >= 0;
        }
    }
}
