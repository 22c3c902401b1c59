using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.References;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Authoring;

/// <summary>
/// What a binding says about others: its <c>$id</c> is its path, each <c>$ref</c> leads to something, and a child node
/// whose properties are listed is closed, by itself or by what it refers to.
/// </summary>
internal sealed class ReferenceCheck
{
    // Schemas below these only narrow what is stated elsewhere, or are not in use by themselves.
    private static readonly HashSet<string> NotStated = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "select", "definitions", "$defs", "dependencies", "dependentSchemas",
    };

    private readonly ReferencedBindings _others;
    private readonly SchemaValue _document;
    private readonly string _file;
    private readonly string _fullPath;
    private readonly Action<SchemaFinding> _sink;
    private readonly List<PathItem> _path = [];
    private readonly bool _isCommon;
    private string _id = "";
    private string _root = "";

    // dt-doc-validate stops at the first reference that leads nowhere.
    private bool _isReferenceStopped;

    private ReferenceCheck(ReferencedBindings others, SchemaValue document, string file, Action<SchemaFinding> sink)
    {
        _others = others;
        _document = document;
        _file = file;
        _fullPath = Path.GetFullPath(file);
        _sink = sink;
        _isCommon = !IsClosed(document);
    }

    /// <summary>Checks a binding.</summary>
    /// <param name="others">The bindings it may refer to.</param>
    /// <param name="document">The binding.</param>
    /// <param name="file">Its file, as it was named.</param>
    /// <param name="sink">Receives what is found.</param>
    public static void Run(ReferencedBindings others, SchemaValue document, string file, Action<SchemaFinding> sink)
    {
        var check = new ReferenceCheck(others, document, file, sink);
        if (check.FindRoot()) check.Walk(document, null, default, false);
    }

    /// <summary>Finds the directory of the set from the id; false when that cannot be done.</summary>
    private bool FindRoot()
    {
        // An $id that is missing or malformed is told by the meta-schema.
        if (_document["$id"] is not { IsString: true } named) return false;
        _id = named.String.TrimEnd('#');
        var at = _id.IndexOf("schemas/", StringComparison.Ordinal);
        if (at < 0 || at + 8 == _id.Length) return false;
        var path = _id[(at + 8)..];
        if (_fullPath.EndsWith(path, StringComparison.Ordinal))
        {
            _root = _fullPath[..^path.Length];
            return true;
        }

        _sink(new SchemaFinding
        {
            Rule = Rules.BindingId,
            File = _file,
            Position = _document.Members.PositionOf("$id"),
            Path = [PathItem.Of("$id")],
            Message = $"the path in $id, {path}, is not the end of the file's path",
            Hint = "The $id is http://devicetree.org/schemas/ and the path of the file below the directory of bindings.",
            ReferenceText = "$id: Cannot determine base path from $id, relative path/filename doesn't match actual path or filename\n"
                + $"\t $id: {_id}\n\tfile: {_fullPath}",
        });
        return false;
    }

    private void Walk(SchemaValue schema, string? parent, SchemaPosition position, bool isClosed)
    {
        if (schema.IsArray)
        {
            for (var i = 0; i < schema.Items.Count; i++)
            {
                _path.Add(PathItem.Of(i));
                Walk(schema.Items[i], parent, schema.Items[i].Position, isClosed);
                _path.RemoveAt(_path.Count - 1);
            }
        }

        if (!schema.IsObject || (parent is not null && NotStated.Contains(parent))) return;
        if (IsNode(schema) && parent is not ("oneOf" or "allOf" or "anyOf")) isClosed = IsClosed(schema);
        var isTargetClosed = true;
        if (schema["$ref"] is { IsString: true } reference)
        {
            var target = Resolve(reference.String, schema.Members.PositionOf("$ref"));
            isTargetClosed = target is null || IsClosed(target);
        }

        var says = schema.Members.Contains("additionalProperties") || schema.Members.Contains("unevaluatedProperties");
        if (!_isCommon && !isTargetClosed && !isClosed && !says) ReportOpen(parent, position);

        for (var i = 0; i < schema.Members.Count; i++)
        {
            var member = schema.Members[i];
            _path.Add(PathItem.Of(member.Key));
            Walk(member.Value, member.Key, member.Position, isClosed);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private SchemaValue? Resolve(string reference, SchemaPosition position)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : reference[(hash + 1)..];
        var id = address.Length == 0 ? _id : SchemaReference.Absolute(_id, address);
        var binding = id == _id ? _document : _others.Find(id, _root);
        if (binding is null)
        {
            ReportUnresolved(position, $"there is no binding {id}", reference);
        }
        else if (SchemaReference.Follow(binding, fragment) is { } target)
        {
            return target;
        }
        else
        {
            var message = $"there is no {fragment} in {(address.Length == 0 ? "this binding" : id)}";
            if (fragment[0] == '/' || !fragment.Contains('/', StringComparison.Ordinal))
            {
                ReportUnresolved(position, message, $"{PythonText.Of(fragment)} does not exist within {id}");
                return null;
            }

            ReportUnresolved(
                position,
                $"{message}; did you mean '#/{fragment}'?",
                $"'#{fragment}' is not a valid anchor, neither as a plain name anchor nor as a JSON Pointer. You may have intended to use "
                + $"'#/{fragment}', as the slash is required *before each segment* of a JSON pointer.");
        }

        return null;
    }

    private void ReportUnresolved(SchemaPosition position, string message, string text)
    {
        _sink(new SchemaFinding
        {
            Rule = Rules.BindingReference,
            File = _file,
            Position = position,
            Path = [.. _path, PathItem.Of("$ref")],
            Message = message,
            ReferenceText = $"Unresolvable reference: {text}",
            IsKnownToReference = !_isReferenceStopped,
        });
        _isReferenceStopped = true;
    }

    private void ReportOpen(string? parent, SchemaPosition position) => _sink(new SchemaFinding
    {
        Rule = Rules.BindingOpenNode,
        File = _file,
        Position = position,
        Path = [.. _path],
        Message = "neither additionalProperties nor unevaluatedProperties says whether this node may hold other properties",
        Hint = "What the $ref leads to leaves that open; add \"unevaluatedProperties: false\".",
        ReferenceText = $"{parent}: Missing additionalProperties/unevaluatedProperties constraint",
        IsKnownToReference = !_isReferenceStopped,
    });

    private static bool IsNode(SchemaValue schema) => schema.IsObject
        && (schema["type"] is { IsString: true, String: "object" }
            || schema.Members.Contains("properties")
            || schema.Members.Contains("patternProperties")
            || schema.Members.Contains("additionalProperties")
            || schema.Members.Contains("unevaluatedProperties"));

    /// <summary>Whether something is said about properties that are not listed; true for what is no node.</summary>
    private static bool IsClosed(SchemaValue schema) => !IsNode(schema)
        || Limits(schema["additionalProperties"])
        || Limits(schema["unevaluatedProperties"]);

    // Anything but true, as Python tells true from false.
    private static bool Limits(SchemaValue? answer) => answer is not null && answer.Kind switch
    {
        SchemaKind.Boolean => !answer.Boolean,
        SchemaKind.Integer => answer.Integer == 0,
        SchemaKind.Real => answer.Real == 0,
        SchemaKind.String => answer.String.Length == 0,
        SchemaKind.Array => answer.Items.Count == 0,
        _ => true,
    };
}
