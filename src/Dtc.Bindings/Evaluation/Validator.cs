using System.Numerics;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Findings;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>Checks trees against bindings, with the findings of dt-validate.</summary>
public static class Validator
{
    /// <summary>Checks a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="program">The bindings.</param>
    /// <param name="sink">Receives what is found, nodes depth first in the order of the tree.</param>
    /// <param name="options">What is checked; <see cref="ValidationOptions.Default"/> when null.</param>
    public static void Validate(
        BindingTree tree, BindingProgram program, Action<BindingFinding> sink, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(sink);
        var problems = new List<DecodeProblem>();
        var root = TreeDecoder.Decode(tree, program.Symbols, program.Types, problems);
        foreach (var problem in problems)
        {
            sink(new BindingFinding
            {
                Kind = FindingKind.Decode,
                NodePath = problem.NodePath,
                PropertyPath = problem.Property is null ? [] : [PathItem.Of(problem.Property)],
                Message = problem.Message,
            });
        }

        if (root is not null) new NodeValidator(program, sink, options ?? ValidationOptions.Default).Check(root, "/", false);
    }

    /// <summary>Holds one node against one schema, whether or not the schema selects it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="program">The bindings.</param>
    /// <param name="schemaId"><c>$id</c> of the schema, without a trailing <c>#</c>.</param>
    /// <param name="nodePath">Path of the node.</param>
    /// <param name="sink">Receives what is found.</param>
    /// <returns>Whether there are such a node and such a schema.</returns>
    public static bool ValidateNode(BindingTree tree, BindingProgram program, string schemaId, string nodePath, Action<BindingFinding> sink)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(nodePath);
        ArgumentNullException.ThrowIfNull(sink);
        return NodeAt(tree, program, nodePath) is { } node && new NodeValidator(program, sink, ValidationOptions.Default).CheckAgainst(schemaId, node, nodePath);
    }

    /// <summary>The schemas that are for a node.</summary>
    /// <returns>Their <c>$id</c>s; none when there is no such node.</returns>
    public static IReadOnlyList<string> SchemasFor(BindingTree tree, BindingProgram program, string nodePath)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(nodePath);
        return NodeAt(tree, program, nodePath) is { } node ? new NodeValidator(program, static _ => { }, ValidationOptions.Default).SchemasFor(node) : [];
    }

    private static TypedObject? NodeAt(BindingTree tree, BindingProgram program, string nodePath)
    {
        var node = TreeDecoder.Decode(tree, program.Symbols, program.Types, []);
        foreach (var name in nodePath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node is null ? null : ChildOf(node, name);
        }

        return node;
    }

    // By its text: names that no schema knows are symbols of their own.
    private static TypedObject? ChildOf(TypedObject node, string name)
    {
        for (var i = 0; i < node.Count; i++)
        {
            if (node.ValueAt(i).Kind == TypedKind.Object && node.NameAt(i).Text == name) return node.ValueAt(i).Object;
        }

        return null;
    }
}

/// <summary>Checks the nodes of one tree.</summary>
internal sealed class NodeValidator
{
    private readonly BindingProgram _program;
    private readonly Action<BindingFinding> _sink;
    private readonly ValidationOptions _options;
    private readonly Evaluator _evaluator = new();
    private readonly ulong[] _candidates;
    private readonly Symbol _nodeName;
    private readonly Symbol _compatible;
    private readonly Symbol _status;
    private readonly Symbol _example;

    public NodeValidator(BindingProgram program, Action<BindingFinding> sink, ValidationOptions options)
    {
        _program = program;
        _sink = sink;
        _options = options;
        _candidates = new ulong[program.Selection.WordCount];
        _nodeName = program.Symbols["$nodename"];
        _compatible = program.Symbols["compatible"];
        _status = program.Symbols["status"];
        _example = program.Symbols["example-0"];
    }

    public void Check(TypedObject node, string path, bool disabled)
    {
        // The nearest status that is a list decides.
        if (node.TryGet(_status, out var status) && status.Kind == TypedKind.Array) disabled = IsDisabled(status);
        CheckNode(node, path, disabled);
        for (var i = 0; i < node.Count; i++)
        {
            if (node.ValueAt(i).Kind != TypedKind.Object) continue;
            var name = node.NameAt(i).Text;
            if (name.StartsWith("__", StringComparison.Ordinal)) continue;
            Check(node.ValueAt(i).Object, path == "/" ? path + name : $"{path}/{name}", disabled);
        }
    }

    /// <summary>Asks one schema, whatever its <c>select</c> says.</summary>
    public bool CheckAgainst(string schemaId, TypedObject node, string path)
    {
        if (_program.FindDocument(schemaId) is not { } document) return false;
        var named = node.With(_nodeName, TypedValue.Of([TypedValue.Of(node.Name.Text)]));
        var value = TypedValue.Of(named);
        if (!_evaluator.IsValid(document.Root, value)) Tell(_evaluator.Run(document.Root, value, null), document, named, path, false);
        return true;
    }

    /// <summary>The schemas that are for a node: that of its compatible, and those that select it.</summary>
    public List<string> SchemasFor(TypedObject node)
    {
        var named = node.With(_nodeName, TypedValue.Of([TypedValue.Of(node.Name.Text)]));
        var value = TypedValue.Of(named);
        var ids = new List<string>();
        if (FindByCompatible(named) is { } own) ids.Add(own.Id);
        _program.Selection.FindCandidates(named, _evaluator, _candidates);
        for (var i = 0; i < _candidates.Length * 64; i++)
        {
            if ((_candidates[i / 64] >> (i % 64) & 1) == 0) continue;
            var (document, select) = _program.Selection[i];
            if (select is null || _evaluator.IsValid(select, value)) ids.Add(document.Id);
        }

        return ids;
    }

    private static bool IsDisabled(in TypedValue status)
    {
        foreach (ref readonly var item in status.Items.AsSpan())
        {
            if (item.Kind == TypedKind.String && item.String == "disabled") return true;
        }

        return false;
    }

    private void CheckNode(TypedObject node, string path, bool disabled)
    {
        // Nodes that dt-extract-example wraps around examples.
        if (node.IndexOf(_example) >= 0 || node.Name.Text.Contains("example-", StringComparison.Ordinal)) return;
        try
        {
            // Only a node that is being checked tells its name; what is found in it goes on showing it so.
            CheckSchemas(node.With(_nodeName, TypedValue.Of([TypedValue.Of(node.Name.Text)])), path, disabled);
        }
        catch (EvaluationDepthException)
        {
            _evaluator.Reset();
            _sink(new BindingFinding
            {
                Kind = FindingKind.Recursion,
                NodePath = path,
                NodeName = node.Name.Text,
                Message = "recursion error: Check for prior errors in a referenced schema",
            });
        }
    }

    private void CheckSchemas(TypedObject node, string path, bool disabled)
    {
        var value = TypedValue.Of(node);
        if (FindByCompatible(node) is { } own && IsWanted(own) && !_evaluator.IsValid(own.Root, value))
        {
            Tell(_evaluator.Run(own.Root, value, null), own, node, path, disabled);
        }

        if (_options.ShowDeprecated && FindByCompatible(node) is { } binding && IsWanted(binding))
        {
            new Deprecations(_evaluator, error => TellDeprecated(error, binding, node, path)).Collect(binding.Root, value);
        }

        if (_options.CompatibleOnly) return;
        _program.Selection.FindCandidates(node, _evaluator, _candidates);
        for (var word = 0; word < _candidates.Length; word++)
        {
            for (var rest = _candidates[word]; rest != 0; rest &= rest - 1)
            {
                var (document, select) = _program.Selection[(word * 64) + BitOperations.TrailingZeroCount(rest)];
                if (!IsWanted(document) || (select is not null && !_evaluator.IsValid(select, value))) continue;
                if (_evaluator.IsValid(document.Root, value)) continue;
                Tell(_evaluator.Run(document.Root, value, PathItem.Of("then")), document, node, path, disabled);
            }
        }
    }

    private SchemaDocument? FindByCompatible(TypedObject node)
    {
        if (!node.TryGet(_compatible, out var compatible) || compatible.Kind != TypedKind.Array) return null;
        foreach (ref readonly var item in compatible.Items.AsSpan())
        {
            if (item.Kind == TypedKind.String && _program.FindByCompatible(item.String) is { } document) return document;
        }

        return null;
    }

    private bool IsWanted(SchemaDocument document)
    {
        if (!_options.ShowUnmatched && document.Id == BindingProgram.CompatiblesId) return false;
        if (_options.Limits.Count == 0) return true;
        foreach (var limit in _options.Limits)
        {
            if (document.Id.Contains(limit, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private void Tell(List<EvaluationError> errors, SchemaDocument document, TypedObject node, string path, bool disabled)
    {
        node.TryGet(_compatible, out var compatible);
        var first = compatible is { Kind: TypedKind.Array, Items: [var item, ..] } ? TextOf(item)
            : compatible.Kind == TypedKind.Bytes ? $"{compatible.Bytes[0]}" : null;
        foreach (var error in errors)
        {
            if (IsExcused(error, disabled)) continue;
            var unmatched = document.Id == BindingProgram.CompatiblesId;
            _sink(new BindingFinding
            {
                Kind = unmatched ? FindingKind.Unmatched : FindingKind.Validation,
                NodePath = path,
                NodeName = node.Name.Text,
                Node = node,
                Compatible = first,
                PropertyPath = error.Path,
                SchemaId = document.Id,
                Error = error,
                Message = unmatched
                    ? $"failed to match any schema with compatible: {PythonText.Of(compatible)}"
                    : null!,
            });
        }
    }

    private void TellDeprecated(EvaluationError error, SchemaDocument document, TypedObject node, string path) => _sink(new BindingFinding
    {
        Kind = FindingKind.Deprecated,
        NodePath = path,
        NodeName = node.Name.Text,
        PropertyPath = error.Path,
        SchemaId = document.Id,
        Node = node,
        Error = error,
        Message = $"{string.Join(':', error.Path)} is deprecated",
    });

    private static string TextOf(in TypedValue value) =>
        value.Kind == TypedKind.String ? value.String : PythonText.Of(value);

    /// <summary>A disabled node need not be complete.</summary>
    private bool IsExcused(EvaluationError error, bool disabled)
    {
        var instance = error.Instance;
        if (!disabled)
        {
            if (instance.Kind != TypedKind.Object || !instance.Object.TryGet(_status, out var status)) return false;
            if (status.Kind != TypedKind.Array || !IsDisabled(status)) return false;
        }

        return IsAboutCompleteness(error) || Array.Exists(error.Branches, IsAboutCompleteness);
    }

    private static bool IsAboutCompleteness(EvaluationError error) =>
        Array.Exists(error.SchemaItems, i => i.Name is "required" or "unevaluatedProperties");
}
