using System.Globalization;
using System.Text;

namespace Dtc.Compiler.Tests.Oracle;

/// <content>Properties and their values.</content>
internal sealed partial class SourceGenerator
{
    // Stand for references until all labels are known.
    private const char PhandleMark = '\u0001';
    private const char PathMark = '\u0002';

    private static readonly string[] PropertyNames =
    [
        "a", "b", "p", "reg", "compatible", "status", "#cells", "x?y", "123", "*+", "target", "n", "foo-reg", "-_.",
    ];

    private static readonly string[] BinaryOperators =
    [
        "+", "-", "*", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "|", "^", "&&", "||",
    ];

    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 3, 4, 7, 8, 10, 31, 32, 63, 64, 65, 127, 128, 255, 256, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
        0x100000000, 0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffff00000000, 0xffffffffffffff80, ulong.MaxValue,
    ];

    private void Property(ModelNode node, bool merging, int depth, HashSet<string> used)
    {
        var name = Pick(PropertyNames);
        if (Chance(8))
        {
            if (!Rarely) name = Chance(80) ? name : Chance(50) ? "phandle" : "name";
            Line(depth, $"{(Chance(8) ? ValueLabel() : "")}/delete-property/ {name};");
            if (merging) node.Properties.Remove(name);
            return;
        }

        if (Chance(4))
        {
            if (!merging && !(used.Add("a") & used.Add("included") & used.Add("nested"))) return;
            Line(depth, Chance(50) ? "/include/ \"props.dtsi\"" : "/include/ \"sub/nested.dtsi\"");
            return;
        }

        var value = "";
        switch (_random.Next(100))
        {
            case < 6:
                (name, value) = (Chance(70) ? "phandle" : "linux,phandle", Phandle(node));
                break;
            case < 9:
                (name, value) = ("name", $" = \"{(Rarely ? "other" : node.BaseName)}\"");
                break;
            case < 11 when Rarely:
                name = Chance(50) ? "at@1" : "bad[";
                break;
            case < 25:
                break;
            default:
                value = " = " + Values();
                break;
        }

        if (!merging && !used.Add(name) && !Rarely) return;
        node.Properties.Add(name);
        var labels = Chance(8) ? ValueLabel() + (Chance(20) ? ValueLabel() : "") : "";
        Line(depth, $"{labels}{Escaped(name)}{value};");
    }

    private string Phandle(ModelNode node)
    {
        if (Rarely) return $" = {Values()}";
        if (Rarely) return $" = <{_random.Next(8)}>";
        if (Rarely) return $" = <{PhandleMark}>";
        if (node.Phandle == 0 && Chance(30)) return node.Labels.Count > 0 ? $" = <&{node.Labels.First()}>" : $" = <&{{{node.Path}}}>";
        if (node.Phandle == 0)
        {
            var taken = _root.All.Select(other => other.Phandle).ToHashSet();
            do node.Phandle = _random.Next(1, 12 + taken.Count);
            while (taken.Contains(node.Phandle));
        }

        return $" = <{node.Phandle}>";
    }

    private string Values()
    {
        var text = new StringBuilder();
        for (var n = Chance(60) ? 1 : _random.Next(1, 5); n > 0; n--)
        {
            if (Chance(5)) text.Append(ValueLabel());
            text.Append(Value());
            if (Chance(5)) text.Append(' ').Append(ValueLabel());
            if (n > 1) text.Append(Chance(70) ? ", " : ",\n");
        }

        return text.ToString();
    }

    private string Value() => _random.Next(100) switch
    {
        < 45 => $"<{Elements(32)}>",
        < 55 => Sized(),
        < 72 => Text(),
        < 80 => Bytes(),
        < 94 => PathMark.ToString(),
        < 97 => "/incbin/(\"data.bin\")",
        _ => $"/incbin/ ( \"data.bin\", {_random.Next(10)}, ({_random.Next(6)} + {_random.Next(3)}) )",
    };

    private string Sized()
    {
        var bits = 8 << _random.Next(4);
        if (Rarely) return $"/bits/ {Pick(["7", "0", "128", "0x20", "010"])} <{Elements(8)}>";
        return $"/bits/ {bits} <{Elements(bits)}>";
    }

    private string Elements(int bits)
    {
        var text = new StringBuilder();
        for (var n = _random.Next(_random.Next(1, 6)); n > 0; n--)
        {
            if (Chance(4)) text.Append(ValueLabel());
            if (bits == 32 && Chance(35) || Rarely) text.Append(PhandleMark);
            else if (Chance(2) && bits == 32) text.Append("/include/ \"cells.dtsi\"");
            else text.Append(Primary(bits));
            text.Append(Chance(95) ? " " : "\n");
        }

        return text.ToString();
    }

    private string Primary(int bits)
    {
        var largest = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        switch (_random.Next(10))
        {
            case < 6:
                var number = Chance(50) ? Numbers[_random.Next(Numbers.Length)] : (ulong)_random.Next(300);
                return Literal(_modern && Chance(15) ? number : number & largest);
            case < 8:
                return Character();
            default:
                var expression = Expression(_random.Next(1, 4));
                return _modern && !Chance(20) ? $"({expression})" : $"(({expression}) & 0x{(bits == 64 ? largest : largest >> 1):x})";
        }
    }

    private string Literal(ulong value)
    {
        if (Rarely) return Pick(["08", "0x", "0x10000000000000000", "18446744073709551616", "1u", "1ULLL", "0b1", "1.5", "0xg"]);
        var suffix = Chance(85) ? "" : Pick(["U", "L", "UL", "LL", "ULL"]);
        return _random.Next(5) switch
        {
            0 => "0" + Octal(value) + suffix,
            1 => value.ToString(CultureInfo.InvariantCulture) + suffix,
            2 => $"0X{value:X}{suffix}",
            _ => $"0x{value:x}{suffix}",
        };
    }

    private static string Octal(ulong value) => value < 8 ? value.ToString(CultureInfo.InvariantCulture) : Octal(value >> 3) + (value & 7);

    private string Character()
    {
        if (Rarely) return Pick(["''", "'ab'", "'\\x'", "'\\xabc'", "'\\1234'", "'\\'", "'\n'", "'''"]);
        return Pick(["'A'", "' '", "'\\n'", "'\\0'", "'\\x7f'", "'\\x0'", "'\\177'", "'\\''", "'\\\\'", "'\"'", "'<'", "'\\q'", "'\\a'", "';'"]);
    }

    private string Expression(int depth)
    {
        if (depth == 0 || Chance(15)) return Chance(85) ? Literal(Numbers[_random.Next(Numbers.Length)]) : Character();
        switch (_random.Next(12))
        {
            case 0:
                return $"{Pick(["-", "~", "!", "- ", "!!", "~-"])}{Operand(depth - 1)}";
            case 1:
                return $"{Operand(depth - 1)} ? {Expression(depth - 1)} : {Expression(depth - 1)}";
            case 2:
                var divisor = Rarely ? Operand(depth - 1) : Literal((ulong)_random.Next(1, 20));
                return $"{Operand(depth - 1)} {Pick(["/", "%"])} {divisor}";
            case 3:
                return $"({Expression(depth - 1)})";
            default:
                // Without parentheses, so that precedence matters.
                var space = Chance(80) ? " " : "";
                return $"{Operand(depth - 1)}{space}{Pick(BinaryOperators)}{space}{Operand(depth - 1)}";
        }
    }

    // A division inside of another operand could have a divisor that is 0 after all: it stays in parentheses.
    private string Operand(int depth)
    {
        var text = Expression(depth);
        return text.AsSpan().ContainsAny("/%?") ? $"({text})" : text;
    }

    private string Text()
    {
        var text = new StringBuilder("\"");
        for (var n = _random.Next(6); n > 0; n--)
        {
            text.Append(Pick(
            [
                "a", "vendor,x", " ", "\\n", "\\t", "\\\\", "\\\"", "\\x41", "\\x4", "\\101", "\\0", "\\7", "\\q", "'", "/*", "//", ";", "}", "\\r\\f\\v\\b\\a", "\u00c3\u00a9", "\n", "#",
            ]));
        }

        if (Rarely) text.Append(Pick(["\\x", "\\xg"]));
        return text.Append('"').ToString();
    }

    private string Bytes()
    {
        var text = new StringBuilder("[");
        for (var n = _random.Next(6); n > 0; n--)
        {
            text.Append(_random.Next(256).ToString(Chance(50) ? "x2" : "X2", CultureInfo.InvariantCulture));
            if (Chance(40)) text.Append(' ');
            if (Chance(4)) text.Append(' ').Append(ValueLabel());
            if (Rarely) text.Append(Pick(["0", "g0", "0x1", "'a'"]));
        }

        return text.Append(']').ToString();
    }

    // Puts references where the marks are.
    private string Resolve(string text)
    {
        var nodes = _root.All.ToArray();
        var labels = nodes.SelectMany(node => node.Labels.Where(label => _owners[label] == node)).ToArray();
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not (PhandleMark or PathMark)) result.Append(c);
            else if (Rarely) result.Append(Pick(["&nowhere", "&{/nowhere}", "&l0", "&", "&{l0}", "&{}", "&{//}", "&{/a/}"]));
            else if (_plugin && c == PhandleMark && Chance(30)) result.Append('&').Append(Pick(External));
            else if (labels.Length > 0 && Chance(75)) result.Append('&').Append(labels[_random.Next(labels.Length)]);
            else
            {
                var node = nodes[_random.Next(nodes.Length)];
                if (_modern && node.Labels.Count > 0 && node.Children.Count > 0 && Chance(30))
                {
                    result.Append($"&{{{node.Labels.First()}/{node.Children.Keys.First()}}}");
                }
                else result.Append($"&{{{node.Path}}}");
            }
        }

        return result.ToString();
    }
}
