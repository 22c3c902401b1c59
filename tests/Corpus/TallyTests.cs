using System.Text;
using Xunit;

namespace Corpus.Tests;

/// <summary>A comparison is worth only what it notices.</summary>
public sealed class TallyTests
{
    private static readonly byte[] Blob = [0xd0, 0x0d, 0xfe, 0xed, 0, 0, 0, 72];

    private static Tally Compare(byte[]? expected, byte[]? actual, bool broken = false)
    {
        var tally = new Tally();
        tally.Add(
            "board.dts",
            expected is null ? null : Expansion.Hash(expected),
            actual,
            () => expected,
            actual is null ? "no" : null,
            broken);
        return tally;
    }

    [Fact]
    public void Equal_bytes_count_as_the_same()
    {
        var tally = Compare(Blob, [.. Blob]);
        Assert.True(tally.IsPerfect);
        Assert.Equal(((1, 1), (0, 0)), (tally.Made, tally.Refused));
    }

    [Fact]
    public void One_flipped_bit_is_found_at_its_offset()
    {
        byte[] other = [.. Blob];
        other[5] ^= 1;
        var tally = Compare(Blob, other);
        Assert.False(tally.IsPerfect);
        Assert.Equal((0, 1), tally.Made);
        Assert.Contains("board.dts: differs at offset 5: expected 000048, got 010048", tally.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_end_is_found() =>
        Assert.Contains("offset 7: expected 'H', got the end", Compare(Blob, Blob[..7]).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Refusing_what_the_oracle_makes_is_a_difference() =>
        Assert.Contains("board.dts: refused: no", Compare(Blob, null).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Making_what_the_oracle_refuses_is_a_difference()
    {
        var tally = Compare(null, Blob);
        Assert.Equal((0, 1), tally.Refused);
        Assert.Contains("the oracle refuses it", tally.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusing_what_the_oracle_refuses_is_the_same_unless_it_is_a_crash()
    {
        Assert.True(Compare(null, null).IsPerfect);
        Assert.False(Compare(null, null, broken: true).IsPerfect);
    }

    [Fact]
    public void Many_differences_are_counted_and_twenty_are_told()
    {
        var tally = new Tally();
        for (var i = 0; i < 25; i++) tally.Add($"{i:D2}.dts", Expansion.Hash(Blob), [], () => Blob);
        Assert.StartsWith("25 differ", tally.ToString(), StringComparison.Ordinal);
        Assert.Equal(20, tally.ToString().Split('\n').Count(line => line.Contains("differs at offset 0")));
    }

    [Theory]
    [InlineData("# 1 \"a.dts\"\n# 1 \"<built-in>\"\n/ {\n\n\n a;\n};\n", "/ { a; };")]
    [InlineData("  x\t y \n", "x y")]
    [InlineData("#address-cells = <1>;\n", "#address-cells = <1>;")]
    [InlineData("", "")]
    public void Expansions_are_compared_without_linemarkers_and_spacing(string text, string normalized) =>
        Assert.Equal(normalized, Encoding.UTF8.GetString(Expansion.Normalize(Encoding.UTF8.GetBytes(text))));
}
