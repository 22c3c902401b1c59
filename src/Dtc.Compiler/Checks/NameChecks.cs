using System.Text;
using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Names of nodes and properties. Redundant <c>name</c> properties are removed.</summary>
internal static class NameChecks
{
    // dtc reports a bad node name once for each check, and so do we; the later checks of names leave the node alone.
    public static void NodeChars(CheckRun run, int at)
    {
        var name = run.Node(at).Name;
        var bad = name.Utf8[CheckNames.BadNodeChar(name.Utf8)];
        run.Fail(run.Node(at), $"Bad character '{(char)bad}' in node name", $"'{Shown(bad)}' in the node name '{name}'");
        run.Facts(at).Marks |= Marks.Misnamed;
    }

    public static void NodeFormat(CheckRun run, int at)
    {
        var name = run.Node(at).Name;
        if (!name.UnitAddress.Contains((byte)'@') || Misnamed(run, at)) return;
        run.Fail(run.Node(at), "multiple '@' characters in node name", $"more than one '@' in the node name '{name}'");
        if (!run.DtcFlow) run.Facts(at).Marks |= Marks.Misnamed;
    }

    public static void NodeNotEmpty(CheckRun run, int at)
    {
        var name = run.Node(at).Name;
        if (name.BaseLength > 0 || run.ParentOf(at) < 0 || Misnamed(run, at)) return;
        run.Fail(run.Node(at), "Empty node name", $"nothing before the '@' in the node name '{name}'");
        if (!run.DtcFlow) run.Facts(at).Marks |= Marks.Misnamed;
    }

    public static void NodeCharsStrict(CheckRun run, int at)
    {
        var name = run.Node(at).Name;
        var loose = name.Utf8[CheckNames.LooseChar(name.Utf8)];
        run.Fail(run.Node(at), $"Character '{(char)loose}' not recommended in node name",
            $"'{Shown(loose)}' is not recommended in a node name such as '{name}'");
    }

    public static void PropertyChars(CheckRun run, int at)
    {
        foreach (var property in run.Node(at).Properties)
        {
            var name = property.Name.Utf8;
            if (CheckNames.BadPropertyChar(name) is not (>= 0 and var i)) continue;
            run.Fail(run.Node(at), property, $"Bad character '{(char)name[i]}' in property name",
                $"'{Shown(name[i])}' in the property name '{property.Name}'");
        }
    }

    // '#' may begin a name, or what follows its vendor prefix; device_type is old and stays.
    public static void PropertyCharsStrict(CheckRun run, int at)
    {
        foreach (var property in run.Node(at).Properties)
        {
            var name = property.Name.Utf8;
            var i = CheckNames.LooseChar(name);
            if (i < 0 || property.Name == run.Names.DeviceType) continue;
            if (name[i] == '#' && (i == 0 || name[i - 1] == ','))
            {
                name = name[(i + 1)..];
                i = CheckNames.LooseChar(name);
                if (i < 0) continue;
            }

            run.Fail(run.Node(at), property, $"Character '{(char)name[i]}' not recommended in property name",
                $"'{Shown(name[i])}' is not recommended in a property name such as '{property.Name}'");
        }
    }

    public static void NodeVersusProperty(CheckRun run, int at)
    {
        var parent = run.ParentOf(at);
        if (parent < 0) return;
        var node = run.Node(at);
        if (run.Node(parent).Find(node.Name) is not { } property) return;
        run.Fail(node, "node name and property name conflict",
            $"'{run.Node(parent).Path}' has both a node and a property called '{node.Name}'",
            related: new RelatedSpan("the property", TreeContext.Place(property)));
    }

    public static void NameIsString(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.NameProperty) is not { } property || ValueChecks.IsOneString(property.Value)) return;
        run.Fail(node, property, "property is not a string", "the 'name' property is not one string", "remove it");
        if (!run.DtcFlow) run.Facts(at).Marks |= Marks.Misnamed;
    }

    // Looks at the first "name", deleted or not, as dtc does.
    public static void NameProperty(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.FindWithDeleted(run.Names.NameProperty) is not { } property || Misnamed(run, at)) return;
        var stem = node.Name.Utf8[..node.Name.BaseLength];
        var value = property.Value;
        if (value.Length == stem.Length + 1 && value[..^1].SequenceEqual(stem))
        {
            node.Remove(property);
            return;
        }

        var span = TreeContext.Place(property);
        run.Fail(node, $"\"name\" property is incorrect (\"{DtcText.CString(value)}\" instead of base node name)",
            $"the 'name' property differs from the node's base name '{Encoding.UTF8.GetString(stem)}'", "remove it",
            span: span.IsNone ? null : span);
    }

    // In our flow one fault of a name is enough; in dtc's the checks know nothing of each other.
    private static bool Misnamed(CheckRun run, int at) => !run.DtcFlow && (run.Facts(at).Marks & Marks.Misnamed) != 0;

    private static string Shown(byte c) => c is > 0x20 and < 0x7f ? ((char)c).ToString() : $"\\x{c:x2}";
}
