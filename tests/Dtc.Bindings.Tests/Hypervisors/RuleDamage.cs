using System.Text;
using Dtc.Bindings.TreeRules;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>Texts of rule files with something wrong: words changed, lines gone, bytes flipped.</summary>
internal static class RuleDamage
{
    private static readonly string[] Words =
        ["[]", "{}", "null", "true", "-1", "0", "65536", "4.17", "18446744073709551616", "'('", "'/'", "ram", "others", "this", "/**", "[this, any]", "{ not: any }", "reg", "'xen,xen'", "&a", "*a", "?", "'\t'"];

    public static byte[] TextOf(string name)
    {
        using var stream = typeof(RuleFile).Assembly.GetManifestResourceStream($"rules/{name}.rules.yaml")!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    public static byte[] Of(byte[] text, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                var flipped = text.ToArray();
                for (var i = 1 + random.Next(3); i > 0; i--) flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return text[..random.Next(text.Length)];
            case 2:
                var lines = Encoding.UTF8.GetString(text).Split('\n').ToList();
                lines.RemoveAt(random.Next(lines.Count));
                return Encoding.UTF8.GetBytes(string.Join('\n', lines));
            case 3:
                lines = [.. Encoding.UTF8.GetString(text).Split('\n')];
                lines.Insert(random.Next(lines.Count), lines[random.Next(lines.Count)]);
                return Encoding.UTF8.GetBytes(string.Join('\n', lines));
            default:
                return Encoding.UTF8.GetBytes(SwapWord(Encoding.UTF8.GetString(text), random));
        }
    }

    // One word between blanks, commas or brackets becomes another one of the file, or one that is out of place.
    private static string SwapWord(string text, Random random)
    {
        var (start, end) = WordAt(text, random.Next(text.Length));
        var (otherStart, otherEnd) = WordAt(text, random.Next(text.Length));
        var word = random.Next(2) == 0 ? text[otherStart..otherEnd] : Words[random.Next(Words.Length)];
        return text[..start] + word + text[end..];
    }

    private static (int Start, int End) WordAt(string text, int at)
    {
        const string Ends = " \n,{}[]:";
        while (at < text.Length - 1 && Ends.Contains(text[at])) at++;
        var (start, end) = (at, at);
        while (start > 0 && !Ends.Contains(text[start - 1])) start--;
        while (end < text.Length && !Ends.Contains(text[end])) end++;
        return (start, end);
    }
}
