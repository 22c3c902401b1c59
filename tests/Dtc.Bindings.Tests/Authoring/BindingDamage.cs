using System.Text.RegularExpressions;

namespace Dtc.Bindings.Tests.Authoring;

/// <summary>Faults of the kind that people make in bindings, one to three a file, by seed.</summary>
internal static partial class BindingDamage
{
    private static readonly string[] Values =
    [
        "0", "1", "-1", "1.5", "true", "foo", "[]", "{}", "[a, a]", "[1, b]", "\"x y!\"", "string", "integer", "array", "object", "~",
        "{ const: 1 }", "{ maxItems: 2, const: 3 }", "{ items: [{ const: a }, { const: b }], minItems: 2 }",
    ];

    private static readonly string[] Keywords =
    [
        "maxItems: 0", "maxItems: 1", "minItems: 1", "type: integer", "type: object", "type: boolean", "maxitems: 1", "format: email",
        "const: 1.5", "const: true", "enum: []", "enum: [1, 1]", "enum: [1, a]", "pattern: '['", "pattern: 1", "minimum: x", "items: 1",
        "$ref: /schemas/nope.yaml#", "$ref: https://example.org/x.yaml#", "$ref: '#/$defs/nope'", "$ref: types.yaml#",
        "$ref: /schemas/types.yaml#/definitions/uint32", "$ref: /schemas/types.yaml#/definitions/uint32-matrix", "required: reg",
        "required: [reg, reg]", "required: ['^a$']", "then: {}", "if: {}", "else: {}", "not: 1", "oneOf: []", "oneOf: [{ const: 1 }, { const: 2 }]",
        "anyOf: [{ required: [a] }, { required: [a] }]", "allOf: {}", "uniqueItems: 1", "additionalProperties: false", "unevaluatedProperties: false",
        "additionalProperties: 3", "description: 3", "deprecated: 1", "reg: true", "clock-names: true", "vendor,thing: true",
        "vendor,flag: { type: boolean }", "foo-supply: { maxItems: 1 }", "foo-microvolt: { $ref: /schemas/types.yaml#/definitions/uint32 }",
        "'#foo-cells': { maxItems: 1 }", "interrupts: { items: [{ items: [{ const: 1 }] }, { items: [{ const: 2 }] }] }", "1bad: true",
        "patternProperties: { foo: true }", "patternProperties: { '^foo$': true }", "properties: { enum: true }",
        "dependencies: { a: 1 }", "child: { properties: { reg: true } }", "dma-names: { items: { const: rx } }", "propertyNames: true",
    ];

    private static readonly string[] Tops =
    [
        "$id: http://devicetree.org/schemas/elsewhere.yaml#", "$id: foo.yaml", "$schema: http://devicetree.org/meta-schemas/base.yaml#",
        "title: The binding of a thing", "title: 3", "maintainers: nobody", "maintainers: [nobody]", "examples: [1]", "select: 1", "version: 2",
        "additionalProperties: maybe", "unevaluatedProperties: false", "additionalProperties: true", "allOf: []", "required: []", "definitions: 1",
        "description: |\n  Text\n", "$defs: { const: {} }", "properties: {}",
    ];

    /// <summary>Damages a binding.</summary>
    public static string Apply(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        for (var i = random.Next(1, 4); i > 0; i--) Damage(random, lines);
        return string.Join('\n', lines);
    }

    private static void Damage(Random random, List<string> lines)
    {
        if (random.Next(4) == 0)
        {
            var top = Tops[random.Next(Tops.Length)];
            var key = top[..(top.IndexOf(':', StringComparison.Ordinal) + 1)];
            var had = lines.FindIndex(line => line.StartsWith(key, StringComparison.Ordinal));
            if (had < 0) lines.Insert(lines.FindIndex(line => line.StartsWith("title:", StringComparison.Ordinal)) + 1, top);
            else if (random.Next(3) == 0) lines.RemoveAt(had);
            else lines[had] = top;
            return;
        }

        // Within what describes properties, where keys are.
        var end = lines.FindIndex(line => line.StartsWith("examples:", StringComparison.Ordinal));
        var candidates = Enumerable.Range(0, end < 0 ? lines.Count : end).Where(i => Key().IsMatch(lines[i])).ToList();
        var at = candidates[random.Next(candidates.Count)];
        var match = Key().Match(lines[at]);
        var (indent, name, value) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        switch (random.Next(12))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
            case 2:
                lines[at] = $"{indent}{Misspell(random, name)}:{value}";
                break;
            case 3:
            case 4:
                lines[at] = $"{indent}{name}: {Values[random.Next(Values.Length)]}";
                break;
            case 5:
                lines.Insert(at, lines[at]);
                break;
            case 6:
                lines[at] = random.Next(2) == 0 ? ' ' + lines[at] : $"{indent}{name}{value}";
                break;
            case 7:
                lines[at] += "[]{}'\":"[random.Next(7)];
                break;
            default:
                lines.Insert(at, indent.Replace('-', ' ') + Keywords[random.Next(Keywords.Length)]);
                break;
        }
    }

    private static string Misspell(Random random, string name)
    {
        var at = random.Next(Math.Max(1, name.Length - 1));
        return random.Next(3) switch
        {
            0 when name.Length > 1 => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
            1 when name.Length > 1 => name.Remove(at, 1),
            _ => name.Insert(at, name[at].ToString()),
        };
    }

    [GeneratedRegex("^( *(?:- )?)([A-Za-z0-9,#$_-]+):( .*)?$")]
    private static partial Regex Key();
}
