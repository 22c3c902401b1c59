using Cli.Hosting;
using Dtc.Compiler;

namespace Cli.Options;

/// <summary>Checks of option arguments.</summary>
internal static class OptionValue
{
    /// <summary>A path or name that must not be empty.</summary>
    public static string NotEmpty(string option, string value) =>
        value.Length > 0 ? value : throw new UsageException($"{option}: the argument is empty");

    /// <summary>The argument of -D or -U, which has to start like an identifier.</summary>
    public static string MacroName(string option, string value) =>
        value.Length > 0 && (char.IsAsciiLetter(value[0]) || value[0] is '_' or '$' || value[0] > '\x7f')
            ? value
            : throw new UsageException($"{option}: '{value}' does not start with a macro name");

    /// <summary>A number that fits an int.</summary>
    public static int Int(string option, string value, int max = int.MaxValue) =>
        (int)CNumber.Parse(option, value, max);

    /// <summary>A power of two.</summary>
    public static int PowerOfTwo(string option, string value)
    {
        var number = Int(option, value);
        return int.IsPow2(number) ? number : throw new UsageException($"{option}: '{value}' is not a power of two");
    }

    /// <summary>A blob version that can be written.</summary>
    public static int BlobVersion(string option, string value) => Int(option, value) switch
    {
        (1 or 2 or 3 or 16 or 17) and var version => version,
        _ => throw new UsageException($"{option}: '{value}' is not a blob version; 1, 2, 3, 16 or 17 can be written"),
    };

    /// <summary>Applies the argument of -W or -E, which has to name a check.</summary>
    public static void Level(string option, string value, CheckLevels levels, bool asError)
    {
        if (levels.TryApply(value, asError)) return;
        var name = CheckLevels.CheckName(value);
        var hint = NearestName.Find(name, CheckLevels.Names) is { } nearest ? $"did you mean '{nearest}'?" : "'dtc-sharp rules' lists them";
        throw new UsageException($"{option}: there is no check '{name}'; {hint}");
    }

    /// <summary>One of a few words.</summary>
    public static TValue Choice<TValue>(
        string option, string value, params ReadOnlySpan<(string Word, TValue Value)> words)
    {
        foreach (var (word, choice) in words)
        {
            if (word == value) return choice;
        }

        var all = "";
        foreach (var (word, _) in words) all += all.Length == 0 ? word : ", " + word;
        var candidates = new string[words.Length];
        for (var i = 0; i < candidates.Length; i++) candidates[i] = words[i].Word;
        var hint = NearestName.Find(value, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        throw new UsageException($"{option}: '{value}' is not one of {all}{hint}");
    }
}
