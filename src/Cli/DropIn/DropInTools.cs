using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>
/// The tools of the dtc family that the binary stands in for, picked by the first argument or by the name of a
/// link to it. Options, output, wording and exit codes are those of dtc 1.8.1, faults of its own included.
/// </summary>
internal static class DropInTools
{
    /// <summary>The tool of that name; null when there is none. It takes the arguments after its name.</summary>
    public static Func<string[], Host, int>? Find(string name) => name switch
    {
        "dtc" => DtcTool.Run,
        "fdtget" => FdtGetTool.Run,
        "fdtput" => FdtPutTool.Run,
        "fdtoverlay" => FdtOverlayTool.Run,
        "fdtdump" => FdtDumpTool.Run,
        "convert-dtsv0" => ConvertDtsV0Tool.Run,
        "dt-validate" => DtValidateTool.Run,
        "dt-mk-schema" => DtMkSchemaTool.Run,
        "dt-doc-validate" => DtDocValidateTool.Run,
        "dt-check-compatible" => DtCheckCompatibleTool.Run,
        "dt-extract-example" => DtExtractExampleTool.Run,
        "dt-extract-props" => DtExtractPropsTool.Run,
        "dt-cmp-schema" => DtCmpSchemaTool.Run,
        "dtb2py" => Dtb2PyTool.Run,
        _ => null,
    };
}
