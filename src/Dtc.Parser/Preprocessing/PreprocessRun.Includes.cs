using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Including files.</summary>
internal sealed partial class PreprocessRun
{
    private void Include(Directive directive)
    {
        var name = directive.FileName;
        var angled = directive.Angled;
        if (name is null && (name = ExpandFileName(directive, out angled)) is null) return;
        if (name.Length == 0 || _stopped) return;
        if (_depth > IncludeDepthLimit)
        {
            _stopped = true;
            Report(
                Rules.IncludeTooDeep, directive.NameStart, NameLength(directive),
                $"includes are nested more than {IncludeDepthLimit} deep",
                "does the file include itself, directly or through others? Guard it with #ifndef");
            return;
        }

        var next = directive.Kind == DirectiveKind.IncludeNext;
        if (next && _frame == 0)
        {
            Report(
                Rules.OnceInMainFile, directive.NameStart, NameLength(directive), "#include_next in primary source file");
            next = false;
        }

        ResolvedInclude found;
        if (!next && directive.FileName is not null && directive.Resolved is { } known
            && ReferenceEquals(known.Resolver, _resolver))
        {
            found = known;
        }
        else
        {
            found = _resolver.Find(name, angled || next ? null : _scan.File.Directory, next ? _directory + 1 : 0);
            if (!next) directive.Resolved = found;
        }

        if (found.File is { } file)
        {
            Enter(file, found.Directory, directive.NameStart, directive.Kind == DirectiveKind.Import);
            return;
        }

        if (found.Failure != SourceFailure.NotFound)
        {
            Report(
                Rules.UnreadableInclude, directive.NameStart, directive.End - directive.NameStart,
                $"{found.Path}: " + (found.Failure == SourceFailure.TooLarge ? "the file is too large" : "the file cannot be read"),
                "check its permissions");
            return;
        }

        var searched = string.Join(", ", _resolver.Searched(angled || next ? null : _scan.File.Directory, next ? _directory + 1 : 0));
        var (start, length) = NamePlace(directive);
        Report(
            Rules.IncludeNotFound, start, length, $"{name}: no such file",
            name.StartsWith('/') ? null
            : searched.Length == 0 ? "there are no include directories; add one with -I"
            : $"looked in {searched}");
    }

    private void ForceInclude(string name, int frame)
    {
        var found = _resolver.Find(name, "", 0);
        if (found.File is { } file)
        {
            _depth = 1;
            (_scan, _item) = (EmptyScan, 0);
            _frame = frame;
            Enter(file, found.Directory, 0, once: false);
            _depth = Math.Max(_depth, 1);
            while (_depth > 1)
            {
                if (_item >= _scan.Items.Length)
                {
                    CloseFile();
                    continue;
                }

                ref readonly var item = ref _scan.Items[_item++];
                if (item.Directive is { } directive) Process(directive);
                else if (!_skipping) CopyText(item);
            }

            return;
        }

        Add(new Diagnostic(Rules.IncludeNotFound, SourceSpan.None, $"{name}: no such file")
        {
            File = "<command-line>",
            Help = "looked in " + string.Join(", ", _resolver.Searched("", 0)),
        });
    }

    private void Enter(SourceFile file, int directory, int place, bool once)
    {
        var scan = _cache.Scan(file);
        if (scan.GuardId != 0 && _macros.IsDefined(scan.GuardId) && _seen.Contains(file)) return;
        if (_once.Count > 0 && (_once.Contains(file) || SameAsOnce(file))) return;
        if (once) _once.Add(file);
        var again = ReferenceEquals(file, _input) || _seen.Contains(file);
        if (!again) _inputs.Add(file);
        _includeBudget -= IncludeCost;
        if (again) _includeBudget -= scan.Items.Length + (file.Length >> 6); // the first time was paid for by reading it
        if (_includeBudget < 0)
        {
            _stopped = true;
            Report(
                Rules.ExpansionTooLarge, place, 1, "files are included too often; the rest is left out",
                "look for files that include each other, or one file many times");
            return;
        }

        Open(scan, Map.AddFrame(scan, file, _frame, place), directory);
    }

    /// <summary>A file met under two names is one file to <c>#pragma once</c>.</summary>
    private bool SameAsOnce(SourceFile file)
    {
        foreach (var known in _once)
        {
            if (known.Length == file.Length && known.Text.SequenceEqual(file.Text)) return true;
        }

        return false;
    }

    private string? ExpandFileName(Directive directive, out bool angled)
    {
        angled = false;
        if (_stopped) return null;
        var saved = _expander.BeginDirective(directive.Tokens, _frame);
        try
        {
            Token first;
            do _expander.Get(out first);
            while (first.Type == TokenType.Padding);
            string? name = null;
            if (first.Type == TokenType.String)
            {
                name = Encoding.UTF8.GetString(first.Text[1..^1]);
            }
            else if (first.Type == TokenType.Less)
            {
                angled = true;
                name = _expander.BracketName();
                if (name is null)
                {
                    Report(Rules.MalformedInclude, first, "missing terminating > character");
                    return null;
                }
            }

            if (name is null)
            {
                Report(
                    Rules.MalformedInclude, directive.NameStart, directive.End - directive.NameStart,
                    $"#{NameOf(directive)} expects \"FILENAME\" or <FILENAME>");
            }
            else if (name.Length == 0)
            {
                Report(
                    Rules.MalformedInclude, directive.NameStart, directive.End - directive.NameStart,
                    $"empty file name in #{NameOf(directive)}");
            }
            else
            {
                _expander.Get(out var extra);
                if (extra.Type != TokenType.End)
                {
                    Report(Rules.ExtraTokens, extra, $"extra tokens at end of #{NameOf(directive)} directive");
                }
            }

            return name;
        }
        catch (ExpansionAbortedException aborted)
        {
            Stop(aborted, DirectiveToken(directive));
            return null;
        }
        finally
        {
            _expander.EndDirective(saved);
        }
    }

    /// <summary>Whether <c>__has_include</c> would find a file.</summary>
    public bool Exists(string name, bool angled, bool next)
    {
        if (_frame == 0) next = false;
        return _resolver.Find(name, angled || next ? null : _scan.File.Directory, next ? _directory + 1 : 0).File is not null;
    }

    /// <summary>The quoted name in an include line, to underline it.</summary>
    private (int Start, int Length) NamePlace(Directive directive)
    {
        var line = _scan.Clean.AsSpan(directive.NameStart, directive.End - directive.NameStart);
        var space = line.IndexOfAny((byte)' ', (byte)'"', (byte)'<');
        if (space < 0) return (directive.NameStart, line.Length);
        if (line[space] == ' ') space++;
        return (directive.NameStart + space, line.Length - space);
    }

    /// <summary>What an inclusion counts; one of a file seen before counts its directives and its length too.</summary>
    private const int IncludeCost = 40;

    private const int IncludeBudget = 100_000 * IncludeCost;

    private int _includeBudget;

    private static readonly FileScan EmptyScan = new()
    {
        Names = new MacroNameTable(), File = new SourceFile("<command-line>", []), Clean = [0], CleanLength = 0,
        CleanOffsets = [], OriginalOffsets = [], Items = [], NameOffsets = [], NameIds = [], GuardId = 0, Faults = [],
    };
}
