using Hypervisor.Configuration;
using Xunit;

namespace Hypervisor.Tests.Configuration;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4096)]
    [InlineData("0x1000", 4096)]
    [InlineData("0xfB", 0xfb)]
    [InlineData("4KiB", 4096)]
    [InlineData("4 KiB", 4096)]
    [InlineData("512MiB", 512UL << 20)]
    [InlineData("1GiB", 1UL << 30)]
    [InlineData("2TiB", 2UL << 40)]
    [InlineData("10B", 10)]
    [InlineData("0x10MiB", 16UL << 20)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    public void SizesAreRead(string text, ulong bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var found));
        Assert.Equal(bytes, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1.5GiB")]
    [InlineData("1MB")]
    [InlineData("1mib")]
    [InlineData("18446744073709551616")]
    [InlineData("18014398509481984KiB")]
    [InlineData("0x")]
    [InlineData("1  KiB")]
    [InlineData("1_000")]
    public void OthersAreNot(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(4096UL)]
    [InlineData(3584UL << 20)]
    [InlineData(ulong.MaxValue)]
    public void WhatIsWrittenIsReadAgain(ulong bytes)
    {
        Assert.True(ByteSize.TryParse(ByteSize.Text(bytes), out var again));
        Assert.Equal(bytes, again);
        Assert.True(ByteSize.TryParse(ByteSize.Hex(bytes), out again));
        Assert.Equal(bytes, again);
    }
}
