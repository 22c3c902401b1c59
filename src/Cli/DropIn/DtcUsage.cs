namespace Cli.DropIn;

/// <summary>dtc's options, with its own words: builds look into the usage text for what the dtc at hand can do.</summary>
internal static class DtcUsage
{
    /// <summary>Made when a command line is taken apart.</summary>
    public static ToolUsage Make() => new("dtc", "dtc [options] <input file>",
    [
        new('q', "quiet", false, "\n\tQuiet: -q suppress warnings, -qq errors, -qqq all"),
        new('I', "in-format", true,
            "\n\tInput formats are:\n\t\tdts - device tree source text\n\t\tdtb - device tree blob\n"
            + "\t\tfs  - /proc/device-tree style directory"),
        new('o', "out", true, "\n\tOutput file"),
        new('O', "out-format", true,
            "\n\tOutput formats are:\n\t\tdts - device tree source text\n\t\tdtb - device tree blob\n"
            + "\t\tyaml - device tree encoded as YAML\n\t\tasm - assembler source"),
        new('V', "out-version", true, "\n\tBlob version to produce, defaults to 17 (for dtb and asm output)"),
        new('d', "out-dependency", true, "\n\tOutput dependency file"),
        new('R', "reserve", true, "\n\tMake space for <number> reserve map entries (for dtb and asm output)"),
        new('S', "space", true, "\n\tMake the blob at least <bytes> long (extra space)"),
        new('p', "pad", true, "\n\tAdd padding to the blob of <bytes> long (extra space)"),
        new('a', "align", true, "\n\tMake the blob align to the <bytes> (extra space)"),
        new('b', "boot-cpu", true, "\n\tSet the physical boot cpu"),
        new('f', "force", false, "\n\tTry to produce output even if the input tree has errors"),
        new('i', "include", true, "\n\tAdd a path to search for include files"),
        new('s', "sort", false, "\n\tSort nodes and properties before outputting (useful for comparing trees)"),
        new('H', "phandle", true,
            "\n\tValid phandle formats are:\n\t\tlegacy - \"linux,phandle\" properties only\n"
            + "\t\tepapr  - \"phandle\" properties only\n\t\tboth   - Both \"linux,phandle\" and \"phandle\" properties"),
        new('W', "warning", true, "\n\tEnable/disable warnings (prefix with \"no-\")"),
        new('E', "error", true, "\n\tEnable/disable errors (prefix with \"no-\")"),
        new('@', "symbols", false, "\n\tEnable generation of symbols"),
        new('L', "local-fixups", false,
            "\n\tPossibly generates a __local_fixups__ and a __fixups__ node at the root node"),
        new('A', "auto-alias", false, "\n\tEnable auto-alias of labels"),
        new('T', "annotate", false,
            "\n\tAnnotate output .dts with input source file and line (-T -T for more details)"),
        new('h', "help", false, "\n\tPrint this help and exit"),
        new('v', "version", false, "\n\tPrint version and exit"),
    ],
    "qI:O:o:V:d:R:S:p:a:fb:i:H:sW:E:@LAThv");
}
