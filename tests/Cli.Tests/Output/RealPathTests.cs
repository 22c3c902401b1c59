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
        var real = _temp.Write("real/a.dts");
        Directory.CreateSymbolicLink(_temp["link"], "real");
        Directory.CreateSymbolicLink(_temp["loop"], "loop");
        Assert.Equal(RealPath.Resolve(real), RealPath.Resolve(_temp["real/../real/./a.dts"]));
        Assert.Equal(RealPath.Resolve(real), RealPath.Resolve(_temp["link/a.dts"]));
        Assert.NotEqual(RealPath.Resolve(_temp["a.dts"]), RealPath.Resolve(_temp["loop/a.dts"]));
    }
}
