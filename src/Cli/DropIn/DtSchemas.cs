using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Cli.DropIn;

/// <summary>Sets of bindings for the stand-ins of dt-schema's tools: loaded, with the tools' words for what is wrong.</summary>
internal static class DtSchemas
{
    /// <summary>Loads a set, and tells on standard error what is wrong with it.</summary>
    /// <param name="paths">Files and directories; others are passed over, as the tools do.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The set; null when a single file is no schema at all, which has been told.</returns>
    public static BindingSet? Load(IEnumerable<string> paths, Host host)
    {
        var present = Present(paths);
        var findings = new List<LoadFinding>();
        var set = BindingInputs.Load(present, BindingInputs.Core(null, host), findings);
        return Report(present, findings, host) ? set : null;
    }

    /// <summary>The same, for checking or decoding trees.</summary>
    public static BindingProgram? Open(IEnumerable<string> paths, Host host)
    {
        var present = Present(paths);
        var findings = new List<LoadFinding>();
        var program = BindingInputs.Open(present, BindingInputs.Core(null, host), host, findings);
        return Report(present, findings, host) ? program : null;
    }

    private static List<string> Present(IEnumerable<string> paths) =>
        paths.Where(path => File.Exists(path) || Directory.Exists(path)).ToList();

    private static bool Report(List<string> paths, List<LoadFinding> findings, Host host)
    {
        if (paths is [var single] && File.Exists(single) && findings.Exists(f => f.Fault is LoadFault.Syntax or LoadFault.Unreadable))
        {
            Tell(host, "preprocessed schema file is not valid JSON or YAML\n");
            foreach (var finding in findings.Where(f => f.IsError))
            {
                Tell(host, $"{finding.File}:{finding.Position.Line}:{finding.Position.Column}: {finding.Message}");
            }

            return false;
        }

        foreach (var finding in findings)
        {
            if (Text(finding) is { } text) Tell(host, text);
        }

        return true;
    }

    /// <summary>Writes a line to standard error.</summary>
    public static void Tell(Host host, string line) => host.WriteError(Encoding.UTF8.GetBytes(line + "\n"));

    private static string? Text(LoadFinding finding) => finding.Fault switch
    {
        LoadFault.Syntax or LoadFault.Unreadable when finding.File.Length > 0 && File.Exists(finding.File) =>
            $"{finding.File}: ignoring, error parsing file",
        // A file without $id is passed over without a word.
        LoadFault.Schema when finding.Path.Count > 0 || finding.Message.StartsWith(": ", StringComparison.Ordinal) =>
            $"{finding.File}: ignoring, error in schema: {string.Join(": ", finding.Path)}",
        LoadFault.DuplicateId => $"{finding.File}: warning: {finding.Message}",
        LoadFault.EmptyDirectory => $"warning: {finding.Message}",
        LoadFault.MissingType or LoadFault.TypeConflict => $"{finding.File}: {finding.Message}",
        LoadFault.DuplicateCompatible => Duplicate(finding.Message),
        _ => null,
    };

    // The second id is written as bindings have it, with a '#'.
    private static string Duplicate(string message)
    {
        const string Mark = "matching \"$id\": ";
        var at = message.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var ids = message[at..].Split(", ");
        return $"Warning: {message[..(at - 1)]}\n\t{ids[0]}\n\t{ids[^1]}#";
    }
}
