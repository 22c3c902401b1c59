using System.Buffers;
using Cli.Hosting;
using Cli.Rendering;
using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary>Checks the files of rules among paths, and those in directories: companions of bindings are bindings in part.</summary>
internal sealed class RuleFileChecks
{
    /// <summary>Checks them and tells what is wrong.</summary>
    public RuleFileChecks(IEnumerable<string> paths, BindingNotes notes, Host host)
    {
        foreach (var path in paths)
        {
            var isRules = path.EndsWith(RuleFile.Extension, StringComparison.Ordinal);
            if (!isRules) Others.Add(path);
            IEnumerable<string> files = isRules ? [path]
                : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*" + RuleFile.Extension).Order(StringComparer.Ordinal) : [];
            foreach (var file in files)
            {
                Files++;
                var faults = new List<RuleFileFault>();
                _ = RuleFile.Open(file, faults);
                foreach (var fault in faults) Tell(fault, notes, host);
                Errors += faults.Count;
            }
        }
    }

    /// <summary>The other paths.</summary>
    public List<string> Others { get; } = [];

    /// <summary>How many files of rules there are.</summary>
    public int Files { get; }

    /// <summary>What is wrong with them.</summary>
    public int Errors { get; }

    private static void Tell(RuleFileFault fault, BindingNotes notes, Host host)
    {
        var text = new ArrayBufferWriter<byte>();
        notes.Append(text, new BindingNote(Rules.RuleFileFault.Name, true, fault.File, fault.Position, fault.Message)
        {
            Rule = Rules.RuleFileFault.Id,
            Help = fault.Help,
        });
        host.Out.Write(text.WrittenSpan);
    }
}
