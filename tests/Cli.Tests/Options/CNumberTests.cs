using Cli.Hosting;
using Cli.Options;
using Xunit;

namespace Cli.Tests.Options;

public sealed class CNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("16", 16)]
    [InlineData("0x1F", 31)]
    [InlineData("0Xff", 255)]
    [InlineData("020", 16)]
    [InlineData(" +7", 7)]
    [InlineData("-0", 0)]
    [InlineData("0x7fffffff", int.MaxValue)]
    public void Reads_what_strtol_reads(string text, int value) =>
        Assert.Equal(value, CNumber.Parse("-p", text, int.MaxValue));

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("08")]
    [InlineData("4k")]
    [InlineData("1 ")]
    [InlineData("-")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999999999")]
    [InlineData("99999999999999999999999999x")]
    public void Refuses_garbage_and_overflow(string text) =>
        Assert.Throws<UsageException>(() => CNumber.Parse("-p", text, int.MaxValue));

    [Fact]
    public void Boot_cpus_are_32_bits() => Assert.Equal(uint.MaxValue, CNumber.Parse("-b", "0xffffffff", uint.MaxValue));
}
