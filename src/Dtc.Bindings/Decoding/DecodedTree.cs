using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Decoding;

/// <summary>A tree with the values of its properties as bindings see them.</summary>
/// <example><code>
/// var decoded = DecodedTree.Of(BindingTree.FromBlob(bytes), program);
/// Console.WriteLine(decoded.ToPython());
/// </code></example>
public sealed class DecodedTree
{
    private const int Width = 80;

    private DecodedTree(TypedObject? root, List<BindingFinding> findings)
    {
        Root = root;
        Findings = findings;
    }

    /// <summary>The root node; null when there is none to read.</summary>
    public TypedObject? Root { get; }

    /// <summary>Properties that do not have the form of their type, and what is wrong with the blob itself.</summary>
    public IReadOnlyList<BindingFinding> Findings { get; }

    /// <summary>Decodes a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="program">The bindings that give properties their types.</param>
    public static DecodedTree Of(BindingTree tree, BindingProgram program)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(program);
        var problems = new List<DecodeProblem>();
        var root = TreeDecoder.Decode(tree, program.Symbols, program.Types, problems);
        return new DecodedTree(root, problems.ConvertAll(problem => new BindingFinding
        {
            Kind = FindingKind.Decode,
            NodePath = problem.NodePath,
            PropertyPath = problem.Property is null ? [] : [PathItem.Of(problem.Property)],
            Message = problem.Message,
        }));
    }

    /// <summary>The text that dtb2py prints, without the last line end.</summary>
    public string ToPython() => PythonPrinter.Print(
        PythonItem.List(Root is null ? [] : [PythonItem.Of(TypedValue.Of(Root), sort: true)]), Width, compact: true);
}
