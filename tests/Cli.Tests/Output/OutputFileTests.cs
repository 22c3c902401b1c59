using System.Diagnostics;
using Cli.Output;
using Xunit;

namespace Cli.Tests.Output;

public sealed class OutputFileTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_and_replaces()
    {
        Assert.Null(OutputFile.TryWrite(_temp["a"], "one"u8));
        Assert.Null(OutputFile.TryWrite(_temp["a"], "two"u8));
        Assert.Equal("two", File.ReadAllText(_temp["a"]));
        Assert.Equal(["a"], _temp.Files());
    }

    [Fact]
    public void A_reader_keeps_the_old_file()
    {
        _temp.Write("a", "old");
        using var reader = new StreamReader(_temp["a"]);
        Assert.Null(OutputFile.TryWrite(_temp["a"], "new"u8));
        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void The_mode_is_that_of_any_new_file()
    {
        Assert.Null(OutputFile.TryWrite(_temp["a"], "x"u8));
        _temp.Write("b");
        Assert.Equal(File.GetUnixFileMode(_temp["b"]), File.GetUnixFileMode(_temp["a"]));
    }

    [Fact]
    public void Says_why_it_cannot_and_leaves_nothing()
    {
        Directory.CreateDirectory(_temp["dir"]);
        Assert.Equal("the directory does not exist", OutputFile.TryWrite(_temp["none/a"], "x"u8));
        Assert.Equal("it is a directory", OutputFile.TryWrite(_temp["dir"], "x"u8));
        Assert.Empty(_temp.Files());
    }

    [Fact]
    public void Links_stay_and_their_file_is_replaced()
    {
        _temp.Write("real/a", "old");
        File.CreateSymbolicLink(_temp["link"], "real/a");
        Assert.Null(OutputFile.TryWrite(_temp["link"], "new"u8));
        Assert.Equal("real/a", new FileInfo(_temp["link"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_temp["real/a"]));
        Assert.Equal(["link", "real/a"], _temp.Files());
    }

    [Fact]
    public void A_link_to_a_device_is_written_through()
    {
        File.CreateSymbolicLink(_temp["null"], "/dev/null");
        Assert.Null(OutputFile.TryWrite(_temp["null"], "x"u8));
        Assert.Equal("/dev/null", new FileInfo(_temp["null"]).LinkTarget);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void Devices_are_written_to_and_stay_devices()
    {
        Assert.Null(OutputFile.TryWrite("/dev/null", "x"u8));
        Assert.NotNull(OutputFile.TryWrite("/dev/full", "x"u8));
        using var process = Process.Start(new ProcessStartInfo("test", ["-c", "/dev/null"]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Pipes_are_written_to()
    {
        using (var mkfifo = Process.Start("mkfifo", [_temp["pipe"]])) mkfifo.WaitForExit();
        var reader = Task.Run(() => File.ReadAllText(_temp["pipe"]));
        await Task.Delay(100);
        Assert.Null(OutputFile.TryWrite(_temp["pipe"], "through"u8));
        Assert.Equal("through", await reader.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Names_at_the_limit_of_the_file_system_work()
    {
        var name = new string('n', 251) + ".dtb";
        Assert.Null(OutputFile.TryWrite(_temp[name], "x"u8));
        Assert.Equal([name], _temp.Files());
    }
}
