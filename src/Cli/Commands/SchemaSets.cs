using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Cli.Commands;

/// <summary>Sets of bindings for the commands about them: loaded, and what is wrong with them told.</summary>
internal static class SchemaSets
{
    /// <summary>Loads a set and tells on standard error what is wrong with it.</summary>
    /// <param name="arguments">Core schemas, and how findings are shown.</param>
    /// <param name="paths">Files and directories, or one processed schema.</param>
    /// <param name="host">The outside world.</param>
    /// <param name="isComplete">False when a binding had to be left out.</param>
    public static BindingSet Load(SchemaArguments arguments, IReadOnlyList<string> paths, Host host, out bool isComplete)
    {
        CheckPaths(paths);
        var findings = new List<LoadFinding>();
        var set = BindingInputs.Load(paths, BindingInputs.Core(arguments.Core, host), findings);
        isComplete = Report(arguments, findings, host);
        return set;
    }

    /// <summary>The same, for checking or decoding trees.</summary>
    public static BindingProgram Open(SchemaArguments arguments, IReadOnlyList<string> paths, Host host)
    {
        CheckPaths(paths);
        var findings = new List<LoadFinding>();
        var program = BindingInputs.Open(paths, BindingInputs.Core(arguments.Core, host), host, findings);
        Report(arguments, findings, host);
        return program;
    }

    /// <summary>Refuses a command line with paths that lead nowhere.</summary>
    public static void CheckPaths(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"'{path}': there is no such file or directory");
        }
    }

    // False when a binding had to be left out.
    private static bool Report(SchemaArguments arguments, List<LoadFinding> findings, Host host)
    {
        var shown = findings.Where(finding => finding.IsError || !arguments.Quiet).Select(BindingNote.Of);
        new BindingNotes(ErrorPalette.Of(arguments.Color, host), asJson: false).Write(host, shown);
        return !findings.Exists(finding => finding.IsError);
    }
}
