using Dtc.Compiler;

namespace Cli.Hosting;

/// <summary>
/// The outside world of one run: streams, terminal, environment, engine. Tests bring their own, so that a
/// whole command line can be run inside the test process.
/// </summary>
internal sealed class Host
{
    private Stream? _out;
    private Stream? _error;

    /// <summary>Standard output; opened at first use, since most runs write files only.</summary>
    public Stream Out
    {
        get => _out ??= StandardStream.Output();
        init => _out = value;
    }

    /// <summary>Standard error; opened at first use, since a good run says nothing.</summary>
    public Stream Error
    {
        get => _error ??= StandardStream.Error();
        init => _error = value;
    }

    /// <summary>True when binary output would land on somebody's screen.</summary>
    public Func<bool> OutIsTerminal { get; init; } = static () => !Console.IsOutputRedirected;

    /// <summary>True when colours and a progress line make sense.</summary>
    public Func<bool> ErrorIsTerminal { get; init; } = static () => !Console.IsErrorRedirected;

    /// <summary>An environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Makes the engine. One is made per run: what it keeps between inputs is its cache of files.</summary>
    public Func<Func<string, CompileOptions, CompileResult>> Engine { get; init; } =
        static () => new DtsCompiler().Compile;
}
