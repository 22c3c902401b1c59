using System.Text;

namespace Dtc.Parser.Preprocessing;

/// <summary>The macros every compilation begins with: predefined ones, then <c>-D</c> and <c>-U</c> in order.</summary>
internal sealed class CommandLineMacros
{
    private readonly Macro[] _builtins;

    public CommandLineMacros(IReadOnlyList<MacroOption> options, MacroNameTable names)
    {
        _builtins = new Macro[KnownNames.LastBuiltin - KnownNames.FirstBuiltin + 1];
        for (var id = KnownNames.FirstBuiltin; id <= KnownNames.LastBuiltin; id++)
        {
            _builtins[id - KnownNames.FirstBuiltin] = new Macro { NameId = id, Name = names.Spelling(id), IsBuiltin = true };
        }

        Predefined = Scan("<built-in>", "#define __STDC__ 1\n#define __STDC_HOSTED__ 1\n#define __ASSEMBLER__ 1\n", names);
        var text = new StringBuilder("#define __DTS__ 1\n");
        foreach (var option in options)
        {
            var line = option.Text.AsSpan();
            var end = line.IndexOf('\n');
            if (end >= 0) line = line[..end];
            if (option.Undefine)
            {
                text.Append("#undef ").Append(line).Append('\n');
                continue;
            }

            var equals = line.IndexOf('=');
            text.Append("#define ").Append(equals < 0 ? line : line[..equals]).Append(' ')
                .Append(equals < 0 ? "1" : line[(equals + 1)..]).Append('\n');
        }

        CommandLine = Scan("<command-line>", text.ToString(), names);
    }

    public FileScan Predefined { get; }

    public FileScan CommandLine { get; }

    public void DefineBuiltins(MacroTable table)
    {
        foreach (var macro in _builtins) table.Define(macro.NameId, macro);
    }

    private static FileScan Scan(string name, string text, MacroNameTable names) =>
        FileScanner.Scan(new SourceFile(name, Encoding.UTF8.GetBytes(text)), names);
}
