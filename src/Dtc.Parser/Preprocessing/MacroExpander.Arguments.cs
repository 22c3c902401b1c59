using System.Runtime.CompilerServices;
using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Reading, expanding and stringifying macro arguments.</summary>
internal sealed partial class MacroExpander
{
    /// <summary>
    /// After the name of a function-like macro: its arguments, or null when no parenthesis follows or the call is
    /// faulty (reported). Line ends and directives may lie between the arguments, as in gcc.
    /// </summary>
    private ArgumentSet? ReadCall(Macro macro, in Token name)
    {
        Token token;
        var padding = default(Token);
        var padded = false;
        while (true)
        {
            if (_depth == 0 && !InDirective)
            {
                if (run.TakeOpenParen()) break;
                if (padded) PushOne(padding);
                return null;
            }

            Get(out token);
            if (token.Type == TokenType.Padding)
            {
                if (!padded || (padding.Flags & TokenFlags.Inherits) == 0
                    || (!padding.IsWhite && (token.Flags & TokenFlags.Inherits) == 0)) padding = token;
                padded = true;
                continue;
            }

            if (token.Type == TokenType.OpenParen) break;
            Unget(token);
            if (padded) PushOne(padding);
            return null;
        }

        return Collect(macro, name);
    }

    private ArgumentSet? Collect(Macro macro, in Token name)
    {
        var set = RentArguments(macro.Parameters.Length);
        var raw = set.Raw;
        var parameters = macro.Parameters.Length;
        var count = 0;
        var firstLength = 0;
        Token token;
        do
        {
            var parens = 0;
            var start = raw.Count;
            count++;
            while (true)
            {
                Get(out token);
                if (token.Type == TokenType.Padding)
                {
                    if (raw.Count == start) continue;
                }
                else if (token.Type == TokenType.OpenParen)
                {
                    parens++;
                }
                else if (token.Type == TokenType.CloseParen)
                {
                    if (parens-- == 0) break;
                }
                else if (token.Type == TokenType.Comma)
                {
                    if (parens == 0 && !(macro.IsVariadic && count == parameters)) break;
                }
                else if (token.Type == TokenType.End
                         || (token.Type == TokenType.Hash && (token.Flags & TokenFlags.LineStart) != 0))
                {
                    break;
                }

                raw.Add(token);
            }

            while (raw.Count > start && raw.Items[raw.Count - 1].Type == TokenType.Padding) raw.Count--;
            if (count == 1) firstLength = raw.Count - start;
            if (count <= parameters)
            {
                ref var argument = ref set.Items[count - 1];
                argument.Start = start;
                argument.Count = raw.Count - start;
                raw.Add(Token.EndAt(token.Frame, token.Place));
            }
            else
            {
                raw.Count = start;
            }
        }
        while (token.Type is not (TokenType.CloseParen or TokenType.End));

        if (token.Type == TokenType.End)
        {
            if (_depth > 0) Unget(token);
            run.Report(
                Rules.UnterminatedCall, name, $"unterminated argument list invoking macro \"{Spell(name)}\"",
                "close it with ')'", RelatedDefinition(macro));
            Return(set);
            return null;
        }

        if (count == 1 && parameters == 0 && firstLength == 0) count = 0;
        if (!CountIsRight(macro, name, count))
        {
            Return(set);
            return null;
        }

        if (macro.IsVariadic && (count < parameters || (count == 1 && firstLength == 0)))
        {
            set.Items[parameters - 1].Omitted = true;
        }

        return set;
    }

    private bool CountIsRight(Macro macro, in Token name, int count)
    {
        var parameters = macro.Parameters.Length;
        if (count == parameters || (count + 1 == parameters && macro.IsVariadic)) return true;
        run.Report(
            Rules.WrongArgumentCount, name,
            count < parameters
                ? $"macro \"{Spell(name)}\" requires {parameters} arguments, but only {count} given"
                : $"macro \"{Spell(name)}\" passed {count} arguments, but takes just {parameters}",
            null, RelatedDefinition(macro));
        return false;
    }

    private RelatedSpan? RelatedDefinition(Macro macro)
    {
        Spend(macro.Name.Length >> 4); // a message spells the name, and a macro may repeat the message
        return run.DefinitionOf(macro, $"macro \"{Encoding.UTF8.GetString(macro.Name)}\" defined here");
    }

    private static string Spell(in Token token) => Encoding.UTF8.GetString(token.Text);

    /// <summary>Expands an argument on its own (C11 6.10.3.1).</summary>
    private void Expand(ArgumentSet set, ref Argument argument)
    {
        argument.IsExpanded = true;
        argument.ExpandedStart = set.Expanded.Count;
        if (argument.Count == 0) return;
        if (++_recursion > DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ExpansionAbortedException(
                Rules.NestingTooDeep, "macro calls are nested too deeply; macros are no longer expanded",
                "split the expression");
        }

        Push(set.Raw.Items, argument.Start, argument.Start + argument.Count + 1, 0, -1, null);
        while (true)
        {
            Get(out var token);
            if (token.Type == TokenType.End) break;
            set.Expanded.Add(token);
        }

        Pop();
        _recursion--;
        argument.ExpandedCount = set.Expanded.Count - argument.ExpandedStart;
    }

    /// <summary>Makes a string literal of tokens (C11 6.10.3.2).</summary>
    private Token Stringify(Token[] tokens, int start, int count, in Token place)
    {
        var size = 2;
        for (var i = start; i < start + count; i++) size += tokens[i].Length * 2 + 1;
        Spend(size >> 4);
        var bytes = _scratch.Rent(size + 1, out var at);
        var to = at;
        bytes[to++] = (byte)'"';
        var source = default(Token);
        var hasSource = false;
        var backslashes = 0;
        for (var i = start; i < start + count; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Type == TokenType.Padding)
            {
                var inherits = (token.Flags & TokenFlags.Inherits) != 0;
                if (!hasSource || (!source.IsWhite && !inherits)) (source, hasSource) = (token, inherits);
                continue;
            }

            if (to > at + 1 && (hasSource ? source.IsWhite : token.IsWhite)) bytes[to++] = (byte)' ';
            hasSource = false;
            var escape = token.Type is TokenType.String or TokenType.Char or TokenType.WideString or TokenType.WideChar;
            foreach (var c in token.Text)
            {
                if (escape && (c == '"' || c == '\\')) bytes[to++] = (byte)'\\';
                bytes[to++] = c;
            }

            backslashes = token.Type == TokenType.Other && token.Text[0] == '\\' ? backslashes + 1 : 0;
        }

        if ((backslashes & 1) != 0)
        {
            to--;
            run.Report(Rules.BadStringify, place, "invalid string literal, ignoring the final '\\'");
        }

        bytes[to++] = (byte)'"';
        return new Token
        {
            Buffer = bytes, Start = at, Length = to - at, Type = TokenType.String,
            Origin = place.Origin, Frame = place.Frame, Place = place.Place,
        };
    }
}
