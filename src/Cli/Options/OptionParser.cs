using Cli.Hosting;

namespace Cli.Options;

/// <summary>
/// Splits a command line the way GNU getopt_long does, which is what users of dtc and gcc have in their
/// fingers: options after inputs, bundled letters (<c>-sf</c>), glued and separate arguments
/// (<c>-DA=1</c>, <c>-D A=1</c>, <c>--pad=8</c>, <c>--pad 8</c>), unambiguous abbreviations (<c>--sym</c>),
/// <c>--</c>. Options are applied in their order, so <c>-D</c> and <c>-U</c> keep theirs.
/// </summary>
internal sealed class OptionParser<T>(OptionSpec<T>[] specs, string helpCommand)
{
    /// <summary>Applies the options to <paramref name="target"/> and returns the other arguments.</summary>
    public List<string> Parse(ReadOnlySpan<string> args, T target)
    {
        var operands = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg == "--")
            {
                operands.AddRange(args[(i + 1)..]);
                break;
            }

            if (arg.Length < 2 || arg[0] != '-') operands.Add(arg);
            else if (arg[1] == '-') ParseLong(args, ref i, target);
            else if (FindSingleDash(arg) is { } spec) Apply(spec, null, args, ref i, target);
            else if (IsLongName(arg.AsSpan(1))) throw new UsageException($"'{arg}' begins with one dash; did you mean '-{arg}'?");
            else ParseShort(args, ref i, target);
        }

        return operands;
    }

    private void ParseLong(ReadOnlySpan<string> args, ref int i, T target)
    {
        var name = args[i].AsSpan(2);
        var equals = name.IndexOf('=');
        var value = equals < 0 ? null : name[(equals + 1)..].ToString();
        if (equals >= 0) name = name[..equals];
        var spec = FindLong(name);
        if (spec.Argument is null && value is not null)
            throw new UsageException($"{spec.DisplayName} takes no argument");
        if (value is "") throw new UsageException($"{spec.DisplayName} needs an argument: {spec.Argument}");
        Apply(spec, value, args, ref i, target);
    }

    private void ParseShort(ReadOnlySpan<string> args, ref int i, T target)
    {
        var bundle = args[i];
        for (var at = 1; at < bundle.Length; at++)
        {
            var spec = FindShort(bundle[at])
                ?? throw Unknown(bundle.Length == 2 ? bundle : at == 1 ? bundle : $"-{bundle[at]}");
            if (spec.Argument is null)
            {
                spec.Apply(target, "");
                continue;
            }

            Apply(spec, at + 1 < bundle.Length ? bundle[(at + 1)..] : null, args, ref i, target);
            return;
        }
    }

    private static void Apply(OptionSpec<T> spec, string? value, ReadOnlySpan<string> args, ref int i, T target)
    {
        if (spec.Argument is null) value = "";
        else if (value is null)
        {
            if (i + 1 >= args.Length)
                throw new UsageException($"{spec.DisplayName} needs an argument: {spec.Argument}");
            value = args[++i];
        }

        spec.Apply(target, value);
    }

    private OptionSpec<T>? FindShort(char letter)
    {
        foreach (var spec in specs)
        {
            if (spec.Short == letter) return spec;
        }

        return null;
    }

    private OptionSpec<T>? FindSingleDash(string arg)
    {
        foreach (var spec in specs)
        {
            if (spec.SingleDash is { } name && arg.AsSpan(1).SequenceEqual(name)) return spec;
        }

        return null;
    }

    // As letters it might be read in some way, which is never what was meant.
    private bool IsLongName(ReadOnlySpan<char> name)
    {
        if (name.IndexOf('=') is var equals and > 0) name = name[..equals];
        foreach (var spec in specs)
        {
            if (spec.Long.Length > 3 && name.SequenceEqual(spec.Long)) return true;
        }

        return false;
    }

    private OptionSpec<T> FindLong(ReadOnlySpan<char> name)
    {
        OptionSpec<T>? found = null;
        foreach (var spec in specs)
        {
            if (spec.Long.Length == 0 || !spec.Long.AsSpan().StartsWith(name, StringComparison.Ordinal)) continue;
            if (spec.Long.Length == name.Length) return spec;
            if (found is not null && name.Length > 0)
                throw new UsageException($"--{name} is ambiguous: --{found.Long} or --{spec.Long}");
            found = spec;
        }

        return name.Length > 0 && found is not null ? found : throw Unknown($"--{name}");
    }

    private UsageException Unknown(string written)
    {
        var names = new List<string>();
        foreach (var spec in specs)
        {
            if (spec.Long.Length > 0) names.Add($"--{spec.Long}");
            if (spec.Short != '\0') names.Add($"-{spec.Short}");
            if (spec.SingleDash is { } name) names.Add($"-{name}");
        }

        var nearest = NearestName.Find(written, names);
        var hint = nearest is null ? $"'{helpCommand} --help' lists all" : $"did you mean '{nearest}'?";
        return new UsageException($"unknown option '{written}'; {hint}");
    }
}
