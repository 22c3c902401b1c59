using Dtc.Bindings.Documents;
using Emulator.Consoles;

namespace Emulator.Scenarios;

/// <summary>What is known about a line of a log that tells of a failure.</summary>
/// <param name="Id">Its name.</param>
/// <param name="By">Who prints it: <c>xen</c>, or <c>linux</c>.</param>
/// <param name="Text">The line, or a part of it; <c>*</c> stands for any characters.</param>
/// <param name="IsFatal">Nothing goes on after it.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Cause">What most likely causes it.</param>
public sealed record FailurePattern(string Id, string By, string Text, bool IsFatal, string Meaning, string Cause)
{
    /// <summary>True for a line like that.</summary>
    public bool Matches(ConsoleLine line) =>
        (By == "xen") == (line.Channel == ConsoleChannel.Hypervisor) && WildcardText.Matches($"*{Text}*", line.Text);
}

/// <summary>The known patterns; the data is in <c>failures.yaml</c>.</summary>
public static class FailureTable
{
    private static readonly Lazy<List<FailurePattern>> Patterns = new(() => Read(EmbeddedFile.Read("failures.yaml")));

    /// <summary>All patterns, the more telling ones first.</summary>
    public static IReadOnlyList<FailurePattern> All => Patterns.Value;

    /// <summary>The first pattern that a line is like; null for none.</summary>
    public static FailurePattern? Find(ConsoleLine line) => All.FirstOrDefault(pattern => pattern.Matches(line));

    private static List<FailurePattern> Read(byte[] text)
    {
        var patterns = new List<FailurePattern>();
        foreach (var item in YamlReader.Read(text)["patterns"]!.Items)
        {
            string Of(string key) => item[key] is { IsString: true } value && value.String.Length > 0
                ? value.String
                : throw new InvalidOperationException($"failures.yaml:{item.Position.Line}: '{key}' is missing");
            var by = Of("by");
            if (by is not ("xen" or "linux")) throw new InvalidOperationException($"failures.yaml:{item.Position.Line}: by xen or linux");
            patterns.Add(new FailurePattern(Of("id"), by, Of("text"), item["fatal"] is { IsTrue: true }, Of("meaning"), Of("cause")));
        }

        return patterns;
    }
}
