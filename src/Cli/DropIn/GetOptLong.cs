using System.Text;
using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>
/// Splits a command line as GNU getopt_long does, one option a call, so that a tool acts on each before the next is
/// looked at: options after operands, bundled letters (<c>-pl</c>), glued and separate arguments (<c>-tx</c>,
/// <c>-t x</c>, <c>--type=x</c>, <c>--type x</c>), unambiguous abbreviations (<c>--def</c>), <c>--</c>. What is wrong
/// is said on standard error in glibc's words.
/// </summary>
/// <example>
/// <code>
/// var options = new GetOptLong(Usage, args, host);
/// while (options.MoveNext())
/// {
///     switch (options.Letter)
///     {
///         case 'h': return Usage.PrintHelp(host);
///         case 't': type = options.Argument; break;
///         case GetOptLong.Wrong: return Usage.Fail(host, "unknown option");
///     }
/// }
/// </code>
/// </example>
internal sealed class GetOptLong(ToolUsage usage, string[] args, Host host)
{
    /// <summary>The <see cref="Letter"/> of what is no option of the tool, or misses or has an argument wrongly.</summary>
    public const char Wrong = '?';

    private readonly List<string> _operands = [];
    private string _bundle = ""; // the argument whose letters are being taken
    private int _at; // the next letter of the bundle
    private int _next; // the next argument

    /// <summary>The letter of the option reached, or <see cref="Wrong"/>.</summary>
    public char Letter { get; private set; }

    /// <summary>The argument of the option reached; empty when it takes none.</summary>
    public string Argument { get; private set; } = "";

    /// <summary>What is not an option, in order; complete when <see cref="MoveNext"/> has returned false.</summary>
    public List<string> Operands => _operands;

    /// <summary>Goes to the next option; false when there is none left.</summary>
    public bool MoveNext()
    {
        Argument = "";
        if (_at < _bundle.Length)
        {
            TakeLetter();
            return true;
        }

        while (_next < args.Length)
        {
            var arg = args[_next++];
            if (arg == "--")
            {
                _operands.AddRange(args.AsSpan(_next));
                _next = args.Length;
            }
            else if (arg.Length < 2 || arg[0] != '-') _operands.Add(arg);
            else if (arg[1] == '-')
            {
                TakeLong(arg);
                return true;
            }
            else
            {
                _bundle = arg;
                _at = 1;
                TakeLetter();
                return true;
            }
        }

        return false;
    }

    private void TakeLetter()
    {
        var letter = _bundle[_at++];
        foreach (var option in usage.Options)
        {
            if (option.Letter != letter) continue;
            var rest = _bundle[_at..];
            if (option.TakesArgument) _at = _bundle.Length;
            if (!option.TakesArgument) Letter = letter;
            else if (rest.Length > 0) Accept(option, rest);
            else if (_next < args.Length) Accept(option, args[_next++]);
            else Refuse("option requires an argument -- '", letter);
            return;
        }

        Refuse("invalid option -- '", letter);
    }

    private void TakeLong(string arg)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? arg.AsSpan(2) : arg.AsSpan(2, equals - 2);
        if (!TryFind(arg, name, out var option)) return;
        if (!option.TakesArgument)
        {
            if (equals < 0) Letter = option.Letter;
            else Refuse($"option '--{option.Long}' doesn't allow an argument");
        }
        else if (equals >= 0) Accept(option, arg[(equals + 1)..]);
        else if (_next < args.Length) Accept(option, args[_next++]);
        else Refuse($"option '--{option.Long}' requires an argument");
    }

    private bool TryFind(string arg, ReadOnlySpan<char> name, out ToolOption found)
    {
        found = default;
        var possibilities = new List<ToolOption>();
        foreach (var option in usage.Options)
        {
            if (!option.Long.AsSpan().StartsWith(name, StringComparison.Ordinal)) continue;
            found = option;
            if (option.Long.Length == name.Length) return true;
            possibilities.Add(option);
        }

        if (possibilities.Count == 1) return true;
        if (possibilities.Count == 0) Refuse($"unrecognized option '{arg}'");
        else
        {
            var all = string.Concat(possibilities.Select(static o => $" '--{o.Long}'"));
            Refuse($"option '{arg}' is ambiguous; possibilities:{all}");
        }

        return false;
    }

    private void Accept(ToolOption option, string argument)
    {
        Letter = option.Letter;
        Argument = argument;
    }

    private void Refuse(string message)
    {
        Letter = Wrong;
        host.WriteError(Encoding.UTF8.GetBytes($"{usage.Name}: {message}\n"));
    }

    // getopt knows bytes, not characters: of a letter beyond ASCII it names the first byte.
    private void Refuse(string message, char letter)
    {
        Letter = Wrong;
        Span<byte> bytes = stackalloc byte[4];
        new Rune(char.IsSurrogate(letter) ? '\uFFFD' : letter).EncodeToUtf8(bytes);
        host.WriteError([.. Encoding.UTF8.GetBytes($"{usage.Name}: {message}"), bytes[0], (byte)'\'', (byte)'\n']);
    }
}
