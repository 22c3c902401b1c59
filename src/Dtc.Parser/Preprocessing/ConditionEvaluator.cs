using System.Runtime.CompilerServices;
using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Evaluates the expression of <c>#if</c>: 64-bit integers, signed or not (C11 6.10.1), as one recursive descent over
/// the tokens that macro expansion yields.
/// </summary>
internal sealed partial class ConditionEvaluator(
    PreprocessRun run, MacroExpander expander, MacroTable macros, Dictionary<string, HashSet<string>> assertions,
    string directive)
{
    private const int DepthLimit = 1000;

    private Token _token;
    private int _skip; // > 0: the operand does not count (short circuit)
    private int _depth;

    /// <summary>The value as a truth; false after a fault, which is reported.</summary>
    public bool Evaluate()
    {
        try
        {
            Next();
            if (_token.Type == TokenType.End) throw Fail($"{directive} with no expression");
            var value = Comma();
            if (_token.Type == TokenType.End) return value.Bits != 0;
            throw _token.Type switch
            {
                TokenType.CloseParen => Fail("missing '(' in expression"),
                TokenType.Colon => Fail("':' without preceding '?'"),
                _ => Fail($"missing binary operator before token \"{Spelled}\""),
            };
        }
        catch (FaultException)
        {
            return false;
        }
    }

    private string Spelled => Encoding.UTF8.GetString(_token.Text);

    private void Next()
    {
        do expander.Get(out _token);
        while (_token.Type == TokenType.Padding);
    }

    private FaultException Fail(string message, string? help = null)
    {
        run.Report(Rules.MalformedCondition, _token, message, help);
        return new FaultException();
    }

    private void Overflow(in Token at)
    {
        if (_skip == 0) run.Report(Rules.ConditionOverflow, at, "integer overflow in preprocessor expression");
    }

    private Value Comma()
    {
        var value = Conditional();
        while (_token.Type == TokenType.Comma)
        {
            if (_skip == 0) run.Report(Rules.CommaInCondition, _token, "comma operator in operand of #if");
            Next();
            value = Conditional();
        }

        return value;
    }

    private Value Conditional()
    {
        Enter();
        var condition = Binary(1);
        if (_token.Type == TokenType.Question)
        {
            Next();
            if (condition.Bits == 0) _skip++;
            var yes = Comma();
            if (condition.Bits == 0) _skip--;
            if (_token.Type != TokenType.Colon) throw Fail("'?' without following ':'");
            Next();
            if (condition.Bits != 0) _skip++;
            var no = Conditional();
            if (condition.Bits != 0) _skip--;
            condition = new Value((condition.Bits != 0 ? yes : no).Bits, yes.IsUnsigned || no.IsUnsigned);
        }

        _depth--;
        return condition;
    }

    private void Enter()
    {
        if (++_depth > DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            run.Report(Rules.NestingTooDeep, _token, "the expression is nested too deeply");
            throw new FaultException();
        }
    }

    private static int Precedence(TokenType type) => type switch
    {
        TokenType.OrOr => 1,
        TokenType.AndAnd => 2,
        TokenType.Or => 3,
        TokenType.Xor => 4,
        TokenType.And => 5,
        TokenType.Equal or TokenType.NotEqual => 6,
        TokenType.Less or TokenType.LessEqual or TokenType.Greater or TokenType.GreaterEqual => 7,
        TokenType.ShiftLeft or TokenType.ShiftRight => 8,
        TokenType.Plus or TokenType.Minus => 9,
        TokenType.Star or TokenType.Slash or TokenType.Percent => 10,
        _ => 0,
    };

    private Value Binary(int least)
    {
        var left = Unary();
        while (true)
        {
            var op = _token;
            var precedence = Precedence(op.Type);
            if (precedence < least || precedence == 0) return left;
            Next();
            var skips = (op.Type == TokenType.OrOr && left.Bits != 0) || (op.Type == TokenType.AndAnd && left.Bits == 0);
            if (skips) _skip++;
            var right = Binary(precedence + 1);
            if (skips) _skip--;
            left = Apply(op, left, right);
        }
    }

    private Value Unary()
    {
        var op = _token;
        switch (op.Type)
        {
            case TokenType.Plus or TokenType.Minus or TokenType.Tilde or TokenType.Not:
                Enter();
                Next();
                var operand = Unary();
                _depth--;
                switch (op.Type)
                {
                    case TokenType.Minus:
                        if (!operand.IsUnsigned && operand.Bits == 1UL << 63) Overflow(op);
                        return operand with { Bits = 0 - operand.Bits };
                    case TokenType.Tilde:
                        return operand with { Bits = ~operand.Bits };
                    case TokenType.Not:
                        return new Value(operand.Bits == 0 ? 1UL : 0, false);
                    default:
                        return operand;
                }

            default:
                return Primary();
        }
    }

    private Value Primary()
    {
        var token = _token;
        switch (token.Type)
        {
            case TokenType.OpenParen:
                Next();
                if (_token.Type == TokenType.CloseParen) throw Fail("missing expression between '(' and ')'");
                var inner = Comma();
                if (_token.Type != TokenType.CloseParen)
                {
                    throw _token.Type == TokenType.End
                        ? Fail("missing ')' in expression")
                        : Fail($"missing binary operator before token \"{Spelled}\"");
                }

                Next();
                return inner;
            case TokenType.Number:
                Next();
                return Number(token);
            case TokenType.Char or TokenType.WideChar:
                Next();
                return Character(token);
            case TokenType.Name when token.Id == KnownNames.Defined:
                return Defined();
            case TokenType.Name:
                Next();
                return default;
            case TokenType.Hash:
                return Assertion();
            case TokenType.End:
                throw Fail($"{directive} expression ends where a value should stand");
            case TokenType.String or TokenType.WideString or TokenType.Other or TokenType.Assign:
                throw Fail($"token \"{Spelled}\" is not valid in preprocessor expressions");
            default:
                throw Precedence(token.Type) > 0 || token.Type is TokenType.Question or TokenType.Colon or TokenType.Comma
                    ? Fail($"operator '{Spelled}' has no left operand")
                    : Fail($"token \"{Spelled}\" is not valid in preprocessor expressions");
        }
    }

    private Value Defined()
    {
        expander.GetUnexpanded(out _token);
        var paren = _token.Type == TokenType.OpenParen;
        if (paren) expander.GetUnexpanded(out _token);
        if (_token.Type != TokenType.Name) throw Fail("operator \"defined\" requires an identifier");
        var value = macros.IsDefined(_token.Id);
        if (paren)
        {
            expander.GetUnexpanded(out _token);
            if (_token.Type != TokenType.CloseParen) throw Fail("missing ')' after \"defined\"");
        }

        Next();
        return new Value(value ? 1UL : 0, false);
    }

    /// <summary><c>#predicate(answer)</c>, GCC's old extension.</summary>
    private Value Assertion()
    {
        run.Report(Rules.Assertions, _token, "assertions are a deprecated extension", "use #define and #ifdef");
        expander.GetUnexpanded(out _token);
        if (_token.Type != TokenType.Name)
        {
            run.Report(
                Rules.MalformedCondition, _token,
                _token.Type == TokenType.End ? "assertion without predicate" : "predicate must be an identifier");
            Next();
            return default;
        }

        var predicate = Spelled;
        expander.GetUnexpanded(out _token);
        if (_token.Type != TokenType.OpenParen)
        {
            expander.Unget(_token);
            Next();
            return new Value(assertions.ContainsKey(predicate) ? 1UL : 0, false);
        }

        var answer = new List<Token>();
        for (var depth = 1; ;)
        {
            expander.GetUnexpanded(out _token);
            if (_token.Type == TokenType.End) throw Fail("missing ')' to complete answer");
            if (_token.Type == TokenType.OpenParen) depth++;
            if (_token.Type == TokenType.CloseParen && --depth == 0) break;
            answer.Add(_token);
        }

        if (answer.Count == 0) run.Report(Rules.MalformedCondition, _token, "predicate's answer is empty");
        Next();
        var key = PreprocessRun.AnswerKey(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(answer));
        return new Value(assertions.TryGetValue(predicate, out var answers) && answers.Contains(key) ? 1UL : 0, false);
    }

    /// <summary>A number of the type intmax_t or uintmax_t.</summary>
    private readonly record struct Value(ulong Bits, bool IsUnsigned)
    {
        public long Signed => (long)Bits;
    }

    /// <summary>Leaves the descent after a reported fault.</summary>
    private sealed class FaultException : Exception;
}
