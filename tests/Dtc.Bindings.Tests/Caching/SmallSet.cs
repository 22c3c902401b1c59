using System.Text;
using Dtc.Bindings.Caching;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;
using Dtc.Fdt;

namespace Dtc.Bindings.Tests.Caching;

/// <summary>A handful of bindings and a tree with faults, to run from a cache again and again.</summary>
internal static class SmallSet
{
    /// <summary>Writes the bindings, one of which is refused and one of which has no type for a property.</summary>
    public static void Write(Scratch scratch, string maximum = "100")
    {
        scratch.Write("bindings/uart.yaml", Binding("uart.yaml", $$"""
            properties:
              compatible:
                enum: ["acme,uart", "acme,old-uart"]
              clock-frequency:
                allOf: [{$ref: /schemas/types.yaml#/definitions/uint32}, {$ref: defs.yaml#/definitions/small}]
              untyped: true
            patternProperties:
              "^acme,(tx|rx)-[0-9]+$":
                $ref: /schemas/types.yaml#/definitions/uint32
                maximum: {{maximum}}
            required: [compatible, reg]
            additionalProperties: false
            """));
        scratch.Write("bindings/deep/defs.yaml", Binding("defs.yaml", """
            select: false
            definitions:
              small:
                $ref: /schemas/types.yaml#/definitions/uint32
                maximum: 0x10
            """));
        scratch.Write("bindings/types.yaml", Binding("types.yaml", """
            select: false
            definitions:
              uint32: {type: integer}
            """));
        scratch.Write("bindings/named.yaml", Binding("named.yaml", """
            properties:
              $nodename: {pattern: "^uart@[0-9a-f]+$"}
              status: {enum: [okay, "é𝄞"]}
            """));
        scratch.Write("bindings/broken.yaml", "a: 1\na: 2\n");
    }

    public static SchemaInputs Inputs(Scratch scratch) => new() { Paths = [Path.Combine(scratch.Path, "bindings")] };

    /// <summary>What loading says, and what is wrong with the tree by the bindings, down to the bindings' lines.</summary>
    public static string Run(BindingProgram program, List<LoadFinding> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in findings) text.AppendLine($"{finding}");
        Validator.Validate(
            BindingTree.FromBlob(Blob()),
            program,
            found => text.AppendLine($"{DtValidateText.Format(found, "blob")} {found.Error?.BindingFile}:{found.Error?.BindingPosition}"),
            new ValidationOptions { ShowUnmatched = true });
        return text.ToString();
    }

    /// <summary>Opens the set through a cache.</summary>
    /// <param name="scratch">Where the set is.</param>
    /// <param name="cache">Where the cache is.</param>
    /// <param name="reads">Number of files that were read.</param>
    public static string Open(Scratch scratch, string cache, out int reads)
    {
        var count = 0;
        var findings = new List<LoadFinding>();
        var inputs = Inputs(scratch) with
        {
            Read = path =>
            {
                Interlocked.Increment(ref count);
                return File.ReadAllBytes(path);
            },
        };
        var program = new BindingCache(new CacheStore(cache)).Open(inputs, findings);
        reads = count;
        return Run(program, findings);
    }

    public static string OpenCold(Scratch scratch)
    {
        var findings = new List<LoadFinding>();
        return Run(BindingCache.Load(Inputs(scratch), findings), findings);
    }

    private static byte[] Blob()
    {
        var writer = new FdtWriter();
        writer.BeginNode(""u8);
        writer.Property("compatible"u8, "acme,unknown\0"u8);
        writer.BeginNode("uart@0"u8);
        writer.Property("compatible"u8, "acme,uart\0"u8);
        writer.Property("clock-frequency"u8, [0, 0, 0, 17]);
        writer.Property("acme,tx-1"u8, [0, 0, 0, 200]);
        writer.Property("status"u8, "fail\0"u8);
        writer.Property("extra"u8, []);
        writer.EndNode();
        writer.EndNode();
        return writer.Finish(default);
    }

    private static string Binding(string name, string rest) =>
        $"$id: http://devicetree.org/schemas/{name}#\n$schema: http://devicetree.org/meta-schemas/core.yaml#\ntitle: t\n{rest}\n";
}
