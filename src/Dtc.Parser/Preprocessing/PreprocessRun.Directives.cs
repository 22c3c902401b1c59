using System.Globalization;
using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Obeying directives.</summary>
internal sealed partial class PreprocessRun
{
    private void Process(Directive directive)
    {
        if (directive.IsConditional)
        {
            ProcessConditional(directive);
            return;
        }

        if (_skipping) return;
        if (directive.Faults.Length > 0) ReportFaults(directive);
        switch (directive.Kind)
        {
            case DirectiveKind.Define:
                if (directive.Macro is { } macro) Define(macro);
                break;
            case DirectiveKind.Undef:
                if (directive.NameId >= KnownNames.FirstBuiltin && directive.NameId <= KnownNames.LastBuiltin
                    && _macros.IsDefined(directive.NameId))
                {
                    Report(
                        Rules.BuiltinChanged, directive.NameStart, NameLength(directive),
                        $"undefining \"{Encoding.UTF8.GetString(Names.Spelling(directive.NameId))}\"");
                }

                _macros.Undefine(directive.NameId);
                break;
            case DirectiveKind.Include or DirectiveKind.IncludeNext or DirectiveKind.Import:
                Include(directive);
                break;
            case DirectiveKind.Line:
                SetLine(directive);
                break;
            case DirectiveKind.LineMarker:
                Map.AddMarker(_frame, directive.NameStart, directive.FileName, directive.LineNumber);
                break;
            case DirectiveKind.Error or DirectiveKind.Warning:
                Report(
                    directive.Kind == DirectiveKind.Error ? Rules.UserError : Rules.UserWarning, directive.NameStart - 1,
                    directive.End - directive.NameStart + 1,
                    "#" + Encoding.UTF8.GetString(_scan.Clean, directive.NameStart, directive.End - directive.NameStart));
                break;
            case DirectiveKind.Pragma when directive.NameId == KnownNames.Once:
                if (_frame == 0)
                {
                    Report(Rules.OnceInMainFile, directive.NameStart, NameLength(directive), "#pragma once in main file");
                }

                _once.Add(_scan.File);
                break;
            case DirectiveKind.Assert or DirectiveKind.Unassert:
                Assert(directive);
                break;
        }
    }

    private void ReportFaults(Directive directive)
    {
        foreach (var fault in directive.Faults) Report(fault.Rule, fault.Start, fault.Length, fault.Message, fault.Help);
    }

    private void Define(Macro macro)
    {
        if (_macros.Get(macro.NameId) is { } known && !known.SameAs(macro))
        {
            var name = Encoding.UTF8.GetString(macro.Name);
            var related = DefinitionOf(known, "this is the earlier definition");
            Add(new Diagnostic(
                known.IsBuiltin ? Rules.BuiltinChanged : Rules.MacroRedefined,
                Map.SpanOf(_frame, macro.Place, macro.Name.Length), $"\"{name}\" redefined")
            {
                Related = related is null ? [] : [related],
                Help = $"#undef {name} first, or give one of the two another name",
            });
        }

        _macros.Define(macro.NameId, macro);
    }

    private void ProcessConditional(Directive directive)
    {
        switch (directive.Kind)
        {
            case DirectiveKind.If or DirectiveKind.Ifdef or DirectiveKind.Ifndef:
                var taken = !_skipping && Test(directive);
                _conditionals.Add(new Conditional(directive, _skipping, _skipping || taken, false));
                _skipping = !taken;
                return;
            case DirectiveKind.Endif:
                if (!HasOpen(directive)) return;
                if (!_conditionals[^1].WasSkipping) ReportFaults(directive);
                _skipping = _conditionals[^1].WasSkipping;
                _conditionals.RemoveAt(_conditionals.Count - 1);
                return;
        }

        if (!HasOpen(directive)) return;
        var open = _conditionals[^1];
        if (open.SeenElse)
        {
            var first = open.Directive;
            Add(new Diagnostic(
                Rules.StrayConditional, Map.SpanOf(_frame, directive.NameStart, NameLength(directive)),
                $"#{NameOf(directive)} after #else")
            {
                Related = [new RelatedSpan("the conditional began here", Map.SpanOf(_frame, first.NameStart, NameLength(first)))],
            });
        }

        if (directive.Kind == DirectiveKind.Else)
        {
            if (!open.WasSkipping) ReportFaults(directive);
            _skipping = open.SkipRest;
            _conditionals[^1] = open with { SkipRest = true, SeenElse = true };
        }
        else if (open.SkipRest)
        {
            _skipping = true;
        }
        else
        {
            _skipping = false;
            var taken = Test(directive);
            _skipping = !taken;
            _conditionals[^1] = open with { SkipRest = taken };
        }
    }

    private bool HasOpen(Directive directive)
    {
        if (_conditionals.Count > _conditionalBase) return true;
        Report(
            Rules.StrayConditional, directive.NameStart, NameLength(directive), $"#{NameOf(directive)} without #if");
        return false;
    }

    private bool Test(Directive directive)
    {
        if (directive.Faults.Length > 0) ReportFaults(directive);
        switch (directive.Kind)
        {
            case DirectiveKind.Ifdef or DirectiveKind.Elifdef:
                return directive.NameId != 0 && _macros.IsDefined(directive.NameId);
            case DirectiveKind.Ifndef or DirectiveKind.Elifndef:
                return directive.NameId != 0 && !_macros.IsDefined(directive.NameId);
        }

        if (_stopped && _expander.IsExhausted) return false;
        var saved = _expander.BeginDirective(directive.Tokens, _frame);
        try
        {
            return new ConditionEvaluator(this, _expander, _macros, _assertions, "#" + NameOf(directive)).Evaluate();
        }
        catch (ExpansionAbortedException aborted)
        {
            Stop(aborted, DirectiveToken(directive));
            return false;
        }
        finally
        {
            _expander.EndDirective(saved);
        }
    }

    private Token DirectiveToken(Directive directive) => new()
    {
        Buffer = _scan.Clean, Start = directive.NameStart, Length = NameLength(directive), Origin = -1, Frame = _frame,
        Place = directive.NameStart, Type = TokenType.Name,
    };

    private List<Token> ExpandLine(Directive directive)
    {
        if (_stopped && _expander.IsExhausted) return [Token.EndAt(_frame, directive.End)];
        var tokens = new List<Token>();
        var saved = _expander.BeginDirective(directive.Tokens, _frame);
        try
        {
            Token token;
            do
            {
                _expander.Get(out token);
                if (token.Type != TokenType.Padding) tokens.Add(token);
            }
            while (token.Type != TokenType.End);
        }
        catch (ExpansionAbortedException aborted)
        {
            Stop(aborted, DirectiveToken(directive));
            tokens = [Token.EndAt(_frame, directive.End)];
        }
        finally
        {
            _expander.EndDirective(saved);
        }

        return tokens;
    }

    private void SetLine(Directive directive)
    {
        var tokens = ExpandLine(directive);
        if (tokens[0].Type == TokenType.End)
        {
            Report(Rules.MalformedLine, directive.NameStart, NameLength(directive), "unexpected end of file after #line");
            return;
        }

        if (tokens[0].Type != TokenType.Number
            || !ulong.TryParse(tokens[0].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
        {
            Report(
                Rules.MalformedLine, tokens[0],
                $"\"{Encoding.UTF8.GetString(tokens[0].Text)}\" after #line is not a positive integer");
            return;
        }

        string? file = null;
        if (tokens[1].Type == TokenType.String)
        {
            file = StringLiteral.Unescape(tokens[1].Text);
        }
        else if (tokens[1].Type != TokenType.End)
        {
            Report(
                Rules.MalformedLine, tokens[1], $"\"{Encoding.UTF8.GetString(tokens[1].Text)}\" is not a valid filename");
            return;
        }

        Map.AddMarker(_frame, directive.NameStart, file, (int)Math.Min(line, int.MaxValue));
    }

    private void Assert(Directive directive)
    {
        Report(
            Rules.Assertions, directive.NameStart, NameLength(directive),
            $"#{NameOf(directive)} is a deprecated GCC extension", "use #define and #ifdef");
        var tokens = directive.Tokens;
        if (tokens[0].Type != TokenType.Name)
        {
            Report(
                Rules.MalformedDirective, directive.NameStart, NameLength(directive),
                tokens[0].Type == TokenType.End ? "assertion without predicate" : "predicate must be an identifier");
            return;
        }

        var predicate = Encoding.UTF8.GetString(tokens[0].Text);
        if (tokens.Length == 2 && directive.Kind == DirectiveKind.Unassert)
        {
            _assertions.Remove(predicate);
            return;
        }

        if (tokens[1].Type != TokenType.OpenParen || tokens[^2].Type != TokenType.CloseParen || tokens.Length < 5)
        {
            Report(
                Rules.MalformedDirective, directive.NameStart, NameLength(directive),
                tokens[1].Type == TokenType.OpenParen && tokens.Length == 4
                    ? "predicate's answer is empty" : "the answer of a predicate stands in parentheses");
            return;
        }

        var answer = AnswerKey(tokens.AsSpan(2, tokens.Length - 4));
        _assertions.TryGetValue(predicate, out var answers);
        if (directive.Kind == DirectiveKind.Unassert)
        {
            answers?.Remove(answer);
            return;
        }

        if (answers is null) _assertions.Add(predicate, answers = new HashSet<string>(StringComparer.Ordinal));
        if (!answers.Add(answer))
        {
            Report(Rules.Assertions, directive.NameStart, NameLength(directive), $"\"{predicate}\" re-asserted");
        }
    }

    /// <summary>One string per asserted answer; spaces count only where they are.</summary>
    public static string AnswerKey(ReadOnlySpan<Token> answer)
    {
        var key = new StringBuilder();
        for (var i = 0; i < answer.Length; i++)
        {
            if (i > 0 && answer[i].IsWhite) key.Append(' ');
            key.Append(Encoding.UTF8.GetString(answer[i].Text));
        }

        return key.ToString();
    }

    /// <summary>The text of a macro such as <c>__LINE__</c> at a place.</summary>
    public string BuiltinText(int name, in Token at)
    {
        switch (name)
        {
            case KnownNames.Line:
                return Map.PresumedOf(at).Line.ToString(CultureInfo.InvariantCulture);
            case KnownNames.File:
                return StringLiteral.Escape(Map.PresumedOf(at).File);
            case KnownNames.BaseFile:
                return StringLiteral.Escape(_input.Path);
            case KnownNames.IncludeLevel:
                return (_depth - 1).ToString(CultureInfo.InvariantCulture);
            case KnownNames.Counter:
                return (_counter++).ToString(CultureInfo.InvariantCulture);
        }

        var now = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { } epoch
            && long.TryParse(epoch, out var seconds) && seconds is >= 0 and <= 253402300799
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
                : DateTime.Now;
        var culture = CultureInfo.InvariantCulture;
        return name switch
        {
            KnownNames.Date => "\"" + now.ToString("MMM ", culture) + now.Day.ToString(culture).PadLeft(2)
                               + now.ToString(" yyyy", culture) + "\"",
            KnownNames.Time => "\"" + now.ToString("HH:mm:ss", culture) + "\"",
            _ => "\"" + now.ToString("ddd MMM ", culture) + now.Day.ToString(culture).PadLeft(2)
                 + now.ToString(" HH:mm:ss yyyy", culture) + "\"",
        };
    }
}
