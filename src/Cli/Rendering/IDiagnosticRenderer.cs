using System.Buffers;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>One form of output for diagnostics. Stateless: the workers of a batch share it.</summary>
internal interface IDiagnosticRenderer
{
    /// <summary>Appends one finding.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="diagnostic">The finding.</param>
    /// <param name="input">The input it was found in, for findings without a place.</param>
    /// <param name="map">Resolves spans; null when there is no source.</param>
    void Append(IBufferWriter<byte> output, Diagnostic diagnostic, string input, ISourceMap? map);

    /// <summary>Appends that <paramref name="count"/> further errors are not shown.</summary>
    void AppendHidden(IBufferWriter<byte> output, string input, int count);
}
