using System.Globalization;
using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;

namespace Hypervisor.Planning;

/// <summary>
/// Decides what a configuration leaves open: by the lock, else by a default or by what is free. Keeps account of it, and
/// finds where lock and configuration disagree.
/// </summary>
internal sealed class ChoiceBook(PlanLock? earlier, bool update, FindingList findings)
{
    private readonly List<Choice> _choices = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public IReadOnlyList<Choice> Choices => _choices;

    /// <summary>True when the lock has a value.</summary>
    public bool IsLocked(string key) => earlier is not null && earlier.TryGet(key, out _, out _);

    /// <summary>A number.</summary>
    /// <param name="key">Where it would be written, with names for places in lists.</param>
    /// <param name="written">What the configuration says.</param>
    /// <param name="at">Where the configuration would say it.</param>
    /// <param name="otherwise">The default, or what is free.</param>
    /// <param name="misfit">Why a locked number is not possible; null when it is.</param>
    /// <param name="isDefault">What <paramref name="otherwise"/> gives is a default.</param>
    /// <param name="show">How it is written; in decimal when null.</param>
    public ulong Number(
        string key, ulong? written, SchemaPosition at, Func<ulong> otherwise, Func<ulong, string?>? misfit = null, bool isDefault = false,
        Func<ulong, string>? show = null)
    {
        show ??= static value => value.ToString(CultureInfo.InvariantCulture);
        _seen.Add(key);
        var locked = Locked(key, out var lockAt);
        ulong parsed = 0;
        var isNumber = locked is not null && ByteSize.TryParse(locked, out parsed);
        if (written is { } value)
        {
            if (locked is not null && !update && !(isNumber && parsed == value)) Contradiction(key, show(value), locked, at);
            return value;
        }

        if (locked is not null)
        {
            var reason = !isNumber ? $"'{locked}' is no number" : misfit?.Invoke(parsed);
            if (reason is null) return Note(key, parsed, show, ChoiceOrigin.Locked);
            if (!update) Stale(key, $"{key}: the lock's {(isNumber ? show(parsed) : "value")} is not possible any more: {reason}", lockAt);
        }
        else if (earlier is not null && !update) Stale(key, $"the lock has no number for {key}", default);

        return Note(key, otherwise(), show, isDefault ? ChoiceOrigin.Default : ChoiceOrigin.Chosen);
    }

    /// <summary>An address, written in hexadecimal.</summary>
    public ulong Address(string key, ulong? written, SchemaPosition at, Func<ulong> otherwise, Func<ulong, string?>? misfit = null, bool isDefault = false) =>
        Number(key, written, at, otherwise, misfit, isDefault, ByteSize.Hex);

    /// <summary>A small number.</summary>
    public int Count(string key, Written<int>? written, SchemaPosition at, int otherwise, Func<ulong, string?>? misfit = null) =>
        (int)Math.Min(int.MaxValue, Number(key, (ulong?)written?.Value, written?.At ?? at, () => (ulong)otherwise, misfit, isDefault: true));

    /// <summary>A text.</summary>
    public string Text(string key, Written<string>? written, SchemaPosition at, Func<string> otherwise, Func<string, string?>? misfit = null, bool isDefault = true)
    {
        _seen.Add(key);
        var locked = Locked(key, out var lockAt);
        if (written is { } value)
        {
            if (locked is not null && !update && locked != value.Value) Contradiction(key, value.Value, locked, value.At);
            return value.Value;
        }

        if (locked is not null)
        {
            var reason = misfit?.Invoke(locked);
            if (reason is null)
            {
                _choices.Add(new Choice(key, locked, false, ChoiceOrigin.Locked));
                return locked;
            }

            if (!update) Stale(key, $"{key}: the lock's '{locked}' is not possible any more: {reason}", lockAt);
        }
        else if (earlier is not null && !update) Stale(key, $"the lock has no value for {key}", at);

        var text = otherwise();
        _choices.Add(new Choice(key, text, false, isDefault ? ChoiceOrigin.Default : ChoiceOrigin.Chosen));
        return text;
    }

    /// <summary>Finds what only the lock has.</summary>
    public void Finish()
    {
        if (earlier is null || update) return;
        foreach (var key in earlier.Keys)
        {
            if (_seen.Contains(key)) continue;
            _ = earlier.TryGet(key, out _, out var at);
            Stale(key, $"the lock has a number for {key}, which is not in the configuration any more", at);
        }
    }

    private ulong Note(string key, ulong value, Func<ulong, string> show, ChoiceOrigin origin)
    {
        _choices.Add(new Choice(key, show(value), true, origin));
        return value;
    }

    private string? Locked(string key, out SchemaPosition at)
    {
        at = default;
        return earlier is not null && earlier.TryGet(key, out var value, out at) ? value : null;
    }

    private void Contradiction(string key, string written, string locked, SchemaPosition at) => findings.Error(
        Rules.LockContradiction, at, key, $"the configuration says {written}, and the lock {Shown(locked)}", "remove it here, or take it into the lock with --update-lock");

    private void Stale(string key, string message, SchemaPosition at) => findings.Add(
        new GuestFinding(Rules.LockStale, at, "", message) { File = earlier!.File, Help = $"--update-lock keeps what still fits and chooses {key} anew" });

    private static string Shown(string locked) =>
        ulong.TryParse(locked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 9999 ? ByteSize.Hex(number) : locked;
}
