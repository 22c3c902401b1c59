using System.Text;
using Cli.Options;

namespace Cli.Commands;

/// <summary>The help texts of the commands that read and compare trees.</summary>
internal static class TreeHelp
{
    private const string Inputs =
        "An input is source (.dts, .dtso), a blob, or a directory such as /proc/device-tree; what it is, is found out.\n";

    private const string NodeNames =
        "NODE is a path, an alias (and a path below it), &label or a phandle such as 0x1c; the root when left out.\n";

    /// <summary>What <c>dtc-sharp get --help</c> prints.</summary>
    public static string Get() => Text(
        $"""
        Print a value as source, or a node with all below it.

        Usage: dtc-sharp get FILE [NODE [PROPERTY]] [OPTIONS]

        {Inputs}{NodeNames}
        """,
        GetCommand.Specs(),
        """

        Exit codes: 0 printed, 1 not found or damaged input, 2 trouble.

        Examples:
          dtc-sharp get board.dtb / model
          dtc-sharp get board.dtb &uart0 reg -t x
          dtc-sharp get board.dtb serial0 --json

        """);

    /// <summary>What <c>dtc-sharp list --help</c> prints.</summary>
    public static string List() => Text(
        $"""
        List the properties and the children of a node; the names of children end in a slash.

        Usage: dtc-sharp list FILE [NODE] [OPTIONS]

        {Inputs}{NodeNames}
        """,
        ListCommand.Specs(),
        """

        Exit codes: 0 listed, 1 not found or damaged input, 2 trouble.

        """);

    /// <summary>What <c>dtc-sharp diff --help</c> prints.</summary>
    public static string Diff() => Text(
        $"""
        Compare two device trees by what they mean.

        Usage: dtc-sharp diff A B [OPTIONS]

        {Inputs}Nodes and properties are compared by name, whatever their order. References are compared by the nodes they
        lead to, so that other phandles are no difference. Symbols and fix-ups count only when both inputs have
        them. Lines of sources carry the file and line they come from.

        """,
        DiffCommand.Specs(),
        """

        Exit codes: 0 the trees mean the same, 1 they differ, 2 trouble.

        Examples:
          dtc-sharp diff old.dtb new.dts -I include
          dtc-sharp diff board.dts /proc/device-tree --json

        """);

    /// <summary>What <c>dtc-sharp merge --help</c> prints.</summary>
    public static string Merge() => Text(
        $"""
        Merge trees into a base, as dtc merges a further body of the root: what comes later wins.

        Usage: dtc-sharp merge BASE TREE... -o FILE [OPTIONS]

        {Inputs}Phandles that would clash are given new numbers, and the references to them too.

        """,
        MergeCommand.Specs(),
        """

        Exit codes: 0 merged, 1 an input has errors, 2 trouble.

        """);

    /// <summary>What <c>dtc-sharp overlay --help</c> prints.</summary>
    public static string Overlay() => Text(
        $"""
        Make the overlay that, applied to tree A, gives tree B.

        Usage: dtc-sharp overlay diff A B [-o FILE] [OPTIONS]

        {Inputs}Overlays add and change. Where B lacks something of A, nothing is written and all that would have to be
        deleted is listed, unless --ignore-removals is given. Nodes of A are addressed by its symbols, as far as
        it has them, else by path.

        """,
        OverlayDiffCommand.Specs(),
        """

        Exit codes: 0 made, 1 no overlay can do it, 2 trouble.

        Examples:
          dtc-sharp overlay diff base.dtb wanted.dtb -o wanted.dtbo
          dtc-sharp overlay diff -@ board.dts board-new.dts

        """);

    private static string Text<T>(string head, OptionSpec<T>[] specs, string tail)
    {
        var text = new StringBuilder(head);
        OptionHelp.Append(text, specs);
        return text.Append(tail).ToString();
    }
}
