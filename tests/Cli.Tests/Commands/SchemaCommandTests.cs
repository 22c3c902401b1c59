using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class SchemaCommandTests
{
    private const string Binding = """
        %YAML 1.2
        ---
        $id: http://devicetree.org/schemas/test/vendor,device.yaml#
        $schema: http://devicetree.org/meta-schemas/core.yaml#
        title: A device
        maintainers:
          - A <a@example.org>
        select:
          properties:
            $nodename:
              pattern: "^device@"
          required:
            - $nodename
        properties:
          vendor,flag:
            type: boolean
        required:
          - vendor,flag
        examples:
          - |
            device@5 {
                vendor,flag;
            };

            device@6 {
                vendor,other;
            };
        """;

    [Fact]
    public void ExamplesAreCheckedAtTheLinesOfTheBinding()
    {
        using var board = new DtSchemaBoard();
        var file = board["vendor,device.yaml"];
        File.WriteAllText(file, Binding);
        var run = DtSchemaBoard.Run("schema", "example", "--validate", file, "--no-kernel");
        Assert.Equal(1, run.Code);
        var line = Binding.Split('\n').ToList().FindIndex(text => text.Contains("device@6", StringComparison.Ordinal)) + 1;
        Assert.Contains($"{file}:{line}:5: error: /example-0/device@6: 'vendor,flag' is a required property", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("device@5", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExampleThatDoesNotCompileIsToldAtItsLine()
    {
        using var board = new DtSchemaBoard();
        var file = board["vendor,device.yaml"];
        File.WriteAllText(file, Binding.Replace("vendor,other;", "vendor,other = <&;", StringComparison.Ordinal));
        var run = DtSchemaBoard.Run("schema", "example", "--validate", "--format", "json", file, "--no-kernel");
        var line = Binding.Split('\n').ToList().FindIndex(text => text.Contains("vendor,other", StringComparison.Ordinal)) + 1;
        Assert.Equal(1, run.Code);
        Assert.Contains($"\"line\":{line},", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"compile\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExampleIsPrintedAsDtExtractExamplePrintsIt()
    {
        using var board = new DtSchemaBoard();
        var file = board["vendor,device.yaml"];
        File.WriteAllText(file, Binding);
        var run = DtSchemaBoard.Run("schema", "example", file);
        Assert.Equal(0, run.Code);
        Assert.Equal(DtSchemaBoard.Run("dt-extract-example", file).Out, run.Out);
        Assert.Contains("example-0 {", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "vendor,device")]
    [InlineData(1, "vendor,device", "acme,x")]
    [InlineData(0, "-v", "acme,x")]
    [InlineData(1, "-v", "acme,x", "vendor,board")]
    public void CompatibleStringsAreLookedUp(int code, params string[] args)
    {
        using var board = new DtSchemaBoard();
        Assert.Equal(code, DtSchemaBoard.Run(["schema", "compatible", .. args, "--bindings", board.Schema]).Code);
    }

    [Fact]
    public void TheBindingOfACompatibleIsNamed()
    {
        using var board = new DtSchemaBoard();
        var run = DtSchemaBoard.Run("schema", "compatible", "vendor,device", "-b", board.Schema);
        Assert.Equal("vendor,device\thttp://devicetree.org/schemas/vendor,device.yaml\n", run.Out);
    }

    [Fact]
    public void TypesAreListed()
    {
        using var board = new DtSchemaBoard();
        Assert.Equal("vendor,either: uint32, uint32-array\n", DtSchemaBoard.Run("schema", "props", "-d", board.Schema).Out);
        Assert.Contains("vendor,pairs: uint32-matrix [1..2][2]\n", DtSchemaBoard.Run("schema", "props", "-v", board.Schema).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void SetsAreCompared()
    {
        using var board = new DtSchemaBoard();
        var newer = board["newer.json"];
        File.WriteAllText(newer, File.ReadAllText(board.Schema).Replace("\"required\": [\"compatible\", \"reg\"]", "\"required\": [\"compatible\", \"reg\", \"status\"]", StringComparison.Ordinal));
        Assert.Equal(0, DtSchemaBoard.Run("schema", "diff", board.Schema, board.Schema).Code);
        var run = DtSchemaBoard.Run("schema", "diff", board.Schema, newer, "--format", "dt-cmp-schema");
        Assert.Equal((1, "http://devicetree.org/schemas/vendor,device.yaml/: new required properties added: status\n"), (run.Code, run.Out));
    }

    [Fact]
    public void TreesAreDecoded()
    {
        using var board = new DtSchemaBoard();
        var run = DtSchemaBoard.Run("decode", board.Blob, "-b", board.Schema, "--compact");
        Assert.Contains("\"vendor,pairs\":[[1,20],[4,5]],\"vendor,bytes-0\":[1,2,3],\"vendor,unknown\":{\"bytes\":\"0001027f80ff\"}", run.Out, StringComparison.Ordinal);
        Assert.Equal(run.Out, DtSchemaBoard.Run("decode", board["board.dts"], "-b", board.Schema, "--compact").Out);
        Assert.Equal(board.Expected("dtb2py.txt"), DtSchemaBoard.Run("decode", board.Blob, "-b", board.Schema, "--format", "dtb2py").Out);
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("schema", "exmple")]
    [InlineData("schema", "diff", "one")]
    [InlineData("schema", "compile", "/no/such/bindings")]
    [InlineData("decode")]
    public void WrongCommandLinesAreUsageErrors(params string[] args) => Assert.Equal(2, DtSchemaBoard.Run(args).Code);
}
