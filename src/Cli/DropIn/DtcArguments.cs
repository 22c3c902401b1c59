using Cli.Hosting;
using Dtc.Compiler;
using Dtc.Parser.Preprocessing;

namespace Cli.DropIn;

/// <summary>A command line of dtc, as far as it has been taken apart.</summary>
internal sealed class DtcArguments
{
    private readonly List<string> _includes = [];
    private string? _inputFormat;
    private string? _outputFormat;
    private long _bootCpu = -1;
    private int _version = 17;
    private uint _reserve;
    private int _space;
    private int _pad;
    private int _align;
    private bool _sort;
    private bool _symbols;
    private bool _localFixups;
    private bool _autoAlias;
    private CheckLevels? _levels;
    private PhandleFormats _phandles = PhandleFormats.Epapr;

    /// <summary>The input; <c>-</c> is standard input.</summary>
    public string Input { get; private set; } = "-";

    /// <summary><c>-o</c>; <c>-</c> is standard output.</summary>
    public string Output { get; private set; } = "-";

    /// <summary><c>-d</c>; null without.</summary>
    public string? Depfile { get; private set; }

    /// <summary><c>-q</c>: how often.</summary>
    public int Quiet { get; private set; }

    /// <summary><c>-f</c>.</summary>
    public bool Force { get; private set; }

    /// <summary><c>-T</c>: how often.</summary>
    public int Annotate { get; private set; }

    /// <summary><c>-i</c>: where files are looked for that are not at hand, the input among them.</summary>
    public IReadOnlyList<string> Includes => _includes;

    /// <summary><c>-I</c>, or what the input looks like: <c>dts</c>, <c>dtb</c>, <c>fs</c>, or a word that dtc does not know.</summary>
    public string InputFormat => _inputFormat ??= Guess.Input(Input);

    /// <summary><c>-O</c>, or what the name of the output says, or what suits the input.</summary>
    public string OutputFormat => _outputFormat ??= Guess.ByName(Output) ?? (InputFormat == "dts" ? "dtb" : "dts");

    /// <summary><c>-V</c>: any number.</summary>
    public int Version => _version;

    /// <summary>
    /// Takes the options one after the other, as each may be the last. Null, or the exit code when all is said and done.
    /// </summary>
    public int? Take(string[] args, Host host)
    {
        var usage = DtcUsage.Make();
        var options = new GetOptLong(usage, args, host);
        while (options.MoveNext())
        {
            var exit = options.Letter switch
            {
                'h' => usage.PrintHelp(host),
                'v' => ToolUsage.PrintVersion(host),
                GetOptLong.Wrong => usage.Fail(host, "unknown option"),
                var letter => Set(letter, options.Argument, host),
            };
            if (exit is not null) return exit;
        }

        if (options.Operands.Count > 1) return usage.Fail(host, "missing files");
        if (options.Operands.Count == 1) Input = options.Operands[0];
        return _space != 0 && _pad != 0 ? DtcMessages.Die(host, "Can't set both -p and -S") : null;
    }

    /// <summary>The compilation asked for, once the formats are known to be good.</summary>
    public CompileOptions ToCompileOptions() => new()
    {
        Preprocess = new PreprocessOptions { IncludeDirectories = _includes },
        RunPreprocessor = false,
        InputFormat = InputFormat switch
        {
            "dts" => Dtc.Compiler.InputFormat.Source,
            "dtb" => Dtc.Compiler.InputFormat.Blob,
            _ => Dtc.Compiler.InputFormat.Directory,
        },
        OutputFormat = OutputFormat switch
        {
            "dts" => Dtc.Compiler.OutputFormat.Source,
            "asm" => Dtc.Compiler.OutputFormat.Assembler,
            "yaml" => Dtc.Compiler.OutputFormat.Yaml,
            "dtb" => Dtc.Compiler.OutputFormat.Blob,
            _ => Dtc.Compiler.OutputFormat.Null,
        },
        Annotate = Math.Min(Annotate, 2),
        Symbols = _symbols,
        AutoAliases = _autoAlias,
        LocalFixups = _localFixups,
        PhandleFormat = _phandles,
        Sort = _sort,
        BootCpu = _bootCpu == -1 ? null : (uint)_bootCpu,
        Version = _version,
        ReservedEntries = (int)Math.Min(_reserve, int.MaxValue), // too many either way
        MinimumSize = Math.Max(_space, 0),
        Padding = Math.Max(_pad, 0),
        Alignment = _align,
        Checks = new CheckSettings { DtcFlow = true, Quiet = Quiet, Levels = _levels ?? new CheckLevels() },
        Force = Force,
    };

    private int? Set(char letter, string argument, Host host)
    {
        switch (letter)
        {
            case 'q': Quiet++; break;
            case 'I': _inputFormat = argument; break;
            case 'o': Output = argument; break;
            case 'O': _outputFormat = argument; break;
            case 'V': _version = CLong.Int(argument); break;
            case 'd': Depfile = argument; break;
            case 'R': _reserve = (uint)CLong.Unsigned(argument); break;
            case 'S': _space = CLong.Int(argument); break;
            case 'p': _pad = CLong.Int(argument); break;
            case 'a':
                _align = CLong.Int(argument);
                if (_align > 0 && (_align & (_align - 1)) == 0) break;
                return DtcMessages.Die(host, $"Invalid argument \"{_align}\" to -a option");
            case 'b': _bootCpu = CLong.Signed(argument); break;
            case 'f': Force = true; break;
            case 'i': _includes.Add(argument); break;
            case 's': _sort = true; break;
            case 'H' when argument is "legacy": _phandles = PhandleFormats.Legacy; break;
            case 'H' when argument is "epapr": _phandles = PhandleFormats.Epapr; break;
            case 'H' when argument is "both": _phandles = PhandleFormats.Both; break;
            case 'H': return DtcMessages.Die(host, $"Invalid argument \"{argument}\" to -H option");
            case 'W' or 'E':
                if ((_levels ??= new CheckLevels()).TryApply(argument, letter == 'E')) break;
                return DtcMessages.Die(host, $"Unrecognized check name \"{CheckLevels.CheckName(argument)}\"");
            case '@': _symbols = true; break;
            case 'L': _localFixups = true; break;
            case 'A': _autoAlias = true; break;
            case 'T': Annotate++; break;
        }

        return null;
    }
}
