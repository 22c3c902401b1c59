using System.Text;
using Dtc.Compiler.Passes;

namespace Dtc.Compiler.Checks;

/// <summary><c>/chosen</c> and <c>/aliases</c>.</summary>
internal static class ChosenChecks
{
    public static void ObsoleteInterruptController(CheckRun run, int at)
    {
        if (at > 0 || run.Node(0).FindChild(run.Names.Chosen) is not { } chosen) return;
        if (chosen.Find(run.Names.InterruptController) is not { } property) return;
        run.Fail(run.Node(0), property, "/chosen has obsolete \"interrupt-controller\" property",
            "'interrupt-controller' in '/chosen' is obsolete", "remove it");
    }

    public static void IsRoot(CheckRun run, int at)
    {
        if (at > 0 && run.ParentOf(at) == 0) return;
        run.Fail(run.Node(at), "chosen node must be at root node", "a node called 'chosen' belongs directly below the root");
    }

    public static void Bootargs(CheckRun run, int at)
    {
        if (run.Node(at).Find(run.Names.Bootargs) is { } property) ValueChecks.OneString(run, run.Node(at), property);
    }

    public static void StdoutPath(CheckRun run, int at)
    {
        var node = run.Node(at);
        var property = node.Find(run.Names.StdoutPath);
        if (property is null)
        {
            property = node.Find(run.Names.LinuxStdoutPath);
            if (property is null) return;
            run.Fail(node, property, "Use 'stdout-path' instead", "'linux,stdout-path' is obsolete", "use 'stdout-path'");
        }

        ValueChecks.OneString(run, node, property);
    }

    /// <summary>dtc's alias_paths.</summary>
    public static void Aliases(CheckRun run, int at)
    {
        var node = run.Node(at);
        foreach (var property in node.Properties)
        {
            if (property.Name == run.Names.Phandle || property.Name == run.Names.LinuxPhandle) continue;
            var value = property.Value;
            var end = value.IndexOf((byte)0);
            var path = end < 0 ? value : value[..end];
            if (!run.IsPlugin && (value.IsEmpty || run.Context.Tree.FindByPath(path) is null))
            {
                run.Fail(node, property, $"aliases property is not a valid node ({DtcText.CString(value)})",
                    $"the alias '{property.Name}' leads to '{Encoding.UTF8.GetString(path)}', where there is no node");
                continue;
            }

            if (IsPlain(property.Name.Utf8)) continue;
            run.Fail(node, "aliases property name must include only lowercase and '-'",
                $"the alias '{property.Name}' is not made of lower-case letters, digits and '-' alone",
                span: TreeContext.Place(property) is { IsNone: false } span ? span : null);
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower((char)c) && !char.IsAsciiDigit((char)c) && c != '-') return false;
        }

        return true;
    }
}
