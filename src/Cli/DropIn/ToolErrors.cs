using Dtc.Fdt;

namespace Cli.DropIn;

/// <summary>libfdt's names of errors, which its tools put into their messages.</summary>
internal static class ToolErrors
{
    /// <summary>The name of an error, as fdt_strerror gives it.</summary>
    public static string Name(FdtError error) => error switch
    {
        FdtError.NotFound => "FDT_ERR_NOTFOUND",
        FdtError.Exists => "FDT_ERR_EXISTS",
        FdtError.NoSpace => "FDT_ERR_NOSPACE",
        FdtError.BadOffset => "FDT_ERR_BADOFFSET",
        FdtError.BadPath => "FDT_ERR_BADPATH",
        FdtError.BadPhandle => "FDT_ERR_BADPHANDLE",
        FdtError.BadState => "FDT_ERR_BADSTATE",
        FdtError.Truncated => "FDT_ERR_TRUNCATED",
        FdtError.BadMagic => "FDT_ERR_BADMAGIC",
        FdtError.BadVersion => "FDT_ERR_BADVERSION",
        FdtError.BadStructure => "FDT_ERR_BADSTRUCTURE",
        FdtError.BadLayout => "FDT_ERR_BADLAYOUT",
        FdtError.Internal => "FDT_ERR_INTERNAL",
        FdtError.BadCellCount => "FDT_ERR_BADNCELLS",
        FdtError.BadValue => "FDT_ERR_BADVALUE",
        FdtError.BadOverlay => "FDT_ERR_BADOVERLAY",
        FdtError.NoPhandles => "FDT_ERR_NOPHANDLES",
        FdtError.BadFlags => "FDT_ERR_BADFLAGS",
        FdtError.Alignment => "FDT_ERR_ALIGNMENT",
        _ => "<unknown error>",
    };
}
