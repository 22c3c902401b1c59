namespace Dtc.Compiler;

/// <summary>What an input is (dtc <c>-I</c>).</summary>
public enum InputFormat
{
    /// <summary><c>dts</c>: device tree source.</summary>
    Source,

    /// <summary><c>dtb</c>: a flattened device tree.</summary>
    Blob,

    /// <summary><c>fs</c>: a directory tree as the kernel shows it in <c>/proc/device-tree</c>.</summary>
    Directory,
}

/// <summary>What an output shall be (dtc <c>-O</c>).</summary>
public enum OutputFormat
{
    /// <summary><c>dtb</c>: a flattened device tree.</summary>
    Blob,

    /// <summary><c>dts</c>: device tree source.</summary>
    Source,

    /// <summary><c>asm</c>: source for the GNU assembler that yields the blob.</summary>
    Assembler,

    /// <summary><c>yaml</c>: the tree with its types, for dt-validate of old.</summary>
    Yaml,

    /// <summary><c>null</c>: nothing; the input is only checked.</summary>
    Null,
}
