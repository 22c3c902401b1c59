using System.Diagnostics;
using Cli.Output;
using Xunit;

namespace Cli.Tests.Output;

public sealed class InputGuardTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void An_input_is_known_by_any_name()
    {
        var input = _temp.Write("real/a.dts");
        Directory.CreateSymbolicLink(_temp["link"], "real");
        File.CreateSymbolicLink(_temp["b.dtb"], input);
        HardLink(input, _temp["c.dtb"]);
        string[] outputs = [input, _temp["real/../real/./a.dts"], _temp["link/a.dts"], _temp["b.dtb"], _temp["c.dtb"]];
        foreach (var output in outputs) Assert.Equal(input, InputGuard.Find(output, ["-", _temp["none"], input]));
        _temp.Write("d.dtb");
        foreach (var output in (string?[])[null, "-", _temp["d.dtb"], _temp["new.dtb"], _temp["real"], "/dev/null"]) Assert.Null(InputGuard.Find(output, [input]));
    }

    [Fact]
    public void What_is_no_file_may_be_read_and_written() => Assert.Null(InputGuard.Find("/dev/stdout", ["/dev/stdout", "/dev/null"]));

    [Fact]
    public void Of_a_directory_only_what_is_read_counts()
    {
        var binding = _temp.Write("bindings/a/b.yaml", "");
        var other = _temp.Write("bindings/a/notes.txt", "");
        static bool IsRead(string name) => name.EndsWith(".yaml", StringComparison.Ordinal);
        Assert.Equal(binding, InputGuard.Find(binding, [_temp["bindings"]], IsRead));
        Assert.Null(InputGuard.Find(other, [_temp["bindings"]], IsRead));
        Assert.Null(InputGuard.Find(_temp["bindings/a/new.yaml"], [_temp["bindings"]], IsRead));
        Assert.Null(InputGuard.Find(binding, [_temp["bindings"]]));
    }

    internal static void HardLink(string file, string link)
    {
        using var process = Process.Start("ln", [file, link]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
