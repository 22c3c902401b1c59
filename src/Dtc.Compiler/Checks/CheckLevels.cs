namespace Dtc.Compiler;

/// <summary>
/// Which of dtc's checks warn and which fail the run, as <c>-W</c> and <c>-E</c> set it. Raising a check raises what it
/// presupposes; lowering one lowers what presupposes it.
/// </summary>
public sealed class CheckLevels
{
    // Checks of older versions of dtc that builds still name on their command lines.
    private static readonly string[] Retired = ["graph_child_address", "interrupt_cells_is_cell", "sound_dais_property"];

    private readonly bool[] _warn;
    private readonly bool[] _error;

    /// <summary>Starts from dtc's defaults.</summary>
    public CheckLevels()
    {
        var table = Checks.CheckTable.All;
        _warn = new bool[table.Length];
        _error = new bool[table.Length];
        for (var i = 0; i < table.Length; i++)
        {
            _warn[i] = table[i].Level == Checks.CheckLevel.Warning;
            _error[i] = table[i].Level == Checks.CheckLevel.Error;
        }
    }

    /// <summary>Nothing warns and nothing fails; in our flow the checks that are passes run all the same. Not to be changed.</summary>
    public static CheckLevels Off { get; } = MakeOff();

    /// <summary>The names of all checks, in the order in which they run.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Checks.CheckTable.All.Select(check => check.Name)];

    /// <summary>
    /// Applies the argument of one <c>-W</c> (or <c>-E</c>): <c>name</c>, <c>no-name</c> or <c>no_name</c>.
    /// </summary>
    /// <returns>False when there is no such check. Names of checks that dtc has given up are taken and do nothing.</returns>
    public bool TryApply(string argument, bool asError)
    {
        ArgumentNullException.ThrowIfNull(argument);
        var name = CheckName(argument);
        var check = Checks.CheckTable.IndexOf(name);
        if (check < 0) return Retired.Contains(name, StringComparer.Ordinal);
        if (name.Length == argument.Length) Raise(check, !asError, asError);
        else Lower(check, !asError, asError);
        return true;
    }

    /// <summary>The name in an argument of <c>-W</c> or <c>-E</c>, without <c>no-</c>.</summary>
    public static string CheckName(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.StartsWith("no-", StringComparison.Ordinal) || argument.StartsWith("no_", StringComparison.Ordinal)
            ? argument[3..] : argument;
    }

    internal bool Warns(int check) => _warn[check];

    internal bool Fails(int check) => _error[check];

    internal bool IsOn(int check) => _warn[check] || _error[check];

    private static CheckLevels MakeOff()
    {
        var levels = new CheckLevels();
        Array.Clear(levels._warn);
        Array.Clear(levels._error);
        return levels;
    }

    private void Raise(int check, bool warn, bool error)
    {
        if ((warn && !_warn[check]) || (error && !_error[check]))
        {
            foreach (var prerequisite in Checks.CheckTable.All[check].Prerequisites) Raise(prerequisite, warn, error);
        }

        _warn[check] |= warn;
        _error[check] |= error;
    }

    private void Lower(int check, bool warn, bool error)
    {
        if ((warn && _warn[check]) || (error && _error[check]))
        {
            for (var other = 0; other < _warn.Length; other++)
            {
                if (Checks.CheckTable.All[other].Prerequisites.Contains(check)) Lower(other, warn, error);
            }
        }

        _warn[check] &= !warn;
        _error[check] &= !error;
    }
}
