using System.Text;
using Cli.Commands;
using Cli.Hosting;
using Dtc.Compiler;
using Dtc.Tree;

namespace Cli.Tests;

/// <summary>Runs a whole command line in this process, with an engine that does what the test wants.</summary>
internal sealed record TestRun(int Code, string Out, string Error, byte[] OutBytes)
{
    public static CompileResult Good { get; } = new() { Output = [0xd0, 0x0d, 0xfe, 0xed], Diagnostics = new DiagnosticBag() };

    public static TestRun Of(params string[] args) => Of(static (_, _) => Good, args);

    public static TestRun Of(Func<string, CompileOptions, CompileResult> engine, params string[] args) =>
        Of(engine, false, args);

    public static TestRun Of(Func<string, CompileOptions, CompileResult> engine, bool terminal, params string[] args)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var host = new Host
        {
            Out = stdout,
            Error = stderr,
            OutIsTerminal = () => terminal,
            ErrorIsTerminal = () => terminal,
            Environment = static name => name == "TERM" ? "xterm" : null,
            Engine = () => engine,
        };
        var code = CommandLine.Run(args, host);
        return new TestRun(code, Text(stdout), Text(stderr), stdout.ToArray());
    }

    /// <summary>A result with one error.</summary>
    public static CompileResult Bad(string message = "it is wrong", byte[]? blob = null)
    {
        var bag = new DiagnosticBag();
        bag.Add(SampleRule, SourceSpan.None, message);
        return new CompileResult { Diagnostics = bag, Output = blob };
    }

    public static Rule SampleRule { get; } = new("DTS0999", "sample", Severity.Error, "sample", "A sample.");

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
