using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text;
using Dtc.Parser.Syntax;
using Dtc.Tree;

namespace Dtc.Compiler.Inputs;

/// <summary>
/// Reads a directory like <c>/proc/device-tree</c> into a tree, as dtc <c>-I fs</c> does: directories are nodes,
/// regular files are properties, both in the order in which the system lists them; links are followed, and what is
/// neither file nor directory is passed over.
/// </summary>
internal sealed class DirectoryInput
{
    private static readonly EnumerationOptions AsListed = new()
    {
        AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false, ReturnSpecialDirectories = false,
    };

    private readonly DeviceTree _tree;
    private readonly NameTable _names;
    private readonly DiagnosticBag _diagnostics;

    private DirectoryInput(NameTable names, DiagnosticBag diagnostics)
    {
        _tree = new DeviceTree(names);
        _names = names;
        _diagnostics = diagnostics;
    }

    /// <summary>The tree; null when the directory cannot be read, which is then reported.</summary>
    public static DeviceTree? Read(string path, NameTable names, DiagnosticBag diagnostics)
    {
        var input = new DirectoryInput(names, diagnostics);
        if (!input.Node(path, input._tree.Root, 0)) return null;
        input._tree.BootCpu = BootCpu.Guess(input._tree);
        return input._tree;
    }

    private bool Node(string directory, Node node, int depth)
    {
        if (depth >= BlobInput.MaxDepth) return Fail(directory, $"directories are nested more than {BlobInput.MaxDepth} deep", null);
        List<string> entries;
        try
        {
            entries = [.. new FileSystemEnumerable<string>(directory, static (ref entry) => entry.FileName.ToString(), AsListed)];
        }
        catch (Exception e) when (IsIO(e))
        {
            return Fail(directory, $"the directory cannot be listed: {Reason(e)}",
                $"FATAL ERROR: Couldn't opendir() \"{Latin1(directory)}\": {Reason(e)}");
        }

        foreach (var name in entries)
        {
            if (!Entry(directory.EndsWith('/') ? directory + name : $"{directory}/{name}", name, node, depth)) return false;
        }

        return true;
    }

    private bool Entry(string path, string name, Node parent, int depth)
    {
        var status = PathStatus.Of(path);
        switch (status.Kind)
        {
            case PathKind.File:
                return Property(path, name, parent);
            case PathKind.Directory:
                var child = new Node(Intern(name), SourceSpan.None);
                parent.Append(child);
                return Node(path, child, depth + 1);
            case PathKind.Missing:
                var reason = Marshal.GetPInvokeErrorMessage(status.Error);
                return Fail(path, $"it cannot be looked at: {reason}", $"FATAL ERROR: stat({Latin1(path)}): {reason}");
            default:
                return true;
        }
    }

    private bool Property(string path, string name, Node node)
    {
        byte[] value;
        try
        {
            value = File.ReadAllBytes(path);
        }
        catch (Exception e) when (IsIO(e))
        {
            _diagnostics.Add(new Diagnostic(Rules.UnreadableProperty, SourceSpan.None, $"the property cannot be read: {Reason(e)}")
            {
                File = path, DtcText = $"WARNING: Cannot open {Latin1(path)}: {Reason(e)}",
            });
            return true;
        }

        var property = new Property(Intern(name), SourceSpan.None);
        property.SetValue(value, 0, value.Length);
        property.SetMarkers([new Marker(MarkerKind.Untyped, 0, null, SourceSpan.None)], 0, 1);
        node.Append(property);
        return true;
    }

    private Name Intern(string name) => _names.Intern(Encoding.UTF8.GetBytes(name));

    // One character a byte, as dtc's texts are passed on.
    private static string Latin1(string path) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(path));

    private bool Fail(string path, string message, string? dtcText)
    {
        _diagnostics.Add(new Diagnostic(Rules.UnreadableInput, SourceSpan.None, message) { File = path, DtcText = dtcText });
        return false;
    }

    private static bool IsIO(Exception e) => e is IOException or UnauthorizedAccessException;

    // The words of the C library, which dtc prints.
    private static string Reason(Exception e) => Marshal.GetPInvokeErrorMessage(e switch
    {
        UnauthorizedAccessException => 13,
        DirectoryNotFoundException or FileNotFoundException => 2,
        { HResult: > 0 and < 4096 and var number } => number,
        _ => 5,
    });
}
