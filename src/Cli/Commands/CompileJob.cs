using System.Buffers;
using System.Buffers.Binary;
using Cli.Batch;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Dtc.Compiler;
using Dtc.Fdt;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary>Compiles one input and puts the blob in its place; alone or as one of a batch. Thread-safe.</summary>
internal sealed class CompileJob
{
    private readonly CompileArguments _arguments;
    private readonly Host _host;
    private readonly Reporter _reporter;
    private readonly IncludePath _includePath;
    private readonly Func<string, CompileOptions, CompileResult> _compile;
    private readonly OutputDirectories? _directories;

    /// <summary>Prepares the engine and what all inputs share.</summary>
    public CompileJob(CompileArguments arguments, Host host)
    {
        _arguments = arguments;
        _host = host;
        _reporter = Reporter.Create(arguments, host);
        _includePath = new IncludePath(arguments);
        _compile = host.Engine();
        _directories = arguments.OutDirectory is null ? null : new OutputDirectories();
    }

    /// <summary>
    /// Compiles <paramref name="input"/> into <paramref name="output"/> (<c>-</c>: standard output). What there
    /// is to say goes to <paramref name="messages"/>. Never throws.
    /// </summary>
    public (JobStatus Status, int Warnings) Run(string input, string output, IBufferWriter<byte> messages)
    {
        try
        {
            var result = _compile(input, _arguments.ToCompileOptions(_includePath.For(input)));
            _reporter.Append(messages, input, result.Diagnostics, result.Map);
            return (Finish(input, output, result, messages), result.Diagnostics.WarningCount);
        }
#pragma warning disable CA1031 // One input must not take the others of a batch with it, whatever it hit in us.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _reporter.Append(messages, Rules.InternalError, input, InternalErrorText.Describe(e));
            return (JobStatus.Crashed, 0);
        }
    }

    private JobStatus Finish(string input, string output, CompileResult result, IBufferWriter<byte> messages)
    {
        if (result.InputUnreadable) return JobStatus.IOFailed;
        if (result.Output is not { } blob || (result.Diagnostics.HasErrors && !_arguments.Force)) return JobStatus.Failed;

        if (IsRefused(output, "the output", result, messages) || IsRefused(_arguments.Depfile, "the dependency file", result, messages)) return JobStatus.IOFailed;

        // First the dependency file: a blob without one would never be remade.
        if (_arguments.Depfile is { } depfile)
        {
            var content = DependencyFile.Make(_arguments.DepfileFormat, output, input, result);
            if (OutputFile.TryWrite(depfile, content) is { } reason)
            {
                var message = $"the dependency file cannot be written: {reason}";
                _reporter.Append(messages, Rules.UnwritableOutput, depfile, message);
                return JobStatus.IOFailed;
            }
        }

        _directories?.Make(output);
        var failure = output == "-" ? TryPrint(blob) : OutputFile.TryWrite(output, blob);
        if (failure is null) return JobStatus.Compiled;
        var place = output == "-" ? "<stdout>" : output;
        _reporter.Append(messages, Rules.UnwritableOutput, place, $"the output cannot be written: {failure}");
        return JobStatus.IOFailed;
    }

    // Whether writing to the path would replace a file of the compilation; that is told.
    private bool IsRefused(string? path, string what, CompileResult result, IBufferWriter<byte> messages)
    {
        if (path is null or "-" || !File.Exists(path)) return false;
        var files = result.IncludedFiles;
        if (!IsBlob(path)) files = [.. result.PreprocessorInputs, .. files]; // a blob of an earlier run is no source
        if (InputGuard.Find(path, files) is not { } source) return false;
        _reporter.Append(messages, Rules.UnwritableOutput, path, InputGuard.Message(source, what));
        return true;
    }

    private static bool IsBlob(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            Span<byte> magic = stackalloc byte[4];
            return RandomAccess.Read(file, magic, 0) == 4 && BinaryPrimitives.ReadUInt32BigEndian(magic) == FdtHeader.Magic;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            return false;
        }
    }

    private string? TryPrint(byte[] blob)
    {
        try
        {
            _host.Out.Write(blob);
            _host.Out.Flush();
            return null;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            return IOReason.Of(e);
        }
    }
}
