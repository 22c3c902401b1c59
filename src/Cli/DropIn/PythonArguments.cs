using System.Runtime.InteropServices;
using System.Text;
using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>
/// Splits a command line as Python's argparse does: long options may be abbreviated and take arguments behind an equals
/// sign or as the next word, letters may be bundled, <c>@FILE</c> stands for the lines of a file. What is wrong is said on
/// standard error in argparse's words, with exit code 2. Unlike with argparse, options may stand between operands.
/// </summary>
internal sealed class PythonArguments(string program, PythonOption[] options, PythonOperand[] operands)
{
    private const int WrongUsage = 2;
    private const int MaximumFiles = 1000;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _operands = [];
    private readonly List<string> _unknown = [];
    private int _files;
    private string? _error;

    /// <summary>What the tool does, for its help; null when that says nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Whether <c>@FILE</c> stands for the lines of a file.</summary>
    public bool TakesFiles { get; init; }

    /// <summary>The operands.</summary>
    public IReadOnlyList<string> Operands => _operands;

    /// <summary>The argument of an option; null when the option was not given.</summary>
    public string? this[string option] => _values.GetValueOrDefault(option);

    /// <summary>True when the option was given.</summary>
    public bool Has(string option) => _values.ContainsKey(option);

    /// <summary>Parses a command line.</summary>
    /// <returns>Null to go on, or the exit code: help or the version were asked for, or the line makes no sense.</returns>
    public int? Parse(string[] args, Host host)
    {
        var words = new List<string>();
        if (!Expand(args, words)) return Fail(host, _error!);
        var onlyOperands = false;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!onlyOperands && word == "--")
            {
                onlyOperands = true;
                continue;
            }

            if (onlyOperands || !IsOption(word))
            {
                AddOperand(word);
                continue;
            }

            var code = TakeOption(words, ref i, host);
            if (_error is not null) return Fail(host, _error);
            if (code is not null) return code;
        }

        var missing = Missing();
        if (missing.Count > 0) return Fail(host, $"the following arguments are required: {string.Join(", ", missing)}");
        return _unknown.Count > 0 ? Fail(host, $"unrecognized arguments: {string.Join(' ', _unknown)}") : null;
    }

    private bool Expand(IEnumerable<string> args, List<string> words)
    {
        foreach (var arg in args)
        {
            if (!TakesFiles || !arg.StartsWith('@'))
            {
                words.Add(arg);
                continue;
            }

            if (++_files > MaximumFiles)
            {
                _error = $"argument files name each other without end: '{arg[1..]}'";
                return false;
            }

            var errno = ToolFile.TryRead(arg.Length > 1 ? arg[1..] : "", out var file);
            if (errno != 0)
            {
                _error = $"[Errno {errno}] {Marshal.GetPInvokeErrorMessage(errno)}: '{arg[1..]}'";
                return false;
            }

            var text = Encoding.UTF8.GetString(file.Content);
            var lines = text.ReplaceLineEndings("\n").Split('\n');
            if (!Expand(lines[^1].Length == 0 ? lines[..^1] : lines, words)) return false;
        }

        return true;
    }

    // A number or a word with blanks in it is taken for an operand, unless it is an option's very name.
    private bool IsOption(string word)
    {
        if (word.Length < 2 || word[0] != '-') return false;
        if (Find(word, out _) is not null || _error is not null) return true;
        var isNumber = double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _) && word[1] is '.' or (>= '0' and <= '9');
        return !isNumber && !word.Contains(' ', StringComparison.Ordinal);
    }

    private int? TakeOption(List<string> words, ref int i, Host host)
    {
        var word = words[i];
        var option = Find(word, out var argument);
        if (_error is not null) return null;
        while (true)
        {
            if (option is null)
            {
                _unknown.Add(word);
                return null;
            }

            if (option.Argument is not null)
            {
                if (argument is null && (i + 1 >= words.Count || words[i + 1] == "--" || IsOption(words[i + 1])))
                {
                    _error = $"argument {option.DisplayName}: expected one argument";
                    return null;
                }

                _values[option.Name] = argument ?? words[++i];
                return null;
            }

            if (argument is not null && (word[1] == '-' || argument.Length == 0 || word.AsSpan(2).StartsWith("=")))
            {
                _error = $"argument {option.DisplayName}: ignored explicit argument '{argument}'";
                return null;
            }

            _values[option.Name] = "";
            if (option == PythonOption.HelpOption) return Print(host, Help(host));
            if (option == PythonOption.VersionOption) return Print(host, DtVersion.Text + "\n");
            if (argument is null) return null;

            // The next letter of a bundle.
            word = "-" + argument;
            option = FindLetter(argument[0]);
            argument = argument.Length > 1 ? argument[1..] : null;
        }
    }

    private PythonOption? Find(string word, out string? argument)
    {
        argument = null;
        if (word[1] != '-')
        {
            if (word.Length > 2) argument = word[2] == '=' ? word[3..] : word[2..];
            return FindLetter(word[1]);
        }

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word[2..] : word[2..equals];
        if (equals >= 0) argument = word[(equals + 1)..];
        var found = new List<PythonOption>();
        foreach (var option in options)
        {
            if (option.Name == name) return option;
            if (option.Name.StartsWith(name, StringComparison.Ordinal)) found.Add(option);
        }

        if (found.Count > 1)
        {
            _error = $"ambiguous option: {word} could match {string.Join(", ", found.Select(option => "--" + option.Name))}";
        }

        return found.Count == 1 ? found[0] : null;
    }

    private PythonOption? FindLetter(char letter) => Array.Find(options, option => option.Letter == letter && letter != '\0');

    private void AddOperand(string word)
    {
        if (_operands.Count < operands.Length || operands is [.., { IsMany: true }]) _operands.Add(word);
        else _unknown.Add(word);
    }

    private List<string> Missing()
    {
        var missing = new List<string>();
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Least > 0 && _operands.Count <= i) missing.Add(operands[i].Name);
        }

        missing.AddRange(options.Where(option => option.IsRequired && !Has(option.Name)).Select(option => option.DisplayName));
        return missing;
    }

    private int Fail(Host host, string reason)
    {
        host.WriteError(Encoding.UTF8.GetBytes($"{PythonUsage.Usage(program, options, operands, Width(host))}{program}: error: {reason}\n"));
        return WrongUsage;
    }

    private string Help(Host host) => PythonUsage.Help(program, options, operands, Width(host), Description, TakesFiles);

    private static int Width(Host host) =>
        int.TryParse(host.Environment("COLUMNS"), out var columns) && columns > 0 ? columns : 80;

    private static int Print(Host host, string text)
    {
        host.Print(text);
        return ExitCode.Success;
    }
}
