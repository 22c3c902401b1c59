using Cli.DropIn;
using Cli.Hosting;
using Cli.Options;

namespace Cli.Edits;

/// <summary>The options of the commands that edit blobs.</summary>
internal sealed class EditArguments
{
    /// <summary>Where the result goes; null for where the blob came from.</summary>
    public string? Out { get; set; }

    /// <summary>Nodes that are missing are created.</summary>
    public bool CreatePath { get; set; }

    /// <summary>The type of all values, as fdtput has them; null when they are in the syntax of the source.</summary>
    public ToolType? Type { get; set; }

    /// <summary>The option that all have.</summary>
    public static OptionSpec<EditArguments>[] OutSpecs() =>
    [
        new("Output", 'o', "out", "FILE", "write the result to FILE, - is standard output; else the blob is replaced",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
    ];

    /// <summary>The options of <c>set</c>.</summary>
    public static OptionSpec<EditArguments>[] SetSpecs() =>
    [
        .. OutSpecs(),
        new("Values", 'p', "create-path", null, "create what is missing of the node's path",
            static (a, _) => a.CreatePath = true),
        new("Values", 't', "type", "TYPE", "take values as s(tring), i(nt), u(nsigned) or x (hex), with hh, h or l before it as in hhx",
            static (a, v) => a.Type = ToolType.Parse(v) is { Kind: not 'r' } type
                ? type
                : throw new UsageException($"--type: '{v}' is no type; s, i, u and x are, with hh, h or l before them")),
    ];
}
