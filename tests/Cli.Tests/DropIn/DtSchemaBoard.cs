using System.Text;
using Cli.Commands;
using Cli.Hosting;

namespace Cli.Tests.DropIn;

/// <summary>
/// A board, a processed schema, and what dt-schema 01b5073 (2026-08-05) said about them: the files of <c>DropIn/Golden</c>,
/// made with its tools on <c>processed.json</c> and <c>board.dtb</c> in the working directory.
/// </summary>
internal sealed class DtSchemaBoard : IDisposable
{
    private readonly TempDirectory _directory = new();

    public DtSchemaBoard()
    {
        foreach (var name in (ReadOnlySpan<string>)["processed.json", "board.dts"]) File.Copy(Golden(name), _directory[name]);
        _directory.Write("args", "foo,bar\n--invert-match\n");
        Xunit.Assert.Equal(0, Run("compile", "-q", "-o", Blob, _directory["board.dts"]).Code);
    }

    public string Blob => _directory["board.dtb"];

    public string Schema => _directory["processed.json"];

    public string this[string name] => _directory[name];

    /// <summary>A recorded text, with the board where it is here.</summary>
    public string Expected(string name) => Here(File.ReadAllText(Golden(name)));

    /// <summary>A text of the recording with the files where they are here.</summary>
    public string Here(string text) => text.Replace("board.dtb", Blob, StringComparison.Ordinal)
        .Replace("processed.json", Schema, StringComparison.Ordinal).Replace("@args", "@" + _directory["args"], StringComparison.Ordinal);

    /// <summary>Runs a command line without an environment, so that nothing is read from or left in the user's directories.</summary>
    public static TestRun Run(params string[] args)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var code = CommandLine.Run(args, new Host { Out = stdout, Error = stderr, Environment = static _ => null });
        return new TestRun(
            code, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()), stdout.ToArray());
    }

    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "DropIn", "Golden", name);

    public void Dispose() => _directory.Dispose();
}
