using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Loading;

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
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"'{path}': there is no such file or directory");
        }

        var findings = new List<LoadFinding>();
        var set = BindingInputs.Load(paths, BindingInputs.Core(arguments.Core, host), findings);
        var shown = findings.Where(finding => finding.IsError || !arguments.Quiet).Select(BindingNote.Of);
        new BindingNotes(ErrorPalette.Of(arguments.Color, host), asJson: false).Write(host, shown);
        isComplete = !findings.Exists(finding => finding.IsError);
        return set;
    }
}
