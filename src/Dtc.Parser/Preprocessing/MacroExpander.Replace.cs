namespace Dtc.Parser.Preprocessing;

/// <summary>Putting arguments into a macro body, and pasting.</summary>
internal sealed partial class MacroExpander
{
    private TokenList Replace(Macro macro, ArgumentSet set, int expansion)
    {
        var body = macro.Body;
        var result = RentList();
        var last = macro.Parameters.Length - 1;
        Prepare(set, body, expansion);
        var vaOpt = new VaOptState();
        var vaOptStart = -1; // index of the token before the __VA_OPT__ being expanded
        var inVaOpt = false;
        var dropped = false;
        Spend(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            ref readonly var source = ref body[i];
            var pastesRight = i > 0 && body[i - 1].PastesLeft;
            if (macro.IsVariadic)
            {
                switch (vaOpt.Next(source))
                {
                    case VaOptState.Step.Begin:
                        if (i > 0 && !pastesRight) result.Add(Token.PaddingFor(source));
                        vaOptStart = result.Count - 1;
                        inVaOpt = true;
                        dropped = IsEmpty(set, ref set.Items[last]);
                        continue;
                    case VaOptState.Step.Open:
                        continue;
                    case VaOptState.Step.Inside when dropped:
                        continue;
                    case VaOptState.Step.End:
                        inVaOpt = false;
                        EndVaOpt(result, vaOptStart, vaOpt.At, source, expansion);
                        continue;
                }
            }

            if (source.Type != TokenType.Parameter)
            {
                result.Add(source);
                result.Items[result.Count - 1].Origin = expansion;
                continue;
            }

            var atVaOptStart = inVaOpt && vaOptStart >= 0 && result.Count - 1 == vaOptStart;
            ReplaceParameter(macro, set, source, i, pastesRight, atVaOptStart, result);
        }

        return result;
    }

    private void Prepare(ArgumentSet set, Token[] body, int expansion)
    {
        for (var i = 0; i < body.Length; i++)
        {
            ref readonly var source = ref body[i];
            if (source.Type != TokenType.Parameter) continue;
            ref var argument = ref set.Items[source.Id];
            if ((source.Flags & TokenFlags.Stringify) != 0)
            {
                if (argument.IsStringified) continue;
                var place = source;
                place.Origin = expansion;
                argument.Stringified = Stringify(set.Raw.Items, argument.Start, argument.Count, place);
                argument.IsStringified = true;
            }
            else if (!source.PastesLeft && !(i > 0 && body[i - 1].PastesLeft) && !argument.IsExpanded)
            {
                Expand(set, ref argument);
            }
        }
    }

    private void ReplaceParameter(
        Macro macro, ArgumentSet set, in Token source, int index, bool pastesRight, bool atVaOptStart, TokenList result)
    {
        ref var argument = ref set.Items[source.Id];
        var from = set.Raw.Items;
        var start = argument.Start;
        var count = argument.Count;
        var flagged = -1; // index of a token whose paste flag must become the parameter's
        var single = (source.Flags & TokenFlags.Stringify) != 0;
        if (single)
        {
            count = 1;
        }
        else if (source.PastesLeft)
        {
        }
        else if (pastesRight)
        {
            if (result.Count > 0)
            {
                // GNU: in ', ## args' the comma goes when args was left out; otherwise nothing is pasted.
                var before = result.Count - 1;
                if (result.Items[before].Type == TokenType.Comma && macro.IsVariadic
                    && source.Id == macro.Parameters.Length - 1)
                {
                    if (argument.Omitted) result.Count--;
                    else flagged = before;
                }
                else if (count == 0)
                {
                    flagged = before;
                }
            }
        }
        else
        {
            from = set.Expanded.Items;
            start = argument.ExpandedStart;
            count = argument.ExpandedCount;
            if (atVaOptStart) Spend(count);
            while (atVaOptStart && count > 0 && from[start].Type == TokenType.Padding)
            {
                start++;
                count--;
            }
        }

        if (!InDirective && index > 0 && !pastesRight && !atVaOptStart) result.Add(Token.PaddingFor(source));
        if (count > 0)
        {
            Spend(count);
            if (single) result.Add(argument.Stringified);
            else for (var j = 0; j < count; j++) result.Add(from[start + j]);
            if (source.PastesLeft) flagged = result.Count - 1;
        }

        if (!InDirective && !source.PastesLeft) result.Add(Token.AvoidPaste);
        if (flagged >= 0) CopyPasteFlag(ref result.Items[flagged], source);
    }

    private static void CopyPasteFlag(ref Token token, in Token source) =>
        token.Flags = (token.Flags & ~TokenFlags.PasteLeft) | (source.Flags & TokenFlags.PasteLeft);

    private bool IsEmpty(ArgumentSet set, ref Argument argument)
    {
        if (!argument.IsExpanded) Expand(set, ref argument);
        Spend(argument.ExpandedCount);
        for (var i = 0; i < argument.ExpandedCount; i++)
        {
            if (set.Expanded.Items[argument.ExpandedStart + i].Type != TokenType.Padding) return false;
        }

        return true;
    }

    private void EndVaOpt(TokenList result, int start, in Token name, in Token close, int expansion)
    {
        var pasted = result.Count - 1;
        if ((name.Flags & TokenFlags.Stringify) != 0)
        {
            PasteWithin(result, start + 1);
            var place = name;
            place.Origin = expansion;
            var text = Stringify(result.Items, start + 1, result.Count - start - 1, place);
            result.Count = start + 1;
            CopyPasteFlag(ref text, close);
            result.Add(text);
            return;
        }

        if (start >= 0 && pasted == start && result.Items[start].PastesLeft)
        {
            result.Items[start].Flags &= ~TokenFlags.PasteLeft; // nothing came: nothing to paste to
        }

        if (!close.PastesLeft)
        {
            result.Add(Token.AvoidPaste);
            return;
        }

        while (pasted >= 0 && pasted != start && IsAvoidPaste(result.Items[pasted])) pasted = --result.Count - 1;
        if (pasted >= 0 && result.Items[pasted].Type != TokenType.Padding) CopyPasteFlag(ref result.Items[pasted], close);
    }

    private static bool IsAvoidPaste(in Token token) =>
        token.Type == TokenType.Padding && (token.Flags & TokenFlags.Inherits) == 0;

    /// <summary>Carries out the pastes among the tokens from <paramref name="start"/> on, before they are stringified.</summary>
    private void PasteWithin(TokenList list, int start)
    {
        var to = start;
        for (var i = start; i < list.Count; i++)
        {
            var token = list.Items[i];
            while (token.PastesLeft && i + 1 < list.Count)
            {
                var right = list.Items[i + 1];
                if (!Paste(ref token, right)) break;
                i++;
                if (right.PastesLeft) token.Flags |= TokenFlags.PasteLeft;
            }

            list.Items[to++] = token;
        }

        list.Count = to;
    }

    private void PasteAll(Token left)
    {
        while (true)
        {
            ref var context = ref _contexts[_depth - 1];
            if (context.Position >= context.End) break;
            var right = context.Tokens[context.Position++];
            if (!Paste(ref left, right))
            {
                context.Position--;
                break;
            }

            if (!right.PastesLeft) break;
        }

        left.Flags &= ~TokenFlags.PasteLeft;
        PushOne(left);
    }

    /// <summary>Pastes two tokens; when they make none, the left one stays (no error: assembler may paste anything).</summary>
    private bool Paste(ref Token left, in Token right)
    {
        var length = left.Length + right.Length + 2;
        Spend(1 + (length >> 4));
        var bytes = _scratch.Rent(length + 1, out var at);
        left.Text.CopyTo(bytes.AsSpan(at));
        var end = at + left.Length;
        if (left.Type == TokenType.Slash && right.Type != TokenType.Assign) bytes[end++] = (byte)' '; // no comments
        right.Text.CopyTo(bytes.AsSpan(end));
        end += right.Length;
        bytes[end] = (byte)'\n';
        bytes[end + 1] = 0;
        var p = at;
        var token = TokenLexer.Lex(bytes, ref p);
        left.Flags &= ~TokenFlags.PasteLeft;
        if (p != end) return false;
        if (token.Type == TokenType.Name) token.Id = run.Names.Find(token.Text);
        (token.Origin, token.Frame, token.Place) = (left.Origin, left.Frame, left.Place);
        token.Flags = left.Flags & TokenFlags.White;
        left = token;
        return true;
    }
}
