using System.Text.Json;
using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>The stand-ins for dt-schema's tools against what those printed.</summary>
public sealed class DtSchemaToolTests
{
    [Fact]
    public void DtValidateTellsTheSame()
    {
        using var board = new DtSchemaBoard();
        var json = board["findings.json"];
        var run = DtSchemaBoard.Run("dt-validate", "-m", "-s", board.Schema, "--json-output", json, board.Blob);
        Assert.Equal((0, "", board.Expected("findings.txt")), (run.Code, run.Out, run.Error));
        Assert.Equal(board.Expected("findings.json"), File.ReadAllText(json));
    }

    [Fact]
    public void DtValidateTellsTheSameAtLength()
    {
        using var board = new DtSchemaBoard();
        var run = DtSchemaBoard.Run("dt-validate", "-vm", "-p", board.Schema, board.Blob);
        Assert.Equal((0, $"Check:  {board.Blob}\n", board.Expected("verbose.txt")), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public void BlobsAndTypesArePrintedAsPythonPrintsThem()
    {
        using var board = new DtSchemaBoard();
        Assert.Equal(board.Expected("dtb2py.txt"), DtSchemaBoard.Run("dtb2py", "-s", board.Schema, board.Blob).Out);
        Assert.Equal(board.Expected("props-v.txt"), DtSchemaBoard.Run("dt-extract-props", "-v", board.Schema).Out);
    }

    [Fact]
    public void CommandLinesAreTakenAsArgparseTakesThem()
    {
        using var board = new DtSchemaBoard();
        using var recorded = JsonDocument.Parse(File.ReadAllBytes(DtSchemaBoard.Golden("usage.json")));
        foreach (var entry in recorded.RootElement.EnumerateArray())
        {
            var args = entry.GetProperty("args").EnumerateArray().Select(arg => board.Here(arg.GetString()!)).ToArray();
            var run = DtSchemaBoard.Run(args);
            Assert.Equal(
                (string.Join(' ', args), entry.GetProperty("code").GetInt32(), board.Here(entry.GetProperty("out").GetString()!), board.Here(entry.GetProperty("error").GetString()!)),
                (string.Join(' ', args), run.Code, run.Out, run.Error));
        }
    }

    [Fact]
    public void ABlobThatCannotBeReadIsAFindingAndTheOthersAreChecked()
    {
        using var board = new DtSchemaBoard();
        File.WriteAllBytes(board["broken.dtb"], [1, 2, 3, 4]);
        var run = DtSchemaBoard.Run("dt-validate", "-m", "-s", board.Schema, board["broken.dtb"], board.Blob);
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"{board["broken.dtb"]}: not a device tree blob", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(board.Expected("findings.txt"), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("a: [")]
    public void ASchemaThatCannotBeReadIsRefused(string text)
    {
        using var board = new DtSchemaBoard();
        File.WriteAllText(board["bad.json"], text);
        var run = DtSchemaBoard.Run("dt-validate", "-s", board["bad.json"], board.Blob);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("preprocessed schema file is not valid JSON or YAML\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AProcessedSchemaIsWrittenAsItWasRead()
    {
        using var board = new DtSchemaBoard();
        var first = DtSchemaBoard.Run("dt-mk-schema", "-j", board.Schema);
        File.WriteAllBytes(board["again.json"], first.OutBytes);
        Assert.Equal(first.Out, DtSchemaBoard.Run("dt-mk-schema", "-j", board["again.json"]).Out);
        Assert.Equal(0, DtSchemaBoard.Run("dt-mk-schema", "-o", board["processed.yaml"], board.Schema).Code);
        Assert.Equal(first.Out, DtSchemaBoard.Run("dt-mk-schema", "-j", board["processed.yaml"]).Out);
        Assert.EndsWith("\"version\": \"2026.6\"\n}", first.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputThatCannotBeWrittenIsTold()
    {
        using var board = new DtSchemaBoard();
        var run = DtSchemaBoard.Run("dt-mk-schema", "-j", "-o", board["no/such/file"], board.Schema);
        Assert.Equal(1, run.Code);
        Assert.Contains("cannot write", run.Error, StringComparison.Ordinal);
    }
}
