using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>
/// Turns a binding as it is written into the schema it stands for. Bindings leave out what goes without saying (the sizes
/// of lists, the properties every node may have, that a lone value is an array of one); dt-schema puts it in before it
/// validates anything, and so do we, in its order, because later steps see what earlier ones did.
/// </summary>
internal static partial class Fixups
{
    // Lists whose rows differ in length: their own constraints cannot hold for what a blob decodes to.
    private static bool IsVariableMatrix(string name) => name is "fsl,pins" or "qcom,board-id";

    /// <summary>Fixes up a whole binding, in place.</summary>
    public static void Apply(SchemaValue schema)
    {
        var members = schema.Members;
        members.Remove("examples");
        members.Remove("maintainers");
        members.Remove("historical");
        AddSelect(members, schema.Position);
        FixSubSchema(schema, null);
    }

    // A binding without compatible strings that names its node is selected by that name.
    private static void AddSelect(SchemaMembers members, SchemaPosition position)
    {
        if (members.Contains("select") || members.Find("properties") is not { IsObject: true } properties) return;
        if (properties.Members.Contains("compatible") || properties["$nodename"] is not { IsTrue: false } name) return;

        var named = new SchemaMembers();
        named.Set("$nodename", name.DeepCopy(), properties.Members.PositionOf("$nodename"));
        var select = new SchemaMembers();
        select.Set("required", SchemaValue.Of([SchemaValue.Of("$nodename", name.Position)], name.Position), name.Position);
        select.Set("properties", SchemaValue.Of(named, name.Position), name.Position);
        members.Set("select", SchemaValue.Of(select, name.Position), position);
    }

    private static void FixSubSchema(SchemaValue schema, FixupPath? path)
    {
        if (!schema.IsObject) return;
        var members = schema.Members;
        members.Remove("description");
        SplitDependencies(members);
        FixInterrupts(schema, path);
        AddNodeProperties(schema);

        // It would count every property as evaluated, and common schemas have it for others to constrain.
        if (members.Find("additionalProperties") is { IsTrue: true }) members.Remove("additionalProperties");

        for (var i = 0; i < members.Count; i++)
        {
            var (key, value, _) = members[i];
            switch (key)
            {
                case "select" or "if" or "then" or "else" or "not" or "additionalProperties":
                    FixSubSchema(value, FixupPath.To(path, key));
                    break;
                case "allOf" or "anyOf" or "oneOf" when value.IsArray:
                    foreach (var item in value.Items) FixSubSchema(item, FixupPath.To(path, key));
                    break;
                case "dependentRequired" or "dependentSchemas" or "dependencies" or "properties" or "patternProperties"
                    or "$defs" or "definitions" when value.IsObject:
                    FixEntries(value.Members, FixupPath.To(path, key));
                    break;
            }
        }
    }

    private static void FixEntries(SchemaMembers entries, FixupPath path)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (name, value, _) = entries[i];
            if (value.IsObject && IsVariableMatrix(name))
            {
                var only = new SchemaMembers();
                if (value["$ref"] is { } reference) only.Set("$ref", reference, value.Members.PositionOf("$ref"));
                entries.Set(name, SchemaValue.Of(only, value.Position));
                continue;
            }

            FixValues(value, FixupPath.To(path, name));
            FixSubSchema(value, FixupPath.To(path, name));
        }
    }

    // Draft 2019-09 has two keywords for what was one.
    private static void SplitDependencies(SchemaMembers members)
    {
        var position = members.PositionOf("dependencies");
        if (members.Take("dependencies") is not { IsObject: true } dependencies) return;
        for (var i = 0; i < dependencies.Members.Count; i++)
        {
            var (name, value, at) = dependencies.Members[i];
            var keyword = value.IsArray ? "dependentRequired" : "dependentSchemas";
            if (members.Find(keyword) is not { } target)
            {
                target = SchemaValue.Of(new SchemaMembers(), dependencies.Position);
                members.Set(keyword, target, position);
            }

            if (target.IsObject) target.Members.Set(name, value, at);
        }
    }

    // What every node may have is allowed in those that say what they may have.
    private static void AddNodeProperties(SchemaValue schema)
    {
        var members = schema.Members;
        var additional = members.Find("additionalProperties");
        var unevaluated = members.Find("unevaluatedProperties");
        if (additional is null && unevaluated is null) return;

        var properties = members.Find("properties") is { IsObject: true } own ? own.Members : null;
        var patterns = members.Find("patternProperties") is { IsObject: true } matched ? matched.Members : null;
        bool Knows(string name) => properties?.Contains(name) == true || patterns?.Contains(name) == true;

        var hasPinctrl = HasPinctrl(properties) || HasPinctrl(patterns);
        var addsClocks = Knows("clocks") && !Knows("assigned-clocks");
        var addsRanges = Knows("ranges");
        var isOpen = additional is { IsTrue: true } || unevaluated is { IsTrue: true };
        if (isOpen && !addsClocks && !addsRanges) return;

        properties ??= AddMap(schema, "properties");
        if (addsClocks)
        {
            Allow(properties, "assigned-clocks", replace: true);
            Allow(properties, "assigned-clock-rates-u64", replace: true);
            Allow(properties, "assigned-clock-rates", replace: true);
            Allow(properties, "assigned-clock-parents", replace: true);
            Allow(properties, "assigned-clock-sscs", replace: true);
        }

        if (addsRanges) Allow(properties, "dma-ranges");
        if (isOpen) return;

        foreach (var name in (ReadOnlySpan<string>)["phandle", "status", "secure-status", "$nodename", "bootph-pre-sram",
            "bootph-verify", "bootph-pre-ram", "bootph-some-ram", "bootph-all"])
        {
            Allow(properties, name);
        }

        if (hasPinctrl) return;
        Allow(properties, "pinctrl-names");
        Allow(patterns ?? AddMap(schema, "patternProperties"), "^pinctrl-[0-9]+$", replace: true);
    }

    private static bool HasPinctrl(SchemaMembers? names)
    {
        for (var i = 0; i < names?.Count; i++)
        {
            if (names[i].Key is ['p', 'i', 'n', 'c', 't', 'r', 'l', '-', >= '0' and <= '9', ..]) return true;
        }

        return false;
    }

    private static SchemaMembers AddMap(SchemaValue schema, string keyword)
    {
        var map = new SchemaMembers();
        schema.Members.Set(keyword, SchemaValue.Of(map, schema.Position), schema.Position);
        return map;
    }

    private static void Allow(SchemaMembers properties, string name, bool replace = false)
    {
        if (replace || !properties.Contains(name)) properties.Set(name, SchemaValue.Of(true));
    }

    [GeneratedRegex("-(kBps|bits|percent|bp|db|mhz|sec|ms|us|ns|ps|mm|nanoamp|(micro-)?ohms|micro(amp|watt)(-hours)?|milliwatt|(femto|pico)farads|(milli)?celsius|kelvin|k?pascal)$")]
    private static partial Regex ArrayUnit { get; }

    [GeneratedRegex("-(hz|microvolt)$")]
    private static partial Regex MatrixUnit { get; }
}
