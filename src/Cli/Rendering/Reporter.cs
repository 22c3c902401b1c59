using System.Buffers;
using Cli.Hosting;
using Cli.Options;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>Decides what of a compilation's findings is shown, and has it rendered into one block.</summary>
internal sealed class Reporter
{
    private const int DefaultMaxErrors = 50;

    private readonly IDiagnosticRenderer _renderer;
    private readonly int _maxErrors;
    private readonly bool _quiet;

    /// <summary>Makes one with <paramref name="maxErrors"/> (0 for no limit) that may hide warnings.</summary>
    public Reporter(IDiagnosticRenderer renderer, int maxErrors = DefaultMaxErrors, bool quiet = false)
    {
        _renderer = renderer;
        _maxErrors = maxErrors == 0 ? int.MaxValue : maxErrors;
        _quiet = quiet;
    }

    /// <summary>The reporter a command line asks for.</summary>
    public static Reporter Create(IReportArguments arguments, Host host)
    {
        IDiagnosticRenderer renderer = arguments.Diagnostics switch
        {
            DiagnosticsFormat.Json => new JsonRenderer(),
            var format => new TextRenderer(ErrorPalette.Of(arguments.Color, host), format == DiagnosticsFormat.Short),
        };
        var limit = arguments.MaxErrors ?? (arguments.Diagnostics == DiagnosticsFormat.Json ? 0 : DefaultMaxErrors);
        return new Reporter(renderer, limit, arguments.Quiet > 0);
    }

    /// <summary>Renders the findings of one input.</summary>
    public void Append(IBufferWriter<byte> output, string input, DiagnosticBag diagnostics, ISourceMap? map)
    {
        var shown = 0;
        foreach (var diagnostic in diagnostics.Items)
        {
            if (diagnostic.Severity != Severity.Error)
            {
                if (_quiet) continue;
            }
            else if (shown == _maxErrors) continue;
            else shown++;
            _renderer.Append(output, diagnostic, input, map);
        }

        if (diagnostics.ErrorCount > shown)
            _renderer.AppendHidden(output, input, diagnostics.ErrorCount - shown);
    }

    /// <summary>Renders one finding about a file as a whole, such as an output that cannot be written.</summary>
    public void Append(IBufferWriter<byte> output, Rule rule, string file, string message) =>
        _renderer.Append(output, new Diagnostic(rule, SourceSpan.None, message) { File = file }, file, null);
}
