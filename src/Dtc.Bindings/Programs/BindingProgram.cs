using Dtc.Bindings.Decoding;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>
/// A processed set of schemas in the form that trees are checked with. Schemas are compiled when a node first needs
/// them, so that one board pays for what it uses; the program can be shared by threads and kept for many trees.
/// </summary>
public sealed class BindingProgram
{
    /// <summary>The generated schema that knows all documented compatibles.</summary>
    internal const string CompatiblesId = "generated-compatibles";

    // Too common to say which schema a node belongs to.
    private static readonly HashSet<string> Generic = new(StringComparer.Ordinal) { "syscon", "simple-mfd", "simple-bus" };

    private readonly Dictionary<string, SchemaDocument> _byCompatible = new(StringComparer.Ordinal);
    private readonly ProgramContext _context;

    private BindingProgram(ProgramContext context, DecodingTypes types)
    {
        _context = context;
        Types = types;
        Selection = new Selection(context.Symbols);
    }

    internal SymbolTable Symbols => _context.Symbols;

    internal DecodingTypes Types { get; }

    internal Selection Selection { get; }

    /// <summary>Makes a program.</summary>
    /// <param name="processed">
    /// The processed schemas: an object of schemas by <c>$id</c>, among them the generated tables of property types
    /// and of compatibles (what <c>dt-mk-schema</c> writes). It is kept, and must not change any more.
    /// </param>
    /// <returns>The program.</returns>
    /// <exception cref="ArgumentException">It is no object.</exception>
    public static BindingProgram Compile(SchemaValue processed)
    {
        ArgumentNullException.ThrowIfNull(processed);
        if (processed.Kind != SchemaKind.Object) throw new ArgumentException("processed schemas are an object", nameof(processed));
        var types = new DecodingTypes(processed["generated-types"], processed["generated-pattern-types"]);
        var program = new BindingProgram(new ProgramContext(), types);
        for (var i = 0; i < processed.Members.Count; i++)
        {
            var member = processed.Members[i];
            if (member.Value.Kind == SchemaKind.Object) program.Add(member.Key, member.Value);
        }

        return program;
    }

    /// <summary>Makes a program of a set of bindings.</summary>
    public static BindingProgram Compile(BindingSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Compile(InOrder(set.ToProcessed("dtc-sharp")));
    }

    // A processed schema is sorted by name at every level, and findings come in that order.
    private static SchemaValue InOrder(SchemaValue value)
    {
        if (value.IsArray) return SchemaValue.Of(value.Items.ConvertAll(InOrder), value.Position);
        if (!value.IsObject) return value;
        var sorted = new SchemaMembers();
        var members = Enumerable.Range(0, value.Members.Count).Select(i => value.Members[i]);
        foreach (var member in members.OrderBy(m => m.Key, CodePointOrder.Instance))
        {
            sorted.Set(member.Key, InOrder(member.Value), member.Position);
        }

        return SchemaValue.Of(sorted, value.Position);
    }

    /// <summary>The schema of a compatible; null when none is for it alone.</summary>
    internal SchemaDocument? FindByCompatible(string compatible) => _byCompatible.GetValueOrDefault(compatible);

    private void Add(string id, SchemaValue schema)
    {
        var document = new SchemaDocument(id.TrimEnd('#'), schema, _context);
        _context.Documents[document.Id] = document;
        if (schema["select"] is { } select)
        {
            if (select.Kind == SchemaKind.Object || select is { Kind: SchemaKind.Boolean, Boolean: true })
            {
                Selection.Add(document, select);
            }
        }
        else if (schema["properties"]?["compatible"] is { } compatible)
        {
            var strings = new HashSet<string>(StringComparer.Ordinal);
            CollectStrings(compatible, strings);
            foreach (var text in strings)
            {
                if (strings.Count == 1 || !Generic.Contains(text)) _byCompatible[text] = document;
            }
        }
    }

    private static void CollectStrings(SchemaValue value, HashSet<string> strings)
    {
        if (value.Kind == SchemaKind.Array)
        {
            foreach (var item in value.Items) CollectStrings(item, strings);
        }

        if (value.Kind != SchemaKind.Object) return;
        for (var i = 0; i < value.Members.Count; i++)
        {
            var member = value.Members[i];
            if (member.Key is "const" or "pattern")
            {
                if (member.Value.Kind == SchemaKind.String) strings.Add(member.Value.String);
            }
            else if (member.Key == "enum")
            {
                if (member.Value.Kind != SchemaKind.Array) continue;
                foreach (var item in member.Value.Items)
                {
                    if (item.Kind == SchemaKind.String) strings.Add(item.String);
                }
            }
            else
            {
                CollectStrings(member.Value, strings);
            }
        }
    }
}
