using Cli.Output;
using Xunit;

namespace Cli.Tests.Output;

public sealed class RealPathTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Sees_through_spelling_and_links()
    {
        _temp.Write("real/a.dts");
        Directory.CreateSymbolicLink(_temp["link"], "real");
        Directory.CreateSymbolicLink(_temp["loop"], "loop");
        Assert.True(RealPath.Same(_temp["real/a.dts"], _temp["real/../real/./a.dts"]));
        Assert.True(RealPath.Same(_temp["link/a.dts"], _temp["real/a.dts"]));
        Assert.False(RealPath.Same(_temp["link/a.dts"], _temp["a.dts"]));
        Assert.False(RealPath.Same(_temp["loop/a.dts"], _temp["a.dts"]));
    }
}
