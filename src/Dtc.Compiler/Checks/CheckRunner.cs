namespace Dtc.Compiler.Checks;

/// <summary>
/// Runs the checks in the order of the table, each over the whole tree, prerequisites first. In our flow all of them run;
/// dtc's flow ends with the first check at error level that failed.
/// </summary>
internal sealed class CheckRunner
{
    private enum Status : byte
    {
        Unchecked,
        NotRun,
        Passed,
        Failed,
    }

    private readonly CheckRun _run;
    private readonly CheckLevels _levels;
    private readonly Status[] _status = new Status[CheckTable.All.Length];

    private CheckRunner(CheckRun run)
    {
        _run = run;
        _levels = run.Context.Options.Checks.Levels;
    }

    /// <summary>Runs them all; false when one at error level failed.</summary>
    public static bool Run(CheckRun run)
    {
        var runner = new CheckRunner(run);
        return run.DtcFlow ? runner.AsDtc() : runner.All();
    }

    // What is found in a text that is damaged already would be a consequence of the damage, unless it is an error itself.
    private bool All()
    {
        var damaged = _run.Context.Diagnostics.HasErrors;
        var passed = true;
        for (var i = 0; i < _status.Length; i++)
        {
            if (!CheckTable.All[i].IsPass && (damaged ? !_levels.Fails(i) : !_levels.IsOn(i))) continue;
            RunWithPasses(i);
            passed &= _status[i] == Status.Passed || !_levels.Fails(i);
        }

        return passed;
    }

    // A check needs the passes among its prerequisites to have run, whatever they found.
    private void RunWithPasses(int index)
    {
        if (_status[index] != Status.Unchecked) return;
        foreach (var prerequisite in CheckTable.All[index].Prerequisites)
        {
            if (CheckTable.All[prerequisite].IsPass) RunWithPasses(prerequisite);
        }

        Visit(index);
    }

    private bool AsDtc()
    {
        var error = false;
        for (var i = 0; i < _status.Length; i++)
        {
            if (_levels.IsOn(i)) error = error || RunAsDtc(i);
        }

        return !error;
    }

    // True when an error was found: by the check, or by one that it presupposes.
    private bool RunAsDtc(int index)
    {
        var error = false;
        if (_status[index] == Status.Unchecked)
        {
            var check = CheckTable.All[index];
            foreach (var prerequisite in check.Prerequisites)
            {
                error = error || RunAsDtc(prerequisite);
                if (_status[prerequisite] == Status.Passed) continue;
                _status[index] = Status.NotRun;
                _run.Begin(check, _levels.Warns(index), _levels.Fails(index));
                _run.FailPrerequisite(CheckTable.All[prerequisite].Name);
            }

            if (_status[index] == Status.Unchecked) Visit(index);
        }

        return error || (_status[index] != Status.Passed && _levels.Fails(index));
    }

    private void Visit(int index)
    {
        var check = CheckTable.All[index];
        _run.Begin(check, _levels.Warns(index), _levels.Fails(index));
        var skipped = _run.DtcFlow || check.Level == CheckLevel.Error ? Marks.None : Marks.Misnamed;
        for (var at = 0; at < _run.Count; at++)
        {
            ref readonly var facts = ref _run.Facts(at);
            if ((check.Trigger != Traits.None && (facts.Traits & check.Trigger) == 0) || (facts.Marks & skipped) != 0) continue;
            if (_run.Node(at).Deleted && at > 0) continue; // by omit_unused_nodes
            check.Function(_run, at);
        }

        _status[index] = _run.Failed ? Status.Failed : Status.Passed;
    }
}
