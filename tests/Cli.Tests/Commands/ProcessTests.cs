using System.Diagnostics;
using Cli.Hosting;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>What only a real process shows: its streams, and its exit code.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly string Program = typeof(Host).Assembly.Location;

    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Both_streams_into_one_file_do_not_overwrite_each_other()
    {
        var (code, _) = Shell($"""(echo before; dotnet "{Program}" rules; dotnet "{Program}" nonsense; echo after) > "{_temp["log"]}" 2>&1""");
        var log = File.ReadAllText(_temp["log"]);
        Assert.Equal(0, code);
        Assert.StartsWith("before\nBND0001", log, StringComparison.Ordinal);
        Assert.EndsWith("dtc-sharp: unknown command 'nonsense'; 'dtc-sharp --help' lists all\nafter\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_leaves_is_no_crash()
    {
        var (_, text) = Shell($"""(sleep 0.5; dotnet "{Program}" compile --help; echo "code $?" >&2) 2>&1 >/dev/null | cat""");
        Assert.Equal("code 0\n", text);
        (_, text) = Shell($"""((sleep 0.5; dotnet "{Program}" compile --help; echo "code $?" >&2) | true) 2>&1""");
        Assert.Equal("code 141\n", text);
    }

    [Fact]
    public void A_full_disk_is_told()
    {
        var (code, text) = Shell($"""dotnet "{Program}" rules 2>&1 >/dev/full""");
        Assert.Equal((2, "dtc-sharp: cannot write to standard output: No space left on device\n"), (code, text));
    }

    [Fact]
    public void A_closed_error_stream_changes_nothing() =>
        Assert.Equal(2, Shell($"""dotnet "{Program}" nonsense 2>&-""").Code);

    private static (int Code, string Text) Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
