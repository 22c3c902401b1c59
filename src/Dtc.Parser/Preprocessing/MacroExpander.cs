using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Expands macros the way gcc's cpplib does: a stack of token lists being read, padding tokens where lists begin and
/// end (the printer decides from them where spaces go), names disabled while their own expansion is on the stack.
/// </summary>
internal sealed partial class MacroExpander(PreprocessRun run, MacroTable macros)
{
    /// <summary>Steps (tokens read or copied) that one compilation may take.</summary>
    public const int StepLimit = 4_000_000;

    /// <summary>Expansions that may be recorded for the source map.</summary>
    public const int ExpansionLimit = 2_000_000;

    private const int DepthLimit = 1000;

    /// <summary>Larger lists are not worth keeping.</summary>
    private const int KeptTokens = 1 << 14;

    private readonly Stack<TokenList> _lists = new();
    private readonly Stack<ArgumentSet> _argumentSets = new();
    private readonly Scratch _scratch = new();
    private Context[] _contexts = new Context[16];
    private int _depth;
    private int _steps;
    private int _collecting; // > 0: macro names are read, not expanded
    private int _recursion;
    private Token[] _line = []; // the tokens of the directive being read
    private int _linePosition;
    private int _lineFrame;

    /// <summary>True while a directive's tokens are the source, not the text.</summary>
    public bool InDirective { get; private set; }

    /// <summary>True when every further step would be one too many.</summary>
    public bool IsExhausted => _steps < 0;

    /// <summary>True while an expansion is being read.</summary>
    public bool IsExpanding => _depth > 0;

    public void Reset()
    {
        _steps = StepLimit;
        Abort();
    }

    /// <summary>Drops whatever is being expanded.</summary>
    public void Abort()
    {
        while (_depth > 0) Pop();
        _collecting = _recursion = 0;
        InDirective = false;
        _scratch.Reset();
    }

    /// <summary>Starts the expansion of a name met in the text; false when it is no call after all.</summary>
    public bool Begin(in Token name)
    {
        _scratch.Reset();
        return Enter(name);
    }

    public void Spend(int steps)
    {
        if ((_steps -= steps) < 0) TooLarge();
    }

    /// <summary>Makes the tokens of a directive the source; returns what <see cref="EndDirective"/> needs.</summary>
    public (Token[] Line, int Position, int Frame, bool In, int Collecting) BeginDirective(Token[] tokens, int frame)
    {
        var saved = (_line, _linePosition, _lineFrame, InDirective, _collecting);
        (_line, _linePosition, _lineFrame, InDirective, _collecting) = (tokens, 0, frame, true, 0);
        return saved;
    }

    public void EndDirective((Token[] Line, int Position, int Frame, bool In, int Collecting) saved)
    {
        while (_depth > 0) Pop();
        (_line, _linePosition, _lineFrame, InDirective, _collecting) = saved;
    }

    /// <summary>The next token of the expansion (or directive), macros replaced.</summary>
    public void Get(out Token token)
    {
        while (true)
        {
            if (--_steps < 0) TooLarge();
            if (_depth == 0)
            {
                ReadBase(out token);
            }
            else
            {
                ref var context = ref _contexts[_depth - 1];
                if (context.Position < context.End)
                {
                    token = context.Tokens[context.Position++];
                    if (context.Origin >= 0) token.Origin = context.Origin;
                    if ((token.Flags & TokenFlags.PasteLeft) != 0)
                    {
                        PasteAll(token);
                        if (InDirective) continue;
                        token = Token.PaddingFor(token);
                        return;
                    }
                }
                else
                {
                    Pop();
                    if (InDirective) continue;
                    token = Token.AvoidPaste;
                    return;
                }
            }

            if (token.Type != TokenType.Name || (token.Flags & TokenFlags.NoExpand) != 0
                || !macros.IsDefined(token.Id)) return;
            if (macros.IsDisabled(token.Id))
            {
                token.Flags |= TokenFlags.NoExpand;
                return;
            }

            if (_collecting > 0 || !Enter(token)) return;
            if (InDirective) continue;
            token = Token.PaddingFor(token);
            return;
        }
    }

    /// <summary>Steps back over the token read last.</summary>
    public void Unget(in Token token)
    {
        if (_depth > 0) _contexts[_depth - 1].Position--;
        else if (InDirective && token.Type != TokenType.End) _linePosition--;
    }

    /// <summary>The next token of the directive as written, for operators whose operand is not expanded.</summary>
    public void GetUnexpanded(out Token token)
    {
        _collecting++;
        Get(out token);
        _collecting--;
    }

    private void ReadBase(out Token token)
    {
        if (!InDirective)
        {
            run.NextToken(out token);
            return;
        }

        token = _line[_linePosition];
        token.Frame = _lineFrame;
        if (token.Type != TokenType.End) _linePosition++;
    }

    /// <summary>Replaces a macro name: pushes what it stands for. False: it is an ordinary name here.</summary>
    private bool Enter(in Token name)
    {
        var macro = macros.Get(name.Id)!;
        if (macro.IsBuiltin) return EnterBuiltin(macro, name);
        if (macro.IsFunction)
        {
            _collecting++;
            var arguments = ReadCall(macro, name);
            _collecting--;
            if (arguments is null) return false;
            if (macro.Parameters.Length > 0)
            {
                var result = Replace(macro, arguments, run.Map.AddExpansion(macro, name));
                Push(result.Items, 0, result.Count, macro.NameId, -1, result);
                Return(arguments);
                macros.Disable(macro.NameId);
                return true;
            }

            Return(arguments);
        }

        Push(macro.Body, 0, macro.Body.Length, macro.NameId, run.Map.AddExpansion(macro, name), null);
        macros.Disable(macro.NameId);
        return true;
    }

    private void Push(Token[] tokens, int start, int end, int macro, int origin, TokenList? owned)
    {
        if (_depth == _contexts.Length) Array.Resize(ref _contexts, _depth * 2);
        _contexts[_depth++] = new Context(tokens, start, end, macro, origin, owned);
    }

    private void PushOne(in Token token)
    {
        var list = RentList();
        list.Add(token);
        Push(list.Items, 0, 1, 0, -1, list);
    }

    private void Pop()
    {
        ref var context = ref _contexts[--_depth];
        if (context.Macro != 0) macros.Enable(context.Macro);
        if (context.Owned is { } list && list.Items.Length <= KeptTokens) _lists.Push(list);
        context = default;
    }

    private TokenList RentList()
    {
        if (!_lists.TryPop(out var list)) return new TokenList();
        list.Count = 0;
        return list;
    }

    private ArgumentSet RentArguments(int parameters)
    {
        if (!_argumentSets.TryPop(out var set)) set = new ArgumentSet();
        Spend(parameters);
        set.Reset(parameters);
        return set;
    }

    private void Return(ArgumentSet set)
    {
        if (set.Raw.Items.Length <= KeptTokens && set.Expanded.Items.Length <= KeptTokens) _argumentSets.Push(set);
    }

    private static void TooLarge() => throw new ExpansionAbortedException(
        Rules.ExpansionTooLarge, "macro expansion grows too large; macros are no longer expanded",
        "look for macros that multiply each other");

    /// <summary>A token list being read.</summary>
    private struct Context(Token[] tokens, int position, int end, int macro, int origin, TokenList? owned)
    {
        public Token[] Tokens = tokens;
        public int Position = position;
        public int End = end;

        /// <summary>The macro to enable again at the end; 0 when the list is no macro's.</summary>
        public int Macro = macro;

        /// <summary>The expansion its tokens stem from; -1 when each token knows.</summary>
        public int Origin = origin;

        /// <summary>The list to give back at the end.</summary>
        public TokenList? Owned = owned;
    }
}
