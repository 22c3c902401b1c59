namespace Dtc.Compiler.Tests.Checks;

/// <summary>A source, and how dtc is called on it.</summary>
internal sealed record CheckSource(string Text, bool Force, int Quiet, bool Symbols, IReadOnlyList<string> Levels)
{
    /// <summary>The text as bytes.</summary>
    public byte[] Bytes => System.Text.Encoding.Latin1.GetBytes(Text);

    /// <summary>The options as dtc takes them; levels are <c>-Wname</c> and <c>-Eno-name</c>.</summary>
    public IEnumerable<string> Arguments =>
    [
        .. Force ? ["-f"] : Array.Empty<string>(),
        .. Enumerable.Repeat("-q", Quiet),
        .. Symbols ? ["-@"] : Array.Empty<string>(),
        .. Levels,
    ];

    /// <summary>The settings that mean the same.</summary>
    public CompileOptions Options
    {
        get
        {
            var levels = new CheckLevels();
            foreach (var level in Levels) Assert.True(levels.TryApply(level[2..], asError: level[1] == 'E'), level);
            return CompileOptions.Default with
            {
                RunPreprocessor = false,
                Force = Force,
                Symbols = Symbols,
                Checks = new CheckSettings { DtcFlow = true, Quiet = Quiet, Levels = levels },
            };
        }
    }

    public override string ToString() => $"dtc {string.Join(' ', Arguments)}\n{Text}";
}
