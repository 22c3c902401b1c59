using System.Text;
using Cli.Options;

namespace Cli.Commands;

/// <summary>The help texts of the commands that read and compare trees.</summary>
internal static class TreeHelp
{
    private const string Inputs =
        "An input is source (.dts, .dtso), a blob, or a directory such as /proc/device-tree; what it is, is found out.\n";

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

    private static string Text<T>(string head, OptionSpec<T>[] specs, string tail)
    {
        var text = new StringBuilder(head);
        OptionHelp.Append(text, specs);
        return text.Append(tail).ToString();
    }
}
