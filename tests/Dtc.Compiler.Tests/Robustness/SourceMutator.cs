using System.Text;

namespace Dtc.Compiler.Tests.Robustness;

/// <summary>Damages sources, reproducibly from a seed: bytes, pieces, tokens.</summary>
internal sealed class SourceMutator(int seed)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "};", "<", ">", "(", ")", "[", "]", "\"", "'", "&", "&&", "=", ";", ",", ":", "/", "//", "/*", "*/", "#", "##", "\\", "\\\n", "\\\r\n",
        "\n", "\r", "\0", "\t", "@", "?", "!", "~", "-", "%", "<<", ">>", "...", "/bits/ 64", "/bits/ 9", "/dts-v1/;", "/plugin/;", "/memreserve/",
        "/delete-node/", "/delete-property/", "/omit-if-no-ref/", "/include/ \"part.dtsi\"", "/include/ \"board.dts\"", "/incbin/(\"part.dtsi\", 1, 2)",
        "/incbin/(\"", "\n#include \"header.h\"\n", "\n#include \"board.dts\"\n", "\n#include <", "\n#define", "\n#define X X X\n", "\n#define F(x) F(x x)\n",
        "\n#define C(a,b,...) a##b __VA_ARGS__ #a __VA_OPT__(a)\n", "\n#undef ", "\n#if ", "\n#ifdef A\n", "\n#elif 1/0\n", "\n#else\n", "\n#endif\n", "\n#line 5 \"x\"\n",
        "\n#error ", "\n#pragma once\n", "\n# 7 \"y\" 1\n", "defined(", "__VA_ARGS__", "__VA_OPT__(", "__LINE__", "__COUNTER__", "__FILE__", "__has_include(<x>)",
        "F(", "C(", "REG(", "CAT(", "18446744073709551615", "18446744073709551616", "0xffffffffffffffffffff", "99999999999999999999999", "-1", "0x80000000", "08",
        "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98\x80", "\xef\xbb\xbf", "'\\", "\"\\x", "'ab'", "\\u00e9", "L_1: ", "&l1", "&{/", "&{/soc}", "&{l1/x}",
        "phandle = <&l1>;", "phandle = <1>;", "linux,phandle = <2>;", "name = \"x\";", "__symbols__ { l1 = \"/soc\"; };", "__fixups__ { q = \"/:a:0\"; };",
        "__local_fixups__ { a = <0>; };", "/ { };", "&l1 { };", "n { ", "a = <1>;",
    ];

    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] source, byte[] other)
    {
        var text = new List<byte>(source);
        for (var n = 1 + _random.Next(_random.Next(1, 6)); n > 0; n--) Once(text, other);
        return [.. text];
    }

    private void Once(List<byte> text, byte[] other)
    {
        var at = _random.Next(text.Count + 1);
        var length = Math.Min(_random.Next(1, _random.Next(2, 60)), text.Count - at);
        switch (_random.Next(12))
        {
            case 0 when at < text.Count:
                text[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < text.Count:
                text[at] = (byte)_random.Next(256);
                break;
            case 2:
                text.RemoveRange(at, length);
                break;
            case 3: // once more, elsewhere
                text.InsertRange(_random.Next(text.Count + 1), text.GetRange(at, length));
                break;
            case 4 when length > 0: // many times
                for (var n = _random.Next(1, _random.Next(2, 100)); n > 0; n--) text.InsertRange(at, text.GetRange(at, length));
                break;
            case 5 when _random.Next(4) == 0:
                text.RemoveRange(at, text.Count - at);
                break;
            case 6:
                var from = _random.Next(other.Length);
                text.InsertRange(at, other.AsSpan(from, Math.Min(_random.Next(1, 80), other.Length - from)).ToArray());
                break;
            case 7: // two pieces change places
                var second = _random.Next(text.Count + 1);
                var moved = text.GetRange(at, length);
                text.RemoveRange(at, length);
                text.InsertRange(Math.Min(second, text.Count), moved);
                break;
            case 8:
                text.InsertRange(at, "\\\n"u8.ToArray());
                break;
            default:
                text.InsertRange(at, Encoding.Latin1.GetBytes(Tokens[_random.Next(Tokens.Length)]));
                break;
        }
    }
}
