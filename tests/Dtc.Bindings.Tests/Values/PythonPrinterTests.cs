using System.IO.Compression;
using System.Text.Json;
using Dtc.Bindings.Values;
using Xunit;

namespace Dtc.Bindings.Tests.Values;

/// <summary>
/// <c>pprint.json.gz</c> holds values made by a seeded program and what Python 3.14 prints for them:
/// <c>pformat(value, compact=True)</c> and <c>pformat(value, width=72, sort_dicts=False)</c>.
/// </summary>
public sealed class PythonPrinterTests
{
    [Fact]
    public void LaysValuesOutAsPythonDoes()
    {
        using var stream = new GZipStream(File.OpenRead(KernelBindings.Golden("pprint.json.gz")), CompressionMode.Decompress);
        using var golden = JsonDocument.Parse(stream);
        var count = 0;
        foreach (var entry in golden.RootElement.EnumerateArray())
        {
            var value = entry.GetProperty("value");
            Assert.Equal(entry.GetProperty("compact").GetString(), PythonPrinter.Print(Item(value, sort: true), 80, compact: true));
            Assert.Equal(entry.GetProperty("plain").GetString(), PythonPrinter.Print(Item(value, sort: false), 72, compact: false));
            count++;
        }

        Assert.True(count > 50);
    }

    private static PythonItem Item(JsonElement value, bool sort)
    {
        if (value.TryGetProperty("l", out var list)) return PythonItem.List([.. list.EnumerateArray().Select(item => Item(item, sort))]);
        if (value.TryGetProperty("b", out var bytes))
        {
            return PythonItem.Of(TypedValue.Of(Convert.FromHexString(bytes.GetString()!)), sort: false);
        }

        if (value.TryGetProperty("d", out var map))
        {
            var entries = map.EnumerateArray().Select(entry => (Key: entry[0].GetString()!, Value: entry[1])).ToList();
            if (sort) entries = [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
            return PythonItem.Map(entries.ConvertAll(entry => PythonItem.Of(entry.Key)), entries.ConvertAll(entry => Item(entry.Value, sort)));
        }

        var scalar = value.GetProperty("v");
        if (value.GetProperty("i").GetBoolean()) return PythonItem.Atom(scalar.GetString()!);
        return scalar.ValueKind switch
        {
            JsonValueKind.String => PythonItem.Of(scalar.GetString()!),
            JsonValueKind.True => PythonItem.Atom("True"),
            JsonValueKind.False => PythonItem.Atom("False"),
            _ => PythonItem.Atom("None"),
        };
    }
}
