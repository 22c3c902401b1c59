using System.Text;
using Cli.Options;

namespace Cli.Commands;

/// <summary>The help texts; options come from their tables.</summary>
internal static class HelpText
{
    /// <summary>What <c>dtc-sharp --help</c> prints.</summary>
    public static string Overview()
    {
        var text = new StringBuilder(
            """
            dtc-sharp: a device tree toolchain

            Usage: dtc-sharp COMMAND [ARGUMENTS]

            Commands:

            """);
        foreach (var command in CommandTable.All()) text.Append($"  {command.Name,-10}  {command.Summary}\n");
        text.Append(
            """
              help        show the help of a command

            'dtc-sharp COMMAND --help' shows the options of a command; 'dtc-sharp --version' the version.

            Stands in for dtc, fdtget, fdtput, fdtoverlay, fdtdump, convert-dtsv0, and for dt-validate and the
            other tools of dt-schema: as 'dtc-sharp TOOL ...', and when called through a link of that name.

            Exit codes: 0 fine, 1 errors in the input, 2 wrong command line, unreadable input or unwritable
            output, 3 a fault of dtc-sharp, 141 nobody reads the output. Stand-ins have those of the tool.

            """);
        return text.ToString();
    }

    /// <summary>What <c>dtc-sharp compile --help</c> prints.</summary>
    public static string Compile()
    {
        var text = new StringBuilder(
            """
            Compile device tree source into blobs, or write it in another format.

            Usage: dtc-sharp compile INPUT [-o FILE] [OPTIONS]
                   dtc-sharp compile INPUT... --out-dir DIR [OPTIONS]

            INPUT is a .dts or .dtso file, - for standard input, or @LIST: a file with one path a line (blank
            lines and # comments are skipped). Without -o and --out-dir the blob goes to standard output, unless
            that is a terminal. If an input lies in a kernel tree, the tree's include directories are searched
            after those of -I.

            """);
        OptionHelp.Append(text, CompileOptionTable.Specs());
        text.Append(
            """

            Numbers are decimal, hexadecimal (0x10) or octal (020). Long options may be abbreviated.

            Examples:
              dtc-sharp compile board.dts -o board.dtb
              dtc-sharp compile -@ -I include -DREV=2 board.dts -d board.d -o board.dtb
              dtc-sharp compile @boards.txt --out-dir out --root arch/arm64/boot/dts --keep-going
              dtc-sharp compile board.dts --diagnostics json -o /dev/null

            """);
        return text.ToString();
    }

    /// <summary>What <c>dtc-sharp decompile --help</c> prints.</summary>
    public static string Decompile()
    {
        var text = new StringBuilder(
            """
            Turn a blob into source for people. It is compiled again before it is written: its first line says with
            which options it gives the same bytes.

            Usage: dtc-sharp decompile BLOB [-o FILE] [OPTIONS]

            """);
        OptionHelp.Append(text, DecompileArguments.Specs());
        text.Append(
            """

            Types come from the names of properties, references from phandles. What the compiler makes again in the
            same way (symbols, fix-ups, phandles) is left out.

            Examples:
              dtc-sharp decompile board.dtb -o board.dts
              dtc-sharp decompile --plain /sys/firmware/fdt

            """);
        return text.ToString();
    }

    /// <summary>What <c>dtc-sharp preprocess --help</c> prints.</summary>
    public static string Preprocess()
    {
        var text = new StringBuilder(
            """
            Print device tree source after preprocessing, as gcc -E would.

            Usage: dtc-sharp preprocess INPUT [-o FILE] [OPTIONS]

            """);
        OptionHelp.Append(text, PreprocessArguments.Specs());
        return text.ToString();
    }

    /// <summary>What <c>dtc-sharp rules --help</c> prints.</summary>
    public static string Rules()
    {
        var text = new StringBuilder(
            """
            List the rules behind diagnostics, or explain one.

            Usage: dtc-sharp rules [ID | NAME]
                   dtc-sharp rules --write-docs DIR

            """);
        OptionHelp.Append(text, RulesCommand.Specs());
        text.Append(
            """

            Examples:
              dtc-sharp rules
              dtc-sharp rules DTS0001
              dtc-sharp rules unreadable-input

            """);
        return text.ToString();
    }
}
