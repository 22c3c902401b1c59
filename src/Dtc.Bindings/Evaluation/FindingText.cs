using System.Text;

namespace Dtc.Bindings.Evaluation;

/// <summary>What a finding says, without the place.</summary>
public static class FindingText
{
    /// <summary>
    /// The message; where alternatives are offered and none fits, one line for each thing of which one would do.
    /// </summary>
    public static string Of(BindingFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding is not { Kind: FindingKind.Validation, Error: { Branches.Length: > 0 } error }) return finding.Message;
        if (error.Branches.Length == 1) return BestMatch.Of(error.Branches).Message;
        var lines = new List<string>();
        AddReasons(error, lines);
        var text = new StringBuilder($"one of these must be fixed ({error.Keyword}):");
        foreach (var line in lines.Distinct(StringComparer.Ordinal)) text.Append('\n').Append(line);
        return text.ToString();
    }

    private static void AddReasons(EvaluationError error, List<string> lines)
    {
        foreach (var branch in error.Branches)
        {
            if (branch.Branches.Length > 0) AddReasons(branch, lines);
            else lines.Add(branch.Message);
        }
    }
}
