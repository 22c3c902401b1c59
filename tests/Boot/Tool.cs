using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Corpus.Tests;

namespace Boot.Tests;

/// <summary>The shipped program as users run it: the launcher of this checkout, in a process of its own.</summary>
internal static class Tool
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs it.</summary>
    public static (int Code, string Out, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "dtc-sharp"))
        {
            WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Boots a configuration and reports what was proved.</summary>
    public static (int Code, JsonElement Report, string Error) Boot(string configuration, params string[] options)
    {
        var (code, output, error) = Run(["boot", configuration, "--format", "json", .. options]);
        if (output.Length == 0) return (code, default, error);
        using var document = JsonDocument.Parse(output);
        var report = document.RootElement.Clone();
        TestReport.Write(Describe(report));
        return (code, report, error);
    }

    private static string Describe(JsonElement report)
    {
        var text = new StringBuilder($"boot {report.GetProperty("name")}: {report.GetProperty("verdict")} in {report.GetProperty("seconds")} s");
        if (report.TryGetProperty("reason", out var reason)) text.Append(": ").Append(reason.GetString());
        foreach (var guest in report.GetProperty("guests").EnumerateArray())
        {
            if (!guest.TryGetProperty("proof", out var proof)) continue;
            var allowed = proof.GetProperty("allowed");
            text.Append($"\n  {guest.GetProperty("name")}: {proof.GetProperty("nodes")} nodes, {proof.GetProperty("properties")} properties compared, {proof.GetProperty("equal")} equal, {allowed.GetArrayLength()} allowed, {proof.GetProperty("unexplained").GetArrayLength()} not");
            foreach (var group in allowed.EnumerateArray().GroupBy(difference => difference.GetProperty("reason").GetString())) text.Append($"\n    allowed {group.Count()}: {group.Key}");
        }

        if (report.TryGetProperty("validate", out var validate))
            text.Append($"\n  validate --binding {validate.GetProperty("binding")}: {validate.GetProperty("trees")} trees read back, {validate.GetProperty("errors").GetArrayLength()} errors");
        return text.ToString();
    }

    private static string FindRoot()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "dtc-sharp.slnx"))) return at;
        }

        throw new InvalidOperationException("the checkout is not above the tests");
    }
}
