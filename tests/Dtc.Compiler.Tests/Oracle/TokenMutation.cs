using System.Text.RegularExpressions;

namespace Dtc.Compiler.Tests.Oracle;

/// <summary>Damages a source by a token or two: most are refused then, some mean something else.</summary>
internal static partial class TokenMutation
{
    private static readonly string[] Tokens =
    [
        ";", "{", "}", "<", ">", "(", ")", "[", "]", "\"", "'", "&", "=", ",", ":", "/", "//", "/*", "*/", "/bits/", "/bits/ 8",
        "/delete-node/", "/delete-property/", "/omit-if-no-ref/", "/incbin/", "/include/", "/dts-v1/;", "/plugin/;", "/memreserve/",
        "0x", "\\", "l0:", "l1: ", "#", "?", "%", "-", "&l0", "&{/}", "a", "1", "~", "<<", "==", "\\\n", " ", "\n# 1 \"x\"\n",
    ];

    public static string Apply(string text, Random random)
    {
        var tokens = Token().Matches(text).Select(match => match.Value).ToList();
        for (var n = random.Next(1, 3); n > 0 && tokens.Count > 2; n--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    var other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 3:
                    tokens[at] = tokens[random.Next(tokens.Count)];
                    break;
                case 4:
                    tokens[at] = Tokens[random.Next(Tokens.Length)];
                    break;
                default:
                    tokens.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
            }
        }

        return string.Concat(tokens);
    }

    [GeneratedRegex("""/[a-z0-9-]+/|&\{[^}]*\}|&\w+|\w+:|[\w@,.+#?*-]+|"(?:[^"\\]|\\.)*"|\s+|.""", RegexOptions.Singleline)]
    private static partial Regex Token();
}
