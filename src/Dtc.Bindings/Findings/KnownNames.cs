using Dtc.Bindings.Documents;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Findings;

/// <summary>The names of properties and children that a schema knows, be it only under some condition.</summary>
internal sealed class KnownNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<SchemaValue> _seen = [];

    /// <summary>The names under <c>properties</c>, through all references, alternatives and conditions.</summary>
    public static IReadOnlyCollection<string> Of(Schema schema)
    {
        var known = new KnownNames();
        known.Add(schema.Source, schema.Document);
        return known._names;
    }

    private void Add(SchemaValue source, SchemaDocument document)
    {
        if (!source.IsObject || !_seen.Add(source)) return;
        var members = source.Members;
        for (var i = 0; i < members.Count; i++)
        {
            var value = members[i].Value;
            switch (members[i].Key)
            {
                case "properties" when value.IsObject:
                    AddProperties(value.Members);
                    break;
                case "allOf" or "anyOf" or "oneOf" when value.IsArray:
                    foreach (var branch in value.Items) Add(branch, document);
                    break;
                case "then" or "else":
                    Add(value, document);
                    break;
                case "dependentSchemas" when value.IsObject:
                    for (var j = 0; j < value.Members.Count; j++) Add(value.Members[j].Value, document);
                    break;
                case "$ref" when value.IsString:
                    var target = document.Context.Resolve(value.String, document);
                    Add(target.Source, target.Document);
                    break;
            }
        }
    }

    private void AddProperties(SchemaMembers properties)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            // A property that is forbidden is not known.
            var (name, value, _) = properties[i];
            if (name != "$nodename" && value is not { Kind: SchemaKind.Boolean, Boolean: false }) _names.Add(name);
        }
    }
}
