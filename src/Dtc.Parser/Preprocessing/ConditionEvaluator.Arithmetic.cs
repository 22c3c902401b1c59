using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Arithmetic and constants.</summary>
internal sealed partial class ConditionEvaluator
{
    private Value Apply(in Token op, Value left, Value right)
    {
        var unsigned = left.IsUnsigned || right.IsUnsigned;
        switch (op.Type)
        {
            case TokenType.OrOr: return Truth(left.Bits != 0 || right.Bits != 0);
            case TokenType.AndAnd: return Truth(left.Bits != 0 && right.Bits != 0);
            case TokenType.Or: return new Value(left.Bits | right.Bits, unsigned);
            case TokenType.Xor: return new Value(left.Bits ^ right.Bits, unsigned);
            case TokenType.And: return new Value(left.Bits & right.Bits, unsigned);
            case TokenType.Equal: return Truth(left.Bits == right.Bits);
            case TokenType.NotEqual: return Truth(left.Bits != right.Bits);
            case TokenType.Less: return Truth(unsigned ? left.Bits < right.Bits : left.Signed < right.Signed);
            case TokenType.LessEqual: return Truth(unsigned ? left.Bits <= right.Bits : left.Signed <= right.Signed);
            case TokenType.Greater: return Truth(unsigned ? left.Bits > right.Bits : left.Signed > right.Signed);
            case TokenType.GreaterEqual: return Truth(unsigned ? left.Bits >= right.Bits : left.Signed >= right.Signed);
            case TokenType.ShiftLeft: return Shift(op, left, right, leftwards: true);
            case TokenType.ShiftRight: return Shift(op, left, right, leftwards: false);
            case TokenType.Plus:
                var sum = left.Bits + right.Bits;
                if (!unsigned && (long)((left.Bits ^ sum) & (right.Bits ^ sum)) < 0) Overflow(op);
                return new Value(sum, unsigned);
            case TokenType.Minus:
                var difference = left.Bits - right.Bits;
                if (!unsigned && (long)((left.Bits ^ right.Bits) & (left.Bits ^ difference)) < 0) Overflow(op);
                return new Value(difference, unsigned);
            case TokenType.Star:
                if (!unsigned && Math.BigMul(left.Signed, right.Signed, out var low) != low >> 63) Overflow(op);
                return new Value(left.Bits * right.Bits, unsigned);
            default:
                return Divide(op, left, right, unsigned);
        }
    }

    private static Value Truth(bool value) => new(value ? 1UL : 0, false);

    private Value Divide(in Token op, Value left, Value right, bool unsigned)
    {
        var remainder = op.Type == TokenType.Percent;
        if (right.Bits == 0)
        {
            if (_skip == 0) run.Report(Rules.ConditionDivision, op, $"division by zero in {directive}");
            return new Value(left.Bits, unsigned);
        }

        if (unsigned) return new Value(remainder ? left.Bits % right.Bits : left.Bits / right.Bits, true);
        if (right.Signed == -1)
        {
            if (remainder) return default;
            if (left.Bits == 1UL << 63) Overflow(op);
            return new Value(0 - left.Bits, false);
        }

        return new Value((ulong)(remainder ? left.Signed % right.Signed : left.Signed / right.Signed), false);
    }

    private Value Shift(in Token op, Value left, Value right, bool leftwards)
    {
        // A negative count shifts the other way.
        var count = right.Bits;
        if (!right.IsUnsigned && right.Signed < 0)
        {
            leftwards = !leftwards;
            count = 0 - count;
        }

        if (!leftwards)
        {
            if (left.IsUnsigned) return left with { Bits = count > 63 ? 0 : left.Bits >> (int)count };
            return left with { Bits = (ulong)(left.Signed >> (int)Math.Min(count, 63)) };
        }

        var shifted = count > 63 ? 0 : left.Bits << (int)count;
        if (!left.IsUnsigned && (count > 63 ? left.Bits != 0 : (long)shifted >> (int)count != left.Signed)) Overflow(op);
        return left with { Bits = shifted };
    }

    private Value Number(in Token token)
    {
        var text = Encoding.UTF8.GetString(token.Text);
        var radix = 10;
        var p = 0;
        if (text.Length > 1 && text[0] == '0')
        {
            radix = 8;
            if (text[1] is 'x' or 'X' && text.Length > 2 && char.IsAsciiHexDigit(text[2])) (radix, p) = (16, 2);
            else if (text[1] is 'b' or 'B' && text.Length > 2 && text[2] is '0' or '1') (radix, p) = (2, 2);
        }

        ulong value = 0;
        var tooLarge = false;
        var badDigit = '\0';
        for (; p < text.Length; p++)
        {
            var c = text[p];
            int digit;
            if (char.IsAsciiDigit(c)) digit = c - '0';
            else if (radix == 16 && char.IsAsciiHexDigit(c)) digit = (c | 0x20) - 'a' + 10;
            else break;
            if (digit >= radix) badDigit = badDigit == 0 ? c : badDigit;
            var high = Math.BigMul(value, (ulong)radix, out var low);
            value = low + (ulong)digit;
            tooLarge |= high != 0 || value < low;
        }

        var suffix = text[p..];
        if (suffix.Contains('.', StringComparison.Ordinal)
            || (suffix.Length > 0 && (suffix[0] | 0x20) == (radix == 16 ? 'p' : 'e') && radix is 10 or 8 or 16))
        {
            return Zero(token, "floating constant in preprocessor expression");
        }

        if (badDigit != 0) return Zero(token, $"invalid digit \"{badDigit}\" in {(radix == 8 ? "octal" : "binary")} constant");
        var lower = suffix.ToUpperInvariant();
        if (lower is not ("" or "U" or "L" or "UL" or "LU" or "LL" or "ULL" or "LLU") || suffix.Contains("lL", StringComparison.Ordinal)
            || suffix.Contains("Ll", StringComparison.Ordinal))
        {
            return Zero(token, $"invalid suffix \"{suffix}\" on integer constant");
        }

        var unsigned = lower.Contains('U', StringComparison.Ordinal);
        if (tooLarge)
        {
            run.Report(Rules.ConditionOverflow, token, "integer constant is too large for its type");
        }
        else if (!unsigned && value >> 63 != 0)
        {
            if (radix == 10) run.Report(Rules.ConditionOverflow, token, "integer constant is so large that it is unsigned");
            unsigned = true;
        }

        return new Value(value, unsigned);
    }

    private Value Zero(in Token token, string message)
    {
        run.Report(Rules.MalformedCondition, token, message);
        return default;
    }

    private FaultException Reject(in Token token, string message)
    {
        run.Report(Rules.MalformedCondition, token, message);
        return new FaultException();
    }

    private Value Character(in Token token)
    {
        var text = token.Text;
        var wide = text[0] == 'L';
        text = text[(wide ? 2 : 1)..^1];
        if (text.IsEmpty) throw Reject(token, "empty character constant");
        ulong value = 0;
        var count = 0;
        for (var p = 0; p < text.Length;)
        {
            uint c;
            if (text[p] == '\\') c = Escape(text, ref p, token, wide);
            else if (wide && System.Text.Rune.DecodeFromUtf8(text[p..], out var rune, out var n) == System.Buffers.OperationStatus.Done)
            {
                c = (uint)rune.Value;
                p += n;
            }
            else c = text[p++];

            value = wide ? c : value << 8 | (c & 0xFF);
            count++;
        }

        if (count > 1)
        {
            run.Report(
                Rules.CharacterConstant, token,
                !wide && count > 4 ? "character constant too long for its type" : "multi-character character constant");
        }

        // A single char is signed; several make an int; wchar_t is an int too.
        return new Value(count == 1 && !wide ? (ulong)(sbyte)value : (ulong)(int)value, false);
    }

    private uint Escape(ReadOnlySpan<byte> text, ref int p, in Token token, bool wide)
    {
        p++;
        if (p >= text.Length) return '\\';
        var c = text[p++];
        switch (c)
        {
            case (byte)'a': return 7;
            case (byte)'b': return 8;
            case (byte)'f': return 12;
            case (byte)'n': return 10;
            case (byte)'r': return 13;
            case (byte)'t': return 9;
            case (byte)'v': return 11;
            case (byte)'e' or (byte)'E': return 27;
            case (byte)'x':
                ulong hex = 0;
                var start = p;
                for (; p < text.Length && char.IsAsciiHexDigit((char)text[p]); p++)
                {
                    hex = hex << 4 | (uint)Convert.ToInt32(((char)text[p]).ToString(), 16);
                }

                if (p == start) throw Reject(token, "\\x used with no following hex digits");
                if (hex > (wide ? uint.MaxValue : 0xFF)) run.Report(Rules.CharacterConstant, token, "hex escape sequence out of range");
                return (uint)hex;
            case >= (byte)'0' and <= (byte)'7':
                var octal = (uint)(c - '0');
                for (var n = 1; n < 3 && p < text.Length && text[p] is >= (byte)'0' and <= (byte)'7'; n++)
                {
                    octal = octal << 3 | (uint)(text[p++] - '0');
                }

                if (!wide && octal > 0xFF) run.Report(Rules.CharacterConstant, token, "octal escape sequence out of range");
                return octal;
            case (byte)'\\' or (byte)'\'' or (byte)'"' or (byte)'?': return c;
            default:
                run.Report(Rules.CharacterConstant, token, $"unknown escape sequence '\\{(char)c}'");
                return c;
        }
    }
}
