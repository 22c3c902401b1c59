using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <content>
/// Integer expressions: C's operators and precedence on unsigned 64-bit numbers. Unlike in C every operand is
/// evaluated, so a division by zero counts wherever it stands.
/// </content>
public sealed partial class DtsParser
{
    private const int MaxExpressionDepth = 2000;

    private int _expressionDepth;

    // The '>' that closes the cells was taken for an operator, because a ')' before it is missing.
    private bool _angleTaken;

    // literal | 'c' | ( expr )
    private bool IntegerPrimary(out ulong value)
    {
        value = 0;
        switch (_lexer.Kind)
        {
            case TokenKind.Literal or TokenKind.CharLiteral:
                value = _lexer.Value;
                _lexer.Next();
                return true;
            case TokenKind.Identifier:
                UnexpectedWord();
                return true;
            case TokenKind.Char when _lexer.Is('('):
                return Parenthesized(out value);
            default:
                return false;
        }
    }

    private bool Parenthesized(out ulong value)
    {
        value = 0;
        var open = _lexer.Start;
        if (_expressionDepth >= MaxExpressionDepth)
        {
            Report(Rules.SyntaxTooDeep, _lexer.Span, $"parentheses nest deeper than {MaxExpressionDepth}");
            _lexer.Abandon();
            _lexer.Next();
            _unwinding = true;
            return true;
        }

        _expressionDepth++;
        _lexer.Next();
        value = Conditional();
        _expressionDepth--;
        if (_lexer.Is(')'))
        {
            _lexer.Next();
            return true;
        }

        if (!_unwinding && !_angleTaken) ReportUnclosedParenthesis(open);
        return true;
    }

    private void ReportUnclosedParenthesis(int open)
    {
        var end = _lexer.Is(';') || _lexer.Is('}') || _lexer.Is('>') || _lexer.Kind == TokenKind.EndOfFile;
        _diagnostics.Add(new Diagnostic(
            end ? Rules.Unclosed : Rules.SyntaxError,
            end ? new SourceSpan(_lexer.PreviousEnd, 0) : _lexer.Span,
            end ? "missing ')'" : $"expected an operator or ')', found {Described()}")
        {
            Related = [new RelatedSpan("opened here", new SourceSpan(open, 1))],
        });

        // To the partner on this statement, if it has one.
        for (var nested = 1; !_lexer.Is(';') && !_lexer.Is('{') && !_lexer.Is('}') && _lexer.Kind != TokenKind.EndOfFile;)
        {
            if (_lexer.Is('>') && nested == 1) return;
            if (_lexer.Is('(')) nested++;
            else if (_lexer.Is(')') && --nested == 0)
            {
                _lexer.Next();
                return;
            }

            _lexer.Next();
        }
    }

    // or [ ? expr : conditional ]
    private ulong Conditional()
    {
        var condition = Binary(1);
        if (!_lexer.Is('?')) return condition;
        if (++_expressionDepth >= MaxExpressionDepth)
        {
            _expressionDepth--;
            Report(Rules.SyntaxTooDeep, _lexer.Span, $"conditional expressions nest deeper than {MaxExpressionDepth}");
            _lexer.Abandon();
            _lexer.Next();
            _unwinding = true;
            return 0;
        }

        _lexer.Next();
        var yes = Conditional();
        if (!_lexer.Is(':'))
        {
            if (!_unwinding && !_angleTaken) Report(Rules.SyntaxError, _lexer.Span, $"expected ':' of the '?', found {Described()}");
            _expressionDepth--;
            return 0;
        }

        _lexer.Next();
        var no = Conditional();
        _expressionDepth--;
        return condition != 0 ? yes : no;
    }

    private ulong Binary(int lowest)
    {
        var start = _lexer.Start;
        var left = Unary();
        while (true)
        {
            var level = Precedence();
            if (level < lowest) return left;
            var (kind, c) = (_lexer.Kind, (char)_lexer.Char);
            var place = _lexer.Start;
            _lexer.Next();
            if (c == '>' && kind == TokenKind.Char && (_lexer.Is(';') || _lexer.Is(',') || _lexer.Is('}')))
            {
                _angleTaken = true;
                Report(Rules.Unclosed, new SourceSpan(place, 0), "missing ')' before '>'");
                return left;
            }

            var right = Binary(level + 1);
            if (_angleTaken) return left;
            if (right == 0 && kind == TokenKind.Char && c is ('/' or '%'))
            {
                Report(Rules.DivisionByZero, SourceSpan.FromBounds(start, _lexer.PreviousEnd), "division by zero");
                left = 0;
                continue;
            }

            left = Apply(kind, c, left, right);
        }
    }

    private int Precedence() => _lexer.Kind switch
    {
        TokenKind.LogicalOr => 1,
        TokenKind.LogicalAnd => 2,
        TokenKind.Equal or TokenKind.NotEqual => 6,
        TokenKind.LessOrEqual or TokenKind.GreaterOrEqual => 7,
        TokenKind.ShiftLeft or TokenKind.ShiftRight => 8,
        TokenKind.Char => (char)_lexer.Char switch
        {
            '|' => 3,
            '^' => 4,
            '&' => 5,
            '<' or '>' => 7,
            '+' or '-' => 9,
            '*' or '/' or '%' => 10,
            _ => 0,
        },
        _ => 0,
    };

    private static ulong Apply(TokenKind kind, char c, ulong a, ulong b) => kind switch
    {
        TokenKind.LogicalOr => a != 0 || b != 0 ? 1u : 0u,
        TokenKind.LogicalAnd => a != 0 && b != 0 ? 1u : 0u,
        TokenKind.Equal => a == b ? 1u : 0u,
        TokenKind.NotEqual => a != b ? 1u : 0u,
        TokenKind.LessOrEqual => a <= b ? 1u : 0u,
        TokenKind.GreaterOrEqual => a >= b ? 1u : 0u,
        TokenKind.ShiftLeft => b < 64 ? a << (int)b : 0,
        TokenKind.ShiftRight => b < 64 ? a >> (int)b : 0,
        _ => c switch
        {
            '|' => a | b,
            '^' => a ^ b,
            '&' => a & b,
            '<' => a < b ? 1u : 0u,
            '>' => a > b ? 1u : 0u,
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            '/' => a / b,
            _ => a % b,
        },
    };

    private ulong Unary()
    {
        // A chain of signs is read in a loop, from the outside in, and applied from the inside out.
        var signs = 0;
        Span<char> chain = stackalloc char[16];
        while (_lexer.Kind == TokenKind.Char && (char)_lexer.Char is '-' or '~' or '!')
        {
            if (signs == chain.Length)
            {
                var longer = new char[signs * 4];
                chain.CopyTo(longer);
                chain = longer;
            }

            chain[signs++] = (char)_lexer.Char;
            _lexer.Next();
        }

        if (!IntegerPrimary(out var value) && !_unwinding)
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a number, found {Described()}",
                _lexer.Kind == TokenKind.LabelReference ? "a phandle is not known before the tree is finished: it cannot be calculated with" : null);
        }

        while (signs > 0)
        {
            value = chain[--signs] switch { '-' => 0 - value, '~' => ~value, _ => value == 0 ? 1u : 0u };
        }

        return value;
    }
}
