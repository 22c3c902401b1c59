using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>The compatible strings that bindings name.</summary>
internal static class Compatibles
{
    // A pattern for any name at all documents nothing.
    private const string AnyName = @"^[a-zA-Z0-9][a-zA-Z0-9,+\-._/]+$";

    /// <summary>The constants, enums and patterns anywhere below a schema for <c>compatible</c>, each once, in order.</summary>
    public static List<string> Of(SchemaValue schema)
    {
        var found = new OrderedSet();
        Collect(schema, found);
        return found.Items;
    }

    /// <summary>
    /// The schema every documented compatible string meets, as dt-schema generates it: one enum, and the patterns that say
    /// enough. <c>foo…</c> and <c>test,…</c> are for examples.
    /// </summary>
    public static SchemaValue Schema(IEnumerable<Binding> bindings)
    {
        var found = new OrderedSet();
        foreach (var binding in bindings) CollectNamed(binding.Schema, found);

        var names = new List<string>();
        var patterns = new List<string>();
        foreach (var text in found.Items)
        {
            if (text.AsSpan().IndexOfAny("^[{($") < 0) names.Add(text);
            else if (IsSpecific(text)) patterns.Add(text);
        }

        names.Sort(CodePointOrder.Instance);
        patterns.Sort(CodePointOrder.Instance);

        var alternatives = new List<SchemaValue> { Single("enum", SchemaValue.Of(names.ConvertAll(name => SchemaValue.Of(name)))) };
        foreach (var pattern in patterns.Prepend("^test,").Prepend("^foo"))
        {
            alternatives.Add(Single("pattern", SchemaValue.Of(pattern)));
        }

        return Single("compatible", Single("items", Single("anyOf", SchemaValue.Of(alternatives))));
    }

    private static bool IsSpecific(string pattern) => pattern != AnyName
        && pattern.StartsWith('^') && pattern.EndsWith('$')
        && !pattern.Contains(".+", StringComparison.Ordinal) && !pattern.Contains(".*", StringComparison.Ordinal);

    private static SchemaValue Single(string key, SchemaValue value)
    {
        var members = new SchemaMembers();
        members.Set(key, value);
        return SchemaValue.Of(members);
    }

    // Every schema under the name "compatible", wherever it stands.
    private static void CollectNamed(SchemaValue value, OrderedSet found)
    {
        if (value.IsArray)
        {
            foreach (var item in value.Items) CollectNamed(item, found);
        }
        else if (value.IsObject)
        {
            for (var i = 0; i < value.Members.Count; i++)
            {
                var (key, schema, _) = value.Members[i];
                if (key != "compatible") CollectNamed(schema, found);
                else if (schema.IsObject) Collect(schema, found);
            }
        }
    }

    private static void Collect(SchemaValue value, OrderedSet found)
    {
        if (value.IsArray)
        {
            foreach (var item in value.Items) Collect(item, found);
        }
        else if (value.IsObject)
        {
            for (var i = 0; i < value.Members.Count; i++) Collect(value.Members[i], found);
        }
    }

    private static void Collect(SchemaMember member, OrderedSet found)
    {
        var (key, value, _) = member;
        switch (key)
        {
            case "enum":
                if (value is not { IsArray: true, Items: [{ IsString: true }, ..] }) break;
                foreach (var item in value.Items)
                {
                    if (item.IsString) found.Add(item.String);
                }

                break;
            case "const":
                if (value.IsString) found.Add(value.String);
                else if (value.Kind == SchemaKind.Boolean) found.Add(value.Boolean ? "True" : "False");
                else if (value.Kind == SchemaKind.Integer) found.Add(value.Integer.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "pattern":
                if (value.IsString) found.Add(value.String);
                break;
            default:
                Collect(value, found);
                break;
        }
    }

    private sealed class OrderedSet
    {
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);

        public List<string> Items { get; } = [];

        public void Add(string text)
        {
            if (_known.Add(text)) Items.Add(text);
        }
    }
}
