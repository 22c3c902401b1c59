namespace Dtc.Compiler.Tests.Oracle;

/// <summary>Makes a source that shows a fault smaller, by dropping options and lines as long as it still shows it.</summary>
internal static class Shrinker
{
    private const int MaxTrials = 1500;

    public static GeneratedSource Shrink(GeneratedSource source, Func<GeneratedSource, bool> shows)
    {
        var trials = 0;
        bool Try(GeneratedSource candidate)
        {
            if (trials++ >= MaxTrials || !shows(candidate)) return false;
            source = candidate;
            return true;
        }

        Func<CompileOptions, CompileOptions>[] simpler =
        [
            o => o with { Symbols = false }, o => o with { AutoAliases = false }, o => o with { LocalFixups = false },
            o => o with { Sort = false }, o => o with { PhandleFormat = PhandleFormats.Epapr }, o => o with { BootCpu = null },
            o => o with { Version = 17 }, o => o with { ReservedEntries = 0 }, o => o with { MinimumSize = 0 },
            o => o with { Padding = 0 }, o => o with { Alignment = 0 },
        ];
        foreach (var change in simpler)
        {
            if (change(source.Options) != source.Options) Try(source with { Options = change(source.Options) });
        }

        for (var again = true; again;)
        {
            again = false;
            for (var size = source.Text.Split('\n').Length / 2; size >= 1; size /= 2)
            {
                for (var at = 0; at < source.Text.Split('\n').Length;)
                {
                    var lines = source.Text.Split('\n').ToList();
                    lines.RemoveRange(at, Math.Min(size, lines.Count - at));
                    if (Try(source with { Text = string.Join('\n', lines) })) again = true;
                    else at++;
                }
            }

            again |= WholeBodies(ref source, Try);
        }

        return source;
    }

    // A node with all that is in it, or only its braces.
    private static bool WholeBodies(ref GeneratedSource source, Func<GeneratedSource, bool> accepts)
    {
        var any = false;
        for (var at = 0; at < source.Text.Split('\n').Length; at++)
        {
            var lines = source.Text.Split('\n').ToList();
            if (!lines[at].EndsWith('{')) continue;
            var indent = lines[at][..^lines[at].TrimStart('\t').Length];
            var end = lines.FindIndex(at, line => line == indent + "};");
            if (end < 0) continue;
            // What is accepted becomes the source.
            if (!accepts(source with { Text = string.Join('\n', lines.Where((_, i) => i < at || i > end)) })
                && !accepts(source with { Text = string.Join('\n', lines.Where((_, i) => i != at && i != end)) }))
            {
                continue;
            }

            any = true;
            at--;
        }

        return any;
    }
}
