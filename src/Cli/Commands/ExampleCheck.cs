using System.Text;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Examples;
using Dtc.Bindings.Programs;
using Dtc.Compiler;
using Dtc.Parser;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary>
/// Checks the examples of bindings: extracts them, compiles them in memory and validates the tree. Findings stand at the
/// lines of the binding.
/// </summary>
internal sealed class ExampleCheck(BindingProgram program, IIncludeArguments arguments, bool showUnmatched)
{
    private readonly DtsCompiler _compiler = new();
    private readonly IncludePath _includePath = new(arguments);

    /// <summary>Checks the examples of one binding.</summary>
    public List<BindingNote> Check(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            return Check(file, ExampleSource.Of(YamlReader.Read(bytes), bytes));
        }
        catch (DocumentException fault)
        {
            return [new BindingNote("syntax", true, file, fault.Position, fault.Message)];
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            return [new BindingNote("unreadable", true, file, default, IOReason.Of(fault))];
        }
    }

    private List<BindingNote> Check(string file, ExampleSource source)
    {
        if (source.Text.Length == 0) return [];
        // Beside the binding, so that includes are found as kbuild finds them.
        var name = Path.ChangeExtension(file, ".example.dts");
        _compiler.Sources.Add(new SourceFile(name, Encoding.UTF8.GetBytes(source.Text)));
        var result = _compiler.Compile(name, new CompileOptions
        {
            Preprocess = arguments.ToPreprocessOptions(_includePath.For(file)),
            InputFormat = InputFormat.Source,
            OutputFormat = OutputFormat.Null,
        });
        var notes = new List<BindingNote>();
        foreach (var diagnostic in result.Diagnostics.Items)
        {
            if (diagnostic.Severity != Severity.Error) continue;
            var (where, position) = Locate(file, name, source, result.Map, diagnostic.Span);
            notes.Add(new BindingNote("compile", true, where, position, diagnostic.Message) { Rule = diagnostic.Rule.Id, Help = diagnostic.Help });
        }

        if (notes.Count > 0 || result.Tree is not { } tree) return notes;
        Validator.Validate(
            BindingTree.FromTree(tree),
            program,
            finding =>
            {
                var (where, position) = Locate(file, name, source, result.Map, SpanOf(tree, finding));
                notes.Add(new BindingNote(KindOf(finding.Kind), finding.Kind != FindingKind.Unmatched, where, position, FindingText.Of(finding))
                {
                    Path = PathOf(finding), Schema = finding.SchemaId,
                });
            },
            ValidationOptions.Default with { ShowUnmatched = showUnmatched });
        return notes;
    }

    private static (string File, SchemaPosition Position) Locate(
        string file, string name, ExampleSource source, ISourceMap? map, SourceSpan span)
    {
        if (span.IsNone || map?.Resolve(span) is not { } at) return (file, source.Locate(1, 1));
        return at.File == name ? (file, source.Locate(at.Line, at.Column)) : (at.File, new SchemaPosition(at.Line, at.Column));
    }

    // The property, or else the node nearest to what is wrong.
    private static SourceSpan SpanOf(DeviceTree tree, BindingFinding finding)
    {
        var node = finding.NodePath is { } path ? tree.FindByPath(Encoding.UTF8.GetBytes(path)) : tree.Root;
        if (node is null) return SourceSpan.None;
        foreach (var step in finding.PropertyPath)
        {
            if (step.Name is not { } text) break;
            if (Property(node, text) is { } property) return property.Span;
            if (Child(node, text) is not { } child) break;
            node = child;
        }

        return node.NameSpan.IsNone ? node.Span : node.NameSpan;
    }

    private static Property? Property(Node node, string name)
    {
        foreach (var property in node.Properties)
        {
            if (property.Name.ToString() == name) return property;
        }

        return null;
    }

    private static Node? Child(Node node, string name)
    {
        foreach (var child in node.Children)
        {
            if (child.Name.ToString() == name) return child;
        }

        return null;
    }

    private static string PathOf(BindingFinding finding)
    {
        var path = new StringBuilder(finding.NodePath ?? "/");
        foreach (var step in finding.PropertyPath) path.Append(':').Append(step.ToString());
        return path.ToString();
    }

    private static string KindOf(FindingKind kind) => kind switch
    {
        FindingKind.Validation => "validation",
        FindingKind.Unmatched => "unmatched",
        FindingKind.Decode => "decode",
        _ => "recursion",
    };
}
