namespace Dtc.Fdt;

/// <summary>The names of errors in libfdt, which its tools print.</summary>
public static class FdtErrorName
{
    /// <summary>Such as <c>FDT_ERR_NOTFOUND</c>.</summary>
    public static string ToLibfdtName(this FdtError error) => error switch
    {
        FdtError.None => "<no error>",
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
